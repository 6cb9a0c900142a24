import Recommenders
package import Tuning
package import Values

/// What is searched for one learner or several, and whether they can take it, told before the first trial.
package enum LearnerSpace {
    /// The learners' own spaces without what is fixed; of several learners each below its name, as options of one choice.
    ///
    /// - Throws: `LearnerSpaceError.nothingToTune`; `SearchSpaceError.empty` where nothing is left beside what is fixed.
    package static func standard(of learners: LearnerChoice, fixed: JSONObject) throws -> SearchSpace {
        if learners.learners.count == 1, let only = learners.learners.first, only.defaultSpace.isEmpty {
            throw LearnerSpaceError.nothingToTune(only.name)
        }
        let spaces = learners.learners.map { learner in
            JSONObject(learner.defaultSpace.filter { fixed[$0.key] == nil }.map { ($0.key, $0.value) })
        }
        guard spaces.count > 1 else { return try SearchSpace(json: .object(spaces[0])) }
        let options = zip(learners.learners, spaces).map { learner, space -> JSONValue in
            .object(JSONObject([("_name", .string(learner.name))]).merging(space))
        }
        return try SearchSpace(json: [LearnerChoice.name: ["_type": "choice", "_value": .array(options)]])
    }

    /// - Throws: as `ParameterCheck.check`; `LearnerSpaceError` where a space for several learners does not choose among them.
    package static func check(_ space: SearchSpace, for learners: LearnerChoice) throws {
        guard learners.learners.count > 1 else {
            return try ParameterCheck.check(space, fixed: JSONObject(), for: learners.learners[0])
        }
        let names = learners.learners.map(\.name)
        guard case .choice(let options) = space[LearnerChoice.name] else { throw LearnerSpaceError.noChoice(names) }
        let shared = space.parameters.filter { $0.name != LearnerChoice.name }
        var chosen: Set<String> = []
        for option in options {
            let (name, own): (String?, [SearchParameter]) =
                switch option {
                case .value(let value): (value.string, [])
                case .nested(let name, let inner): (name.string, inner.parameters)
                }
            guard let learner = learners.learners.first(where: { $0.name == name }) else {
                throw LearnerSpaceError.noLearner(name ?? "", names)
            }
            chosen.insert(learner.name)
            // What stands beside the choice is for all that take it.
            let common = shared.filter { parameter in learner.parameters.contains { $0.name == parameter.name } }
            try ParameterCheck.check(SearchSpace(common + own), fixed: JSONObject(), for: learner)
        }
        if let missing = names.first(where: { !chosen.contains($0) }) { throw LearnerSpaceError.notChosen(missing) }
        try checkNames(shared.map(\.name), learners)
    }

    /// Parameters that all trials have: each must be one of some learner's, and right for all that take it.
    ///
    /// - Throws: as `check`.
    package static func check(fixed: JSONObject, for learners: LearnerChoice) throws {
        try checkNames(fixed.keys, learners)
        for learner in learners.learners {
            let own = fixed.filter { name, _ in learner.parameters.contains { $0.name == name } }
            try ParameterCheck.check(SearchSpace([]), fixed: JSONObject(own.map { ($0.key, $0.value) }), for: learner)
        }
    }

    /// Whether a tuner whose trials go on from what others learned can search a space.
    ///
    /// - Throws: `LearnerSpaceError` where trials would differ in what gives a model its shape.
    package static func checkShape(
        of space: SearchSpace, fixed: JSONObject, for learners: LearnerChoice, tuner: String
    ) throws(LearnerSpaceError) {
        guard let learner = learners.learners.first, learners.learners.count == 1 else {
            throw .severalShapes(tuner: tuner, learners.learners.map(\.name))
        }
        let shape = learner.shape(with: fixed)
        let searched = space.parameters.filter { shape.contains($0.name) && $0.distribution.hasSeveralValues }
        guard !searched.isEmpty else { return }
        let remedies = searched.map { parameter in
            let standard = learner.parameters.first { $0.name == parameter.name }?.defaultValue
            return "\(parameter.name)=\(standard?.plainText ?? "…")"
        }
        throw .searchesShape(tuner: tuner, searched.map(\.name), fix: remedies.joined(separator: " "))
    }

    /// The names that a space searches, those of its learners' own among them.
    package static func names(of space: SearchSpace) -> Set<String> {
        var names = Set(space.parameterNames)
        if case .choice(let options) = space[LearnerChoice.name] {
            for case .nested(_, let inner) in options { names.formUnion(inner.parameterNames) }
        }
        return names
    }

    private static func checkNames(_ names: [String], _ learners: LearnerChoice) throws(ParameterError) {
        var known: [String] = []
        for name in learners.learners.flatMap({ $0.parameters.map(\.name) }) where !known.contains(name) {
            known.append(name)
        }
        for name in names where !known.contains(name) {
            throw .unknown(name, nearest: nearestName(to: name, among: known), known: known)
        }
    }
}

/// What is wrong with a search space for several learners.
package enum LearnerSpaceError: Error, Hashable, CustomStringConvertible {
    case noChoice([String])
    case noLearner(String, [String])
    case notChosen(String)
    case nothingToTune(String)
    case severalShapes(tuner: String, [String])
    case searchesShape(tuner: String, [String], fix: String)

    package var description: String {
        switch self {
        case .noChoice(let names):
            "a search over \(Self.list(names)) chooses among them, and this space has no '\(LearnerChoice.name)': make it a choice whose options are \(Self.list(names)), or leave --space out, which searches their own spaces"
        case .noLearner(let name, let names):
            "\(LearnerChoice.name): '\(name)' is none of \(Self.list(names)); options name them, as in {\"_name\": \"\(names[0])\", …}"
        case .notChosen(let name): "\(LearnerChoice.name): no option is '\(name)', so it would never be trained"
        case .nothingToTune(let name):
            "\(name) has nothing to tune; 'train \(name) DATA' makes the one model that there is"
        case .severalShapes(let tuner, let names):
            "\(tuner) lets trials go on from the weights of others, and \(Self.list(names)) can't go on from one another; search one of them, or by another tuner"
        case .searchesShape(let tuner, let names, let fix):
            "\(tuner) lets trials go on from the weights of others, and \(Self.list(names)) would change their shape; have --fix \(fix) in place of searching \(names.count == 1 ? "it" : "them"), or another tuner"
        }
    }

    private static func list(_ names: [String]) -> String { names.joined(separator: " and ") }
}

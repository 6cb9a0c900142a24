package import Foundation
package import Tuning
package import Values

/// Everything that an experiment is told at its start; with the data it determines the search.
package struct ExperimentConfiguration: Hashable, Sendable {
    package var id: String
    /// As it was started; several may have one, and the store knows what each is called now.
    package var name: String
    package var subject: ExperimentSubject
    /// NNI's JSON.
    package var searchSpace: JSONValue
    package var tuner: String
    package var tunerArguments = JSONObject()
    package var assessor: String?
    package var assessorArguments = JSONObject()
    package var goals: Goals
    /// Metrics that are measured beside the objectives.
    package var metrics: [String] = []
    package var maxTrials: Int?
    /// Seconds.
    package var maxDuration: Double?
    package var maxTrialDuration: Double?
    package var concurrency = 1
    package var seed = 0
    /// Results reach the tuner in the order of trials, so that the search is the same at any concurrency.
    package var isReproducible = true
    /// The folder that was made for it, where one was.
    package var folder: String?
    /// Trials of other searches that the tuner was told of, in the order in which it was.
    package var imports: [ImportedTrials] = []
    /// Seconds that it ran before it was last taken up again, and when that was.
    package var spent = 0.0
    package var resumed: Date?
    /// Where it runs.
    package var engine = EngineName.embedded
    /// Where its manager answers, if it has one.
    package var address: String?

    package init(
        id: String, name: String, subject: ExperimentSubject, searchSpace: JSONValue, tuner: String, objective: String,
        mode: Direction
    ) {
        self.id = id
        self.name = name
        self.subject = subject
        self.searchSpace = searchSpace
        self.tuner = tuner
        goals = Goals(mode, of: objective)
    }

    /// The first objective, and which way it gets better.
    package var objective: String { goals.first.metric }
    package var mode: Direction { goals.first.direction }

    /// Parameters that every trial has beside those that it is given.
    package var fixed: JSONObject { subject.recommender?.fixed ?? JSONObject() }

    /// A record whose configuration can't be read: only its name is known.
    package static func damaged(id: String, name: String) -> ExperimentConfiguration {
        ExperimentConfiguration(
            id: id, name: name, subject: .damaged, searchSpace: [:], tuner: "", objective: "", mode: .minimize)
    }

    package var json: JSONValue {
        let search: JSONObject = [
            "id": .string(id), "name": .string(name), "searchSpace": searchSpace, "tuner": .string(tuner),
            "tunerArguments": .object(tunerArguments),
            "assessor": assessor.map { .string($0) } ?? .null, "assessorArguments": .object(assessorArguments),
            "objective": .string(objective), "mode": .string(mode.rawValue),
            "furtherObjectives": .array(
                goals.objectives.dropFirst().map { [.string($0.metric), .string($0.direction.rawValue)] }),
            "constraints": .array(goals.constraints.map { .string($0.description) }),
            "metrics": .array(metrics.map(JSONValue.string)), "maxTrials": maxTrials.map { .integer($0) } ?? .null,
            "maxDuration": maxDuration.map { .number($0) } ?? .null,
            "maxTrialDuration": maxTrialDuration.map { .number($0) } ?? .null, "concurrency": .integer(concurrency),
            "seed": .integer(seed), "isReproducible": .boolean(isReproducible), "engine": .string(engine.rawValue),
            "address": address.map { .string($0) } ?? .null,
            "searchFolder": folder.map { .string($0) } ?? .null, "imports": .array(imports.map(\.json)),
            "spent": .number(spent),
            "resumed": resumed.map { .number($0.timeIntervalSince1970) } ?? .null,
        ]
        return .object(search.merging(subject.json))
    }

    /// `nil` where the JSON is not one that `json` wrote.
    package init?(json: JSONValue) {
        guard let object = json.object, let id = object["id"]?.string, let name = object["name"]?.string,
            let space = object["searchSpace"],
            let tuner = object["tuner"]?.string, let objective = object["objective"]?.string,
            let mode = (object["mode"]?.string).flatMap(Direction.init)
        else { return nil }
        self.init(
            id: id, name: name, subject: ExperimentSubject(json: object), searchSpace: space, tuner: tuner,
            objective: objective, mode: mode)
        goals = Goals(
            [Goal(objective, mode)] + Self.furtherObjectives(object["furtherObjectives"]),
            subjectTo: object["constraints"]?.array?.compactMap { $0.string.flatMap { try? Constraint(parsing: $0) } }
                ?? [])
        tunerArguments = object["tunerArguments"]?.object ?? JSONObject()
        assessor = object["assessor"]?.string
        assessorArguments = object["assessorArguments"]?.object ?? JSONObject()
        metrics = object["metrics"]?.array?.compactMap(\.string) ?? []
        maxTrials = object["maxTrials"]?.integer
        maxDuration = object["maxDuration"]?.number
        maxTrialDuration = object["maxTrialDuration"]?.number
        concurrency = object["concurrency"]?.integer ?? 1
        seed = object["seed"]?.integer ?? 0
        isReproducible = object["isReproducible"]?.boolean ?? false
        engine = (object["engine"]?.string).flatMap(EngineName.init) ?? .embedded
        address = object["address"]?.string
        folder = object["searchFolder"]?.string
        imports = object["imports"]?.array?.compactMap(ImportedTrials.init(json:)) ?? []
        spent = object["spent"]?.number ?? 0
        resumed = (object["resumed"]?.number).map(Date.init(timeIntervalSince1970:))
    }

    private static func furtherObjectives(_ json: JSONValue?) -> [Goal] {
        (json?.array ?? []).compactMap { pair in
            guard let pair = pair.array, pair.count == 2, let metric = pair[0].string,
                let direction = pair[1].string.flatMap(Direction.init)
            else { return nil }
            return Goal(metric, direction)
        }
    }
}

/// The engines, by the words that commands take.
package enum EngineName: String, Sendable, CaseIterable {
    case embedded, nni
}

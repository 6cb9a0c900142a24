package import Values

/// What a tuner decides beside the parameters of a trial; where it does, no assessor has a say.
package enum TrialControl: Sendable {
    case none
    /// How long a trial trains.
    case budgets
    /// Which trial's training it goes on with.
    case checkpoints
}

/// A tuner by name, with its arguments.
package struct TunerDescription: Sendable {
    package let name: String
    /// One line of help.
    package let summary: String
    /// The paper or library that it is from, and where it differs from NNI's of the same name.
    package let source: String
    package let arguments: [ParameterDescription]
    /// Whether it searches for several objectives.
    package let takesSeveral: Bool
    package let control: TrialControl
    /// What a tuner that chooses has chosen for a search, in words; `nil` for those that do not.
    private let choice: (@Sendable (SearchTask) -> String)?
    private let build: @Sendable (ParameterValues, SearchTask) throws -> any Tuner

    init(
        _ name: String, _ summary: String, source: String, arguments: [any Declared] = [],
        takesSeveral: Bool = false, control: TrialControl = .none,
        choice: (@Sendable (SearchTask) -> String)? = nil,
        build: @escaping @Sendable (ParameterValues, SearchTask) throws -> any Tuner
    ) {
        self.name = name
        self.summary = summary
        self.source = source
        self.arguments = arguments.map(\.description)
        self.takesSeveral = takesSeveral
        self.control = control
        self.choice = choice
        self.build = build
    }

    /// What it does in a search, where it chooses.
    package func plan(for task: SearchTask) -> String? { choice?(task) }

    /// - Throws: `TunerError` where the arguments are wrong or the tuner can't search the space.
    package func make(arguments given: JSONObject = [:], for task: SearchTask) throws -> any Tuner {
        guard takesSeveral || task.goals.isSingle else { throw GoalError.single(tuner: name) }
        if arguments.isEmpty, let argument = given.keys.first {
            let owners = Tuners.all.filter { $0.arguments.contains { $0.name == argument } }.map(\.name)
            if !owners.isEmpty { throw TunerError.elsewhere(tuner: name, argument: argument, owners: owners) }
        }
        do {
            return try build(try ParameterValues(given, of: arguments), task)
        } catch let error as ParameterError {
            throw TunerError.argument(tuner: name, error)
        }
    }
}

package enum TunerError: Error, Hashable, CustomStringConvertible {
    case unknown(String, nearest: String?, known: [String])
    case unknownAssessor(String, nearest: String?, known: [String])
    case argument(tuner: String, ParameterError)
    /// A tuner without arguments was given another one's.
    case elsewhere(tuner: String, argument: String, owners: [String])
    /// The tuner can't search this space.
    case unfitting(tuner: String, parameter: String, needs: String)
    /// The assessor can't judge values that go this way.
    case direction(assessor: String, needs: String)

    package var description: String {
        switch self {
        case .unknown(let name, let nearest, let known):
            "there is no tuner '\(name)'; "
                + (nearest.map { "did you mean '\($0)'?" } ?? "there are \(known.joined(separator: ", "))")
        case .unknownAssessor(let name, let nearest, let known):
            "there is no assessor '\(name)'; "
                + (nearest.map { "did you mean '\($0)'?" } ?? "there are \(known.joined(separator: ", "))")
        case .argument(let tuner, let error): "\(tuner): \(error)"
        case .elsewhere(let tuner, let argument, let owners):
            "\(tuner) takes no arguments; '\(argument)' is one of --tuner \(owners.joined(separator: ", --tuner "))"
        case .unfitting(let tuner, let parameter, let needs): "\(tuner) can't search '\(parameter)': it needs \(needs)"
        case .direction(let assessor, let needs): "\(assessor) needs \(needs)"
        }
    }
}

/// Every tuner there is.
package enum Tuners {
    package static let all: [TunerDescription] = [
        AutoTuner.description, RandomTuner.description, QMCTuner.description, GridSearchTuner.description,
        BatchTuner.description, TPETuner.description, GPTuner.description, CMAESTuner.description,
        SMACTuner.description, MetisTuner.description, AnnealTuner.description, EvolutionTuner.description,
        NSGAIITuner.description, HyperbandTuner.description, BOHBTuner.description, DEHBTuner.description,
        ASHATuner.description, PBTTuner.description,
    ]
    package static var names: [String] { all.map(\.name) }

    /// - Throws: `TunerError.unknown` with the nearest name. Case does not count.
    package static func named(_ name: String) throws(TunerError) -> TunerDescription {
        if let found = all.first(where: { $0.name.lowercased() == name.lowercased() }) { return found }
        throw .unknown(name, nearest: nearestName(to: name, among: names), known: names)
    }
}

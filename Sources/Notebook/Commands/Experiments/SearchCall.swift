import Experiments
import Metrics
import Notebook
import Ratings
import RecommenderTrials
import Recommenders
import Script
import Tuning
import Values

/// What a call of `experiment start` asks for, read and checked before anything runs.
struct SearchCall {
    let algorithm: any LearningAlgorithm
    let split: SplitObject
    private let space: SearchSpace
    /// The objective first.
    private let judging: Judging
    private let mode: Direction
    private let fixed: JSONObject
    private let fingerprint: String

    private let options: SearchOptions

    /// - Throws: `PlacedError` at the word that is wrong.
    init(_ options: SearchOptions, _ call: Invocation, in session: isolated Session) async throws {
        self.options = options
        for argument in options.arguments where !call.has(argument) {
            throw PlacedError(
                NotebookError.missingArgument(argument.description.name, usage: call.command.usage), at: call.range)
        }
        algorithm = try PlacedError.place(call.place(of: options.model)) {
            try Algorithms.named(call[options.model] ?? "")
        }
        split = try await session.object(options.split, call)
        space = try await session.object(options.space, call).space
        let objective: Metric
        (objective, mode) = try Self.objective(algorithm, options, call)
        fixed = try Self.fixed(space, algorithm, options, call)
        fingerprint = try await SearchParts.fingerprint(of: split, in: session)
        judging = Judging(
            [objective] + call[options.metrics].filter { $0 != objective }, by: call[options.judging.way],
            removingSeen: call[options.judging.removesSeen])
    }

    private static func objective(
        _ algorithm: any LearningAlgorithm, _ options: SearchOptions, _ call: Invocation
    ) throws -> (Metric, Direction) {
        if call.has(options.maximize), call.has(options.minimize) {
            throw call.failure(CallError.repeatedOption("--maximize or --minimize"), at: options.minimize)
        }
        if let metric = call[options.maximize] { return (metric, .maximize) }
        if let metric = call[options.minimize] { return (metric, .minimize) }
        let usual = algorithm.usualMetrics.first ?? .rmse
        return (usual, usual.direction)
    }

    private static func fixed(
        _ space: SearchSpace, _ algorithm: any LearningAlgorithm, _ options: SearchOptions, _ call: Invocation
    ) throws -> JSONObject {
        let fixed = call[options.fixed]
        try PlacedError.place(call.place(of: options.space)) {
            try ParameterCheck.check(space, fixed: JSONObject(), for: algorithm)
        }
        try PlacedError.place(call.place(of: options.fixed)) {
            try ParameterCheck.check(SearchSpace([]), fixed: fixed, for: algorithm)
        }
        if let both = fixed.keys.first(where: { space[$0] != nil }) {
            throw call.failure(
                NotebookError.unavailable(
                    "'\(both)' is both fixed and in the search space", remedy: "leave it out of one of them"),
                at: options.fixed)
        }
        return fixed
    }

    /// What may surprise whoever starts this search.
    func notes(_ configuration: ExperimentConfiguration) -> [String] {
        var notes: [String] = []
        let metric = judging.metrics[0]
        if metric.direction != mode {
            let (good, asked) = metric.direction == .minimize ? ("low", "maximize") : ("high", "minimize")
            notes.append("\(metric.name) is good when it is \(good); --\(asked) \(metric.name) looks for the worst")
        }
        if let tuner = try? Tuners.named(configuration.tuner), let argument = tuner.startupArgument,
            let most = configuration.maxTrials
        {
            let random = tuner.randomTrials(configuration.tunerArguments)
            if random >= most, random > 0 {
                notes.append(
                    "\(tuner.name) draws its first \(random) trials at random, so all \(most) of this search; "
                        + "--max-trials \(2 * random) or --tuner-args \(argument)=\(max(1, most / 3)) lets it learn")
            }
        }
        return notes
    }

    var subject: RecommenderSubject {
        var subject = RecommenderSubject(algorithm.name, data: split.origin, fingerprint: fingerprint)
        subject.fixed = fixed
        subject.origin = split.recipe?.json
        subject.judgedBy = judging.way.rawValue
        subject.removesSeen = judging.removingSeen
        return subject
    }

    func configuration(name: String, _ call: Invocation, in session: isolated Session) -> ExperimentConfiguration {
        var configuration = ExperimentConfiguration(
            id: ExperimentID.make(), name: name, subject: .recommender(subject), searchSpace: space.json,
            tuner: call[options.tuner], objective: judging.metrics[0].name, mode: mode)
        configuration.tunerArguments = call[options.tunerArguments]
        configuration.assessor = call[options.assessor]
        configuration.assessorArguments = call[options.assessorArguments]
        configuration.metrics = call[options.metrics].map(\.name)
        configuration.maxDuration = call[options.maxDuration]
        configuration.maxTrialDuration = call[options.maxTrialDuration]
        let isLimited = call.has(options.maxTrials) || configuration.maxDuration == nil
        configuration.maxTrials = isLimited ? call[options.maxTrials] : nil
        configuration.concurrency = call[options.concurrency] ?? session.settings[Settings.threads]
        configuration.seed = session.seed(options.seed, call)
        configuration.isReproducible = call[options.reproducible]
        return configuration
    }

    /// Checks how the search goes before anything runs.
    ///
    /// - Throws: `PlacedError` at the option that is wrong.
    func check(_ configuration: ExperimentConfiguration, isOurs: Bool, _ call: Invocation) throws {
        func place(_ name: any Declared, _ arguments: any Declared) -> SourceRange {
            call.place(of: call.has(arguments) ? arguments : name)
        }
        if isOurs {
            try PlacedError.place(place(options.tuner, options.tunerArguments)) {
                _ = try SearchParts.tuner(configuration)
            }
        }
        try PlacedError.place(place(options.assessor, options.assessorArguments)) {
            _ = try SearchParts.assessor(configuration)
        }
    }

    /// Prepares the data; says where trials are judged on the test part.
    func runner(
        _ configuration: ExperimentConfiguration, _ call: Invocation, in session: isolated Session
    ) async throws -> RecommenderTrialRunner {
        let (judged, isTest) = split.judged
        if isTest {
            session.notice("note: the split has no validation part, so trials are judged on the test part")
        }
        if judging.way == .leaveOneOut, judged.negatives == nil {
            throw call.failure(RecommenderError.noDrawnNegatives, at: options.judging.way)
        }
        return try await SearchParts.runner(configuration, subject, split, in: session)
    }
}

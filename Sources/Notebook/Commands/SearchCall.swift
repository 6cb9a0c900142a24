import Experiments
import Metrics
import Ratings
import RecommenderTrials
import Recommenders
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

    /// - Throws: `PlacedError` at the word that is wrong; `nil` where an object is of another kind than it says.
    init?(_ session: isolated Session, _ call: Invocation) async throws {
        algorithm = try PlacedError.place(call.place(of: "MODEL")) { try Algorithms.named(call.text("MODEL") ?? "") }
        guard let split = try await session.object(call, "SPLIT") as? SplitObject else { return nil }
        guard call.word("space") != nil else {
            throw PlacedError(NotebookError.missingOption("--space SPACE", command: "experiment start"), at: call.range)
        }
        guard let space = (try await session.object(call, "space") as? SpaceObject)?.space else { return nil }
        self.split = split
        self.space = space
        let objective: Metric
        (objective, mode) = try Self.objective(algorithm, call)
        fixed = try Self.fixed(space, algorithm, call)
        let way = call.text("protocol").flatMap(JudgingProtocol.init) ?? .full
        let others = try call.metrics("metrics").filter { $0 != objective }
        judging = Judging([objective] + others, by: way, removingSeen: !call.has("keep-seen"))
    }

    private static func objective(
        _ algorithm: any LearningAlgorithm, _ call: Invocation
    ) throws -> (Metric, Direction) {
        if call.word("maximize") != nil, call.word("minimize") != nil {
            throw call.failure(NotebookError.repeatedOption("--maximize or --minimize"), at: "minimize")
        }
        if let metric = try call.metrics("maximize").first { return (metric, .maximize) }
        if let metric = try call.metrics("minimize").first { return (metric, .minimize) }
        let usual = algorithm.usualMetrics.first ?? .rmse
        return (usual, usual.direction)
    }

    private static func fixed(
        _ space: SearchSpace, _ algorithm: any LearningAlgorithm, _ call: Invocation
    ) throws -> JSONObject {
        let fixed = try call.assignments("fix")
        try PlacedError.place(call.place(of: "space")) {
            try ParameterCheck.check(space, fixed: JSONObject(), for: algorithm)
        }
        try PlacedError.place(call.place(of: "fix")) {
            try ParameterCheck.check(SearchSpace([]), fixed: fixed, for: algorithm)
        }
        if let both = fixed.keys.first(where: { space[$0] != nil }) {
            throw call.failure(
                NotebookError.unavailable(
                    "'\(both)' is both fixed and in the search space", remedy: "leave it out of one of them"), at: "fix"
            )
        }
        return fixed
    }

    func configuration(
        name: String, _ session: isolated Session, _ call: Invocation
    ) throws -> ExperimentConfiguration {
        var configuration = ExperimentConfiguration(
            id: ExperimentID.make(), name: name, algorithm: algorithm.name, data: split.origin,
            searchSpace: space.json, tuner: call.text("tuner") ?? "TPE", objective: judging.metrics[0].name, mode: mode)
        configuration.tunerArguments = try call.assignments("tuner-args")
        configuration.assessor = call.text("assessor")
        configuration.assessorArguments = try call.assignments("assessor-args")
        configuration.metrics = try call.metrics("metrics").map(\.name)
        configuration.maxDuration = call.number("max-duration")
        configuration.maxTrialDuration = call.number("max-trial-duration")
        configuration.maxTrials = call.integer("max-trials") ?? (configuration.maxDuration == nil ? 10 : nil)
        configuration.concurrency = call.integer("concurrency") ?? session.settings.threads
        configuration.seed = session.seed(call.integer("seed"), fallback: 0)
        configuration.isReproducible = call.has("reproducible")
        configuration.fixed = fixed
        configuration.judgedBy = judging.way.rawValue
        configuration.removesSeen = judging.removingSeen
        return configuration
    }

    func tuner(_ configuration: ExperimentConfiguration, _ call: Invocation) throws -> any Tuner {
        try PlacedError.place(call.place(of: call.word("tuner-args") == nil ? "tuner" : "tuner-args")) {
            try Tuners.named(configuration.tuner).make(
                arguments: configuration.tunerArguments, space: space, mode: mode, seed: UInt64(configuration.seed))
        }
    }

    func assessor(_ configuration: ExperimentConfiguration, _ call: Invocation) throws -> (any Assessor)? {
        try PlacedError.place(call.place(of: call.word("assessor-args") == nil ? "assessor" : "assessor-args")) {
            try configuration.assessor.map {
                try Assessors.named($0).make(arguments: configuration.assessorArguments, mode: mode)
            }
        }
    }

    /// Prepares the data; says where trials are judged on the test part.
    func runner(
        reportsEveryEpoch: Bool, _ session: isolated Session, _ call: Invocation
    ) async throws -> RecommenderTrialRunner {
        let (judged, isTest) = split.judged
        if isTest {
            session.console.notice("note: the split has no validation part, so trials are judged on the test part")
        }
        if judging.way == .leaveOneOut, judged.negatives == nil {
            throw call.failure(RecommenderError.noDrawnNegatives, at: "protocol")
        }
        return try await session.compute("prepare") { [algorithm, judging, train = split.split.train] _, _ in
            RecommenderTrialRunner(
                algorithm: algorithm, trainset: try Trainset(train), validation: judged, judging: judging,
                ranksEveryEpoch: algorithm.ranksEveryEpoch || reportsEveryEpoch)
        }
    }
}

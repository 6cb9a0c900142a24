import EmbeddedEngine
import Experiments
import Foundation
import Metrics
import NNIEngine
import NNIProtocol
import Ratings
import RecommenderTrials
import Recommenders
import Tuning
import Values

/// `experiment start`.
enum ExperimentStart {
    static let declaration = CommandDeclaration(
        "experiment start", .experiments, "searches a model's hyper-parameters in the background",
        arguments: [
            ArgumentDeclaration("MODEL", .choice(Algorithms.names), "what is trained", isOptional: true),
            ArgumentDeclaration(
                "SPLIT", .object([.split]), "trained on its train part, judged on its validation part", isOptional: true
            ),
        ],
        options: [
            OptionDeclaration("space", .object([.space]), "the search space"),
            OptionDeclaration(
                "tuner", .choice(Tuners.names + NNITuners.names.filter { !Tuners.names.contains($0) }),
                "how it is searched; some are NNI's alone", fallback: "TPE"),
            OptionDeclaration(
                "tuner-args", .assignment(names: Tuners.all.flatMap { $0.arguments.map(\.name) }),
                "the tuner's arguments", isList: true),
            OptionDeclaration(
                "assessor", .choice(Assessors.names), "what ends hopeless trials early", fallback: "none"),
            OptionDeclaration(
                "assessor-args", .assignment(names: Assessors.all.flatMap { $0.arguments.map(\.name) }),
                "the assessor's arguments", isList: true),
            OptionDeclaration("maximize", .metric, "the metric that should be high", excludes: "minimize"),
            OptionDeclaration(
                "minimize", .metric, "the metric that should be low", fallback: "what the model is usually judged by",
                excludes: "maximize"),
            OptionDeclaration("metrics", .metric, "what is measured beside it", isList: true),
            OptionDeclaration("max-trials", .integer(1...10_000_000), "how many trials at most", fallback: "10"),
            OptionDeclaration("max-duration", .number(0.001...1e9), "seconds for all of it", fallback: "unlimited"),
            OptionDeclaration("max-trial-duration", .number(0.001...1e9), "seconds for a trial", fallback: "unlimited"),
            OptionDeclaration("concurrency", .integer(1...256), "trials at once", fallback: "the cores"),
            OptionDeclaration(
                "fix", .assignment(names: Algorithms.all.flatMap { $0.parameters.map(\.name) }),
                "parameters that all trials have", isList: true),
            OptionDeclaration("seed", .integer(0...Int(UInt32.max)), "seed of the search", fallback: "0"),
            OptionDeclaration("reproducible", nil, "the same search at any concurrency"),
            OptionDeclaration("name", .text, "what it is called in the store", fallback: "the name it is kept under"),
            OptionDeclaration("wait", nil, "come back when it has ended"),
            ModelCommands.judging,
        ] + ModelCommands.seen + NNIStart.options,
        examples: [
            "tpe = experiment start svd data --space wide --tuner TPE --max-trials 50 --maximize precision@10 --fix n_epochs=30"
        ],
        run: run)

    @Sendable private static func run(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        let engine = call.text("engine").flatMap(EngineName.init) ?? (call.has("detach") ? .nni : .embedded)
        try NNIStart.check(call, engine)
        if call.word("config") != nil { return try await NNIStart.runConfiguration(session, call) }
        for argument in ["MODEL", "SPLIT"] where call.word(argument) == nil {
            throw PlacedError(NotebookError.missingArgument(argument, usage: call.command.usage), at: call.range)
        }
        let algorithm = try PlacedError.place(call.place(of: "MODEL")) {
            try Algorithms.named(call.text("MODEL") ?? "")
        }
        guard let split = try await session.object(call, "SPLIT") as? SplitObject else { return nil }
        guard call.word("space") != nil else {
            throw PlacedError(NotebookError.missingOption("--space SPACE", command: "experiment start"), at: call.range)
        }
        guard let space = (try await session.object(call, "space") as? SpaceObject)?.space else { return nil }
        let usual = algorithm.usualMetrics.first ?? .rmse
        let objective = try call.metrics("maximize").first ?? call.metrics("minimize").first ?? usual
        let isGiven = call.word("maximize") != nil || call.word("minimize") != nil
        let mode: Direction =
            isGiven ? (call.word("maximize") != nil ? .maximize : .minimize) : usual.direction
        if call.word("maximize") != nil, call.word("minimize") != nil {
            throw call.failure(NotebookError.repeatedOption("--maximize or --minimize"), at: "minimize")
        }
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

        var configuration = ExperimentConfiguration(
            id: ExperimentID.make(), name: try await name(session, call), algorithm: algorithm.name, data: split.origin,
            searchSpace: space.json, tuner: call.text("tuner") ?? "TPE", objective: objective.name, mode: mode)
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
        let way = call.text("protocol").flatMap(JudgingProtocol.init) ?? .full
        configuration.judgedBy = way.rawValue
        configuration.removesSeen = !call.has("keep-seen")

        let installation = engine == .nni ? try NNIStart.installation(session, call) : nil
        let tuner: (any Tuner)? = try PlacedError.place(
            call.place(of: call.word("tuner-args") == nil ? "tuner" : "tuner-args")
        ) {
            guard engine == .embedded else { return nil }
            return try Tuners.named(configuration.tuner).make(
                arguments: configuration.tunerArguments, space: space, mode: mode, seed: UInt64(configuration.seed))
        }
        let assessor: (any Assessor)? = try PlacedError.place(
            call.place(of: call.word("assessor-args") == nil ? "assessor" : "assessor-args")
        ) {
            try configuration.assessor.map {
                try Assessors.named($0).make(arguments: configuration.assessorArguments, mode: mode)
            }
        }
        let (judged, isTest) = split.judged
        if isTest {
            session.console.notice("note: the split has no validation part, so trials are judged on the test part")
        }
        if way == .leaveOneOut, judged.negatives == nil {
            throw call.failure(RecommenderError.noDrawnNegatives, at: "protocol")
        }
        let others = try call.metrics("metrics").filter { $0 != objective }
        let judging = Judging([objective] + others, by: way, removingSeen: configuration.removesSeen)
        let trainPart = split.split.train
        let runner = try await session.compute("prepare") { _, _ in
            RecommenderTrialRunner(
                algorithm: algorithm, trainset: try Trainset(trainPart), validation: judged, judging: judging,
                ranksEveryEpoch: algorithm.ranksEveryEpoch || assessor != nil)
        }
        if let tuner {
            return try await start(
                configuration, on: InProcessEngine(tuner: tuner, assessor: assessor, runner: runner), session, call)
        }
        guard let installation else { return nil }
        let search = NNIStart.Search(
            configuration: configuration, algorithm: algorithm, train: trainPart, validation: judged)
        let job = try await NNIStart.job(search, session, call)
        let nni = NNIManagerEngine(
            installation, job: job, port: call.integer("port"), isDetached: call.has("detach"), runner: runner)
        return try await start(configuration, on: nni, session, call)
    }

    /// Starts the experiment, and waits for it where that is wanted.
    static func start(
        _ configuration: ExperimentConfiguration, on engine: any Engine, _ session: isolated Session, _ call: Invocation
    ) async throws -> ExperimentObject {
        let manager = session.manager()
        let experiment = try await begin(configuration, on: engine, manager, session, call)
        await session.warn(of: experiment)
        let object = ExperimentObject(name: experiment.configuration.name, manager: manager)
        if call.has("wait") {
            try await ExperimentWaiting.wait(for: experiment, session)
        } else {
            ExperimentWaiting.announceEnd(of: experiment, object, session)
        }
        return object
    }

    /// Starts it; where another session has taken a name that was free a moment ago, under the next one.
    private static func begin(
        _ configuration: ExperimentConfiguration, on engine: any Engine, _ manager: ExperimentManager,
        _ session: isolated Session, _ call: Invocation
    ) async throws -> any LiveExperiment {
        var configuration = configuration
        while true {
            do { return try await manager.start(configuration, on: engine) } catch ExperimentError.nameTaken
                where call.word("name") == nil
            {
                configuration.name = try await name(session, call)
            }
        }
    }

    /// The given name, or one made from the name that the result is kept under.
    static func name(_ session: isolated Session, _ call: Invocation) async throws -> String {
        if let name = call.text("name") { return name }
        return try await session.manager().freeName(call.target ?? "experiment")
    }
}

/// NNI's kind of id: eight letters and digits.
enum ExperimentID {
    static func make() -> String {
        String((0..<8).map { _ in "abcdefghijklmnopqrstuvwxyz0123456789".randomElement() ?? "x" })
    }
}

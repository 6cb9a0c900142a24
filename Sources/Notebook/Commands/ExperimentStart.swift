import EmbeddedEngine
import Experiments
import Foundation
import NNIEngine
import NNIProtocol
import Ratings
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
        guard let search = try await SearchCall(session, call) else { return nil }
        let configuration = try search.configuration(name: try await name(session, call), session, call)
        let installation = engine == .nni ? try NNIStart.installation(session, call) : nil
        let tuner = engine == .embedded ? try search.tuner(configuration, call) : nil
        let assessor = try search.assessor(configuration, call)
        let runner = try await search.runner(reportsEveryEpoch: assessor != nil, session, call)
        if let tuner {
            return try await start(
                configuration, on: InProcessEngine(tuner: tuner, assessor: assessor, runner: runner), session, call)
        }
        guard let installation else { return nil }
        let job = try await NNIStart.job(
            NNIStart.Search(
                configuration: configuration, algorithm: search.algorithm, train: search.split.split.train,
                validation: search.split.judged.table), session, call)
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

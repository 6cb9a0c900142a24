import EmbeddedEngine
import Experiments
import NNIEngine
import NNIProtocol
import Notebook
import Platform
import RecommenderTrials
import Values

struct ExperimentStartCommand: Command {
    let experiments: SessionExperiments
    let search = SearchOptions()
    let name: Parameter<String?> = .experimentName
    let waits = Parameter(flag: "wait", help: "come back when it has ended")
    let nni = NNIOptions()

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment start", "searches a model's hyper-parameters in the background", arguments: search.arguments,
            options: search.options + [name, waits] + nni.all,
            examples: [
                "tpe = experiment start svd data --space wide --tuner TPE --max-trials 50 --maximize precision@10 --fix n_epochs=30"
            ])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let engine = try nni.engine(call, search)
        if call.has(nni.configuration) { return try await runConfiguration(call, in: session) }
        let asked = try await SearchCall(search, call, in: session)
        let configuration = asked.configuration(name: try await name(call, in: session), call, in: session)
        let installation = engine == .nni ? try nni.installation(call, experiments.folders) : nil
        let tuner = engine == .embedded ? try asked.tuner(configuration, call) : nil
        let assessor = try asked.assessor(configuration, call)
        for note in asked.notes(configuration) { session.notice("note: \(note)") }
        let runner = try await asked.runner(reportsEveryEpoch: assessor != nil, call, in: session)
        if let tuner {
            let embedded = InProcessEngine(tuner: tuner, assessor: assessor, runner: runner)
            return try await start(configuration, on: embedded, call, in: session)
        }
        guard let installation else { return nil }
        let job = try await NNISearch.job(
            asked, configuration, service: try await nni.service(call, home: experiments.folders.home),
            experiments.folders, session)
        let manager = NNIManagerEngine(
            installation, job: job, port: call[nni.port], isDetached: call[nni.detach], runner: runner)
        return try await start(configuration, on: manager, call, in: session)
    }

    /// `experiment start --config FILE.yml`.
    private func runConfiguration(
        _ call: Invocation, in session: isolated Session
    ) async throws -> (any SessionObject)? {
        let excluded: [any Declared] = [search.model, search.split, search.space, search.tuner]
        for one in excluded where call.has(one) {
            let isArgument = search.arguments.contains { $0.description.name == one.description.name }
            throw call.failure(
                NotebookError.unavailable(
                    "\(isArgument ? one.description.name : "--" + one.description.flag) and --config exclude one another",
                    remedy: "the configuration says what is run"), at: one)
        }
        let path = session.sought(call[nni.configuration] ?? "")
        let id = ExperimentID.make()
        let (read, folders) = try PlacedError.place(call.place(of: nni.configuration)) {
            let text = String(decoding: try FileBytes.read(path), as: UTF8.self)
            return (try ConfigurationFile(text, path: path, home: experiments.folders.home), experiments.folders)
        }
        for note in read.notes { session.notice("note: \(note)") }
        let installation = try nni.installation(call, folders)
        let name = try await name(call, in: session)
        let made = try PlacedError.place(call.place(of: nni.configuration)) {
            try SearchFolder.make(folders.searches + "/\(name)-\(id)")
        }
        let configuration = Attaching.configuration(of: read.json, id: id, name: name) { .command($0, source: path) }
        let manager = NNIManagerEngine(
            installation, job: SearchJob(configuration: read.json, folder: made.folder), port: call[nni.port],
            isDetached: call[nni.detach])
        return try await start(configuration, on: manager, call, in: session)
    }

    /// Starts the experiment, and waits for it where that is wanted.
    private func start(
        _ configuration: ExperimentConfiguration, on engine: any Engine, _ call: Invocation,
        in session: isolated Session
    ) async throws -> ExperimentObject {
        let experiment = try await begin(configuration, on: engine, call, in: session)
        await session.tellWarnings()
        let object = ExperimentObject(name: experiment.configuration.name, manager: experiments.manager(session))
        if call[waits] {
            // The name stays, whatever becomes of it.
            if let target = call.target { await session.define(target, object) }
            try await experiments.wait(for: experiment, session)
        } else {
            experiments.announceEnd(of: experiment, object, session)
        }
        return object
    }

    /// Starts it; where another session has taken a name that was free a moment ago, under the next one.
    private func begin(
        _ configuration: ExperimentConfiguration, on engine: any Engine, _ call: Invocation,
        in session: isolated Session
    ) async throws -> any LiveExperiment {
        var configuration = configuration
        while true {
            do {
                return try await experiments.manager(session).start(configuration, on: engine)
            } catch ExperimentError.nameTaken where !call.has(name) {
                configuration.name = try await name(call, in: session)
            }
        }
    }

    /// The given name, or one made from the name that the result is kept under.
    private func name(_ call: Invocation, in session: isolated Session) async throws -> String {
        if let given = call[name] {
            guard given.contains(where: { !$0.isWhitespace }) else {
                throw call.failure(
                    NotebookError.badValue(given, of: "--name", expected: "a name of at least a letter", nearest: nil),
                    at: name)
            }
            return given
        }
        return try await experiments.manager(session).freeName(call.target ?? "experiment")
    }
}

/// NNI's kind of id: eight letters and digits.
enum ExperimentID {
    static func make() -> String {
        String((0..<8).map { _ in "abcdefghijklmnopqrstuvwxyz0123456789".randomElement() ?? "x" })
    }
}

import CommandTrials
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
    let waits: Parameter<Bool> = .waits
    let nni = NNIOptions()

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment start", "searches a model's hyper-parameters in the background", arguments: search.arguments,
            options: search.options + [name, waits] + nni.all,
            gives: .experiment,
            examples: [
                "tpe = experiment start svd data --space wide --tuner TPE --max-trials 50 --maximize precision@10 --fix n_epochs=30"
            ])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let engine = try nni.engine(call, search)
        if engine == .embedded {
            try PlacedError.place(call.place(of: nni.port)) { try SessionExperiments.checkPort(call[nni.port]) }
        }
        if call.has(nni.configuration) { return try await runConfiguration(engine, call, in: session) }
        let asked = try await SearchCall(search, on: engine, call, in: session)
        let again = call.line(leavingOut: [search.maxTrials, name, nni.port, waits])
        let configuration = asked.configuration(name: try name(call), again: again, call, in: session)
        let installation = engine == .nni ? try nni.installation(call, experiments.folders) : nil
        try asked.check(configuration, isOurs: engine == .embedded, call)
        // What was chosen for the search is a part of its progress.
        let plan = session.settings[Settings.progress] == .none ? [] : asked.plan(configuration)
        for note in asked.notes(configuration) + plan { session.notice("note: \(note)") }
        let runner = try await asked.runner(configuration, call, in: session)
        guard let installation else {
            let embedded = InProcessEngine(try SearchParts.parts(configuration, runner: runner))
            return try await start(configuration, on: embedded, call, in: session)
        }
        let job = try await NNISearch.job(
            asked, configuration, service: try await nni.service(call, home: experiments.folders.home),
            experiments.folders, session)
        let manager = NNIManagerEngine(
            installation, job: job, port: call[nni.port], isDetached: call[nni.detach], runner: runner)
        return try await start(configuration, on: manager, call, in: session)
    }

    /// The experiment of a session that was lost is in the store.
    func runAgain(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let id = try await experiments.manager(session).id(of: try name(call))
        return try await experiments.object(id, session)
    }

    /// `experiment start --config FILE.yml`.
    private func runConfiguration(
        _ engine: EngineName, _ call: Invocation, in session: isolated Session
    ) async throws -> (any SessionObject)? {
        let obeyed: [any Declared] = [search.maxTrials, search.maxDuration, search.concurrency]
        let names = Set(obeyed.map(\.description.name))
        for one in search.arguments + search.options where call.has(one) && !names.contains(one.description.name) {
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
        let name = try name(call, or: read.json["experimentName"]?.string)
        let overrides = CommandSearch.Overrides(
            maxTrials: call.has(search.maxTrials) ? call[search.maxTrials] : nil, maxDuration: call[search.maxDuration],
            concurrency: call[search.concurrency])
        let json = overrides.applied(to: read.json)
        if engine == .embedded {
            let asked = try PlacedError.place(call.place(of: nni.configuration)) {
                try CommandConfiguration(json, id: id, name: name, source: path)
            }
            for note in asked.notes { session.notice("note: \(note)") }
            let here = try await PlacedError.placeAsync(call.place(of: nni.configuration)) {
                try await CommandSearch.engine(asked.configuration, folders)
            }
            return try await start(asked.configuration, on: here, call, in: session)
        }
        let installation = try nni.installation(call, folders)
        let made = try PlacedError.place(call.place(of: nni.configuration)) {
            try SearchFolder.make(folders.searches + "/\(name)-\(id)")
        }
        let configuration = Attaching.configuration(of: json, id: id, name: name) {
            .command(CommandSubject($0, source: path))
        }
        let manager = NNIManagerEngine(
            installation, job: SearchJob(configuration: json, folder: made.folder), port: call[nni.port],
            isDetached: call[nni.detach])
        return try await start(configuration, on: manager, call, in: session)
    }

    /// Starts the experiment, and waits for it where that is wanted.
    private func start(
        _ configuration: ExperimentConfiguration, on engine: any Engine, _ call: Invocation,
        in session: isolated Session
    ) async throws -> ExperimentObject {
        let live = try await experiments.manager(session).start(configuration, on: engine)
        let port = configuration.engine == .embedded ? call[nni.port] : nil
        return try await experiments.follow(live, call, port: port, waits: call[waits], in: session)
    }

    /// The given name, or the one that the result is kept under.
    private func name(_ call: Invocation, or other: String? = nil) throws -> String {
        try call[name].map { try experiments.checked($0, at: name, call) } ?? call.target ?? other ?? "experiment"
    }
}

/// NNI's kind of id: eight letters and digits.
enum ExperimentID {
    static func make() -> String {
        String((0..<8).map { _ in "abcdefghijklmnopqrstuvwxyz0123456789".randomElement() ?? "x" })
    }
}

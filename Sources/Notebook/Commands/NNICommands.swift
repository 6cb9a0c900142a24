import Experiments
import Foundation
import NNIEngine
import NNIProtocol
import Platform
import Synchronization
import Tuning
import Values

/// What is done with NNI itself, and with experiments of its managers.
enum NNICommands {
    static let all: [CommandDeclaration] = [
        CommandDeclaration(
            "experiment attach", .experiments, "takes up an experiment that an NNI manager runs, here or elsewhere",
            arguments: [
                ArgumentDeclaration(
                    "ADDRESS", .text, "http://HOST:PORT, a port, or the id of an NNI experiment of this machine")
            ],
            options: [
                OptionDeclaration(
                    "name", .text, "what it is called in the store", fallback: "the name it is kept under")
            ],
            examples: ["far = experiment attach http://127.0.0.1:8080"], run: attach),
        CommandDeclaration(
            "experiment update", .experiments, "changes a limit of an experiment that runs on NNI",
            arguments: [
                ArgumentDeclaration(
                    "WHAT", .choice(["concurrency", "duration", "trialnum", "searchspace"]), "what is changed"),
                ExperimentCommands.experiment,
                ArgumentDeclaration(
                    "VALUE", .text, "a number, a time such as 30s 10m 2h 1d, or a space or its file"),
            ], examples: ["experiment update concurrency far 4", "experiment update duration far 2h"], run: update),
        CommandDeclaration(
            "engine list", .experiments, "the engines that run experiments, and whether they are ready",
            examples: ["engine list"], run: list),
        CommandDeclaration(
            "engine install", .experiments, "installs an engine from PyPI into a virtual environment of Tunebook's",
            arguments: [ArgumentDeclaration("ENGINE", .choice(["nni"]), "nni")],
            options: [
                OptionDeclaration("python", .file, "the Python to use, 3.8 to 3.11", fallback: "python3 of the PATH")
            ],
            examples: ["engine install nni"], run: install),
    ]

    @Sendable private static func attach(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        let manager = session.manager()
        let wanted = call.text("name") ?? call.target
        let home = session.folders.home
        let text = call.text("ADDRESS") ?? ""
        return try await PlacedError.placeAsync(call.place(of: "ADDRESS")) {
            let address = try await Attaching.address(text, home: home)
            let isShared = Flag()
            let experiment = try await manager.adopt { store, modelPath in
                let attached = try await Attaching.attach(
                    address, name: { try await manager.freeName(wanted ?? $0 ?? "experiment") }, store: store,
                    modelPath: modelPath)
                isShared.value = attached.isShared
                return attached.experiment
            }
            if isShared.value {
                session.console.notice(
                    "note: another session runs '\(experiment.configuration.name)' and keeps its record; this one looks on"
                )
            }
            let object = ExperimentObject(name: experiment.configuration.name, manager: manager)
            ExperimentWaiting.announceEnd(of: experiment, object, session)
            return object
        }
    }

    @Sendable private static func update(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        guard let object = try await ExperimentCommands.named(session, call) as? ExperimentObject else { return nil }
        let change = try await change(session, call)
        guard let live = await session.manager().live(object.name) else {
            let address = try await object.snapshot().record.runningAddress
            throw call.failure(
                NotebookError.unavailable(
                    "'\(object.name)' does not run in this session",
                    remedy: address.map { "'experiment attach \($0)' takes it up" }
                        ?? "only a running one can be changed"),
                at: "EXPERIMENT")
        }
        try await PlacedError.placeAsync(call.place(of: "EXPERIMENT")) { try await live.update(change) }
        return object
    }

    private static func change(_ session: isolated Session, _ call: Invocation) async throws -> ExperimentChange {
        let text = call.text("VALUE") ?? ""
        func bad(_ expected: String) -> PlacedError {
            call.failure(
                NotebookError.badValue(text, of: call.text("WHAT") ?? "", expected: expected, nearest: nil), at: "VALUE"
            )
        }
        switch call.text("WHAT") {
        case "concurrency":
            guard let count = Int(text), (1...256).contains(count) else { throw bad("a whole number from 1 to 256") }
            return .concurrency(count)
        case "trialnum":
            guard let count = Int(text), (1...10_000_000).contains(count) else {
                throw bad("a whole number of at least 1")
            }
            return .maxTrials(count)
        case "duration":
            guard let seconds = NNIDuration.seconds(JSONValue(word: text)), seconds > 0 else {
                throw bad("a number of seconds, or a time such as 30s, 10m, 2h or 1d")
            }
            return .maxDuration(seconds)
        default:
            if let space = (call.word("VALUE")?.object ?? (try? session.object(named: text))) as? SpaceObject {
                return .searchSpace(space.space.json)
            }
            let bytes = try PlacedError.place(call.place(of: "VALUE")) { try FileBytes.read(text) }
            guard let json = try? JSONValue(parsingUTF8: bytes) else { throw bad("a space, or a JSON file of one") }
            return .searchSpace(try PlacedError.place(call.place(of: "VALUE")) { try SearchSpace(json: json).json })
        }
    }

    // MARK: - Engines

    @Sendable private static func list(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        var state = "not installed; 'engine install nni' installs it"
        do {
            let found = try NNIInstallation(
                environment: session.folders.environment, installFolder: session.folders.nni)
            state = "ready: \(found.nnictl)"
        } catch {
            if case .wrongVersion = error { state = "\(error)" }
        }
        return TableObject(
            columns: ["engine", "runs trials in", "state"],
            rows: [
                ["embedded", "threads of this process", "ready"],
                ["nni", "processes, here or on other machines", .string(state)],
            ])
    }

    @Sendable private static func install(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        let console = session.console
        let folders = session.folders
        let python = call.text("python")
        let path = try await PlacedError.placeAsync(call.range) {
            try await NNIInstallation.install(
                into: folders.nni, python: python, environment: folders.environment
            ) { console.notice($0) }
        }
        return PlainValue(.string(path))
    }
}

/// A truth value that a closure sets.
private final class Flag: Sendable {
    private let state = Mutex(false)
    var value: Bool {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}

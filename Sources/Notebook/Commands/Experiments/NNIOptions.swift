import Experiments
import Foundation
import NNIEngine
import NNIProtocol
import Notebook
import Platform
import Recommenders
import Values

/// Where trials run, and what only NNI can be told, as options.
struct NNIOptions: Sendable {
    let engine = Parameter<EngineName?>(
        "engine", of: EngineName.self, unset: EngineName.embedded.rawValue,
        help: "where trials run: threads of this process, or NNI")
    let port: Parameter<Int?> = .port
    let workers = Parameter<[Worker]>(
        "workers", each: .word("USER@HOST[:PORT]", suggestions: []), help: "machines that run NNI's trials over SSH"
    ) { text in
        guard let worker = Worker(parsing: text) else {
            throw ParameterError.badValue(
                name: "workers", value: text, expected: "USER@HOST or USER@HOST:PORT", nearest: nil)
        }
        return worker
    }
    let sshKey = Parameter<String>(
        "ssh_key", .file, default: "~/.ssh/id_rsa", help: "the key for the workers, in PEM format")
    let workerPython = Parameter<String?>(
        "worker_python", help: "the folder of the Python that has NNI on the workers")
    let managerAddress = Parameter<String?>("manager_ip", help: "this machine's address as the workers see it")
    let trainingService = Parameter<String?>(
        "training_service", .file, help: "a file with any of NNI's training services, as in its configurations")
    let configuration = Parameter<String?>(
        "config", .file, help: "an NNI configuration, of either version, in place of MODEL and SPLIT")
    let detach = Parameter(flag: "detach", help: "let NNI's manager go on when the session ends")

    var all: [any Declared] { [engine] + own }
    private var own: [any Declared] {
        [port, configuration] + foreign
    }
    /// What the embedded engine knows nothing of.
    private var foreign: [any Declared] {
        [workers, sshKey, workerPython, managerAddress, trainingService, detach]
    }

    /// - Throws: `PlacedError` at an option that belongs to another engine, or that another one excludes.
    func engine(_ call: Invocation, _ search: SearchOptions) throws -> EngineName {
        let engine = call[engine] ?? (call[detach] ? .nni : .embedded)
        func refuse(_ option: any Declared, _ what: String, _ remedy: String) -> PlacedError {
            call.failure(NotebookError.unavailable(what, remedy: remedy), at: option)
        }
        guard engine == .nni else {
            if call[detach] {
                throw refuse(
                    detach, "an embedded experiment can't outlive the session", "detach one of --engine nni")
            }
            if let option = foreign.first(where: call.has) {
                throw refuse(option, "--\(option.description.flag) is for NNI", "add --engine nni")
            }
            return engine
        }
        if call[search.judging.way] == .leaveOneOut {
            throw refuse(
                search.judging.way, "the files that NNI's trials read hold no drawn negatives",
                "--protocol loo is for the embedded engine")
        }
        if call.has(workers), call.has(trainingService) {
            throw call.failure(CallError.repeatedOption("--workers or --training-service"), at: workers)
        }
        return engine
    }

    /// - Throws: `NNIEngineError.notInstalled`, `.wrongVersion`, placed at the option.
    func installation(_ call: Invocation, _ folders: Folders) throws -> NNICommandLine {
        try PlacedError.place(call.place(of: engine)) { try Self.commandLine(folders) }
    }

    /// - Throws: `NNIEngineError.notInstalled`, `.wrongVersion`.
    static func commandLine(_ folders: Folders) throws -> NNICommandLine {
        NNICommandLine(
            try NNIInstallation(environment: folders.environment, installFolder: folders.nni),
            environment: folders.environment)
    }

    /// `trainingService`, and what belongs to it at the top of a configuration.
    func service(_ call: Invocation, home: String) async throws -> JSONObject {
        var fields = JSONObject()
        if let address = call[managerAddress] { fields["nniManagerIp"] = .string(address) }
        if let file = call[trainingService] {
            let service = try PlacedError.place(call.place(of: trainingService)) {
                try ConfigurationFile.trainingService(
                    String(decoding: try FileBytes.read(file), as: UTF8.self), path: file, home: home)
            }
            fields["trainingService"] = service
            if fields["nniManagerIp"] == nil, let address = await RemoteWorkers.managerAddress(for: service) {
                fields["nniManagerIp"] = .string(address)
            }
            return fields
        }
        guard !call[workers].isEmpty else {
            fields["trainingService"] = ["platform": "local"]
            return fields
        }
        let key = call[sshKey].replacing(#/^~(?=\/)/#, with: home)
        try PlacedError.place(call.has(sshKey) ? call.place(of: sshKey) : call.place(of: workers)) {
            try SSHKey.check(key)
        }
        let service = try await RemoteWorkers.service(
            call[workers], key: key, python: call[workerPython], managerAddress: call[managerAddress])
        return fields.merging(service)
    }
}

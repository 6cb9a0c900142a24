import Experiments
import Foundation
import NNIEngine
import NNIProtocol
import Platform
import Ratings
import RecommenderTrials
import Recommenders
import Tuning
import Values

/// `experiment start` on NNI.
enum NNIStart {
    static let options = [
        OptionDeclaration(
            "engine", .choice(EngineName.allCases.map(\.rawValue)), "where trials run: threads of this process, or NNI",
            fallback: "embedded"),
        OptionDeclaration("port", .integer(1...65534), "the port of NNI's manager", fallback: "a free one"),
        OptionDeclaration("workers", .text, "machines that run NNI's trials over SSH: USER@HOST[:PORT]", isList: true),
        OptionDeclaration("ssh-key", .file, "the key for the workers, in PEM format", fallback: "~/.ssh/id_rsa"),
        OptionDeclaration("worker-python", .text, "the folder of the Python that has NNI on the workers"),
        OptionDeclaration("manager-ip", .text, "this machine's address as the workers see it"),
        OptionDeclaration(
            "training-service", .file, "a file with any of NNI's training services, as in its configurations"),
        OptionDeclaration("config", .file, "an NNI configuration, of either version, in place of MODEL and SPLIT"),
        OptionDeclaration("detach", nil, "let NNI's manager go on when the session ends"),
    ]

    /// Options that belong to another engine or exclude one another.
    static func check(_ call: Invocation, _ engine: EngineName) throws {
        if engine == .embedded {
            for name in ["port", "workers", "ssh-key", "worker-python", "manager-ip", "training-service", "config"]
            where call.word(name) != nil {
                throw call.failure(
                    NotebookError.unavailable("--\(name) is for NNI", remedy: "add --engine nni"), at: name)
            }
            if call.has("detach") {
                throw call.failure(
                    NotebookError.unavailable(
                        "an embedded experiment can't outlive the session", remedy: "detach one of --engine nni"),
                    at: "detach")
            }
        } else {
            if call.has("reproducible") {
                throw call.failure(
                    NotebookError.unavailable(
                        "NNI tells its tuner of results as they come",
                        remedy: "--reproducible is for the embedded engine; with --concurrency 1 NNI's searches repeat"),
                    at: "reproducible")
            }
            if call.text("protocol") == JudgingProtocol.leaveOneOut.rawValue {
                throw call.failure(
                    NotebookError.unavailable(
                        "the files that NNI's trials read hold no drawn negatives",
                        remedy: "--protocol loo is for the embedded engine"), at: "protocol")
            }
            if call.word("workers") != nil, call.word("training-service") != nil {
                throw call.failure(NotebookError.repeatedOption("--workers or --training-service"), at: "workers")
            }
        }
    }

    /// - Throws: `NNIEngineError.notInstalled`, `.wrongVersion`.
    static func installation(_ session: isolated Session, _ call: Invocation) throws -> NNICommandLine {
        let folders = session.folders
        let installation = try PlacedError.place(call.place(of: "engine")) {
            try NNIInstallation(environment: folders.environment, installFolder: folders.nni)
        }
        return NNICommandLine(installation, environment: folders.environment)
    }

    struct Search: Sendable {
        let configuration: ExperimentConfiguration
        let algorithm: any LearningAlgorithm
        let train: RatingTable
        let validation: RatingTable
    }

    /// Writes the trials' code folder, and makes the configuration.
    static func job(_ search: Search, _ session: isolated Session, _ call: Invocation) async throws -> SearchJob {
        let configuration = search.configuration
        let service = try await trainingService(session, call)
        let program = session.folders.trialProgram
        let path = session.folders.searches + "/\(configuration.name)-\(configuration.id)"
        let command = try TrialCommandLine(
            program: "./tunebook-trial", configuration, algorithm: search.algorithm, scale: search.train.scale
        ).text
        return try await session.compute("write") { _, _ in
            let made = try SearchFolder.make(path)
            try SearchFolder.copy(program: program, into: made.code)
            try search.train.writeCSV(to: made.code + "/" + TrialCommandLine.trainFile)
            try search.validation.writeCSV(to: made.code + "/" + TrialCommandLine.validationFile)
            try SearchFolder.write(
                configuration.searchSpace.prettyText() + "\n", to: made.folder + "/search_space.json")
            var json: JSONObject = [
                "experimentName": .string(configuration.name),
                "searchSpaceFile": .string(made.folder + "/search_space.json"), "trialCommand": .string(command),
                "trialCodeDirectory": .string(made.code), "trialConcurrency": .integer(configuration.concurrency),
            ]
            if let most = configuration.maxTrials { json["maxTrialNumber"] = .integer(most) }
            if let most = configuration.maxDuration { json["maxExperimentDuration"] = .integer(Int(most.rounded(.up))) }
            if let most = configuration.maxTrialDuration { json["maxTrialDuration"] = .integer(Int(most.rounded(.up))) }
            json["tuner"] = NNITuners.configuration(
                NNITuners.named(configuration.tuner) ?? configuration.tuner,
                arguments: configuration.tunerArguments, mode: configuration.mode.rawValue, seed: configuration.seed)
            if let assessor = configuration.assessor {
                let arguments: JSONObject = ["optimize_mode": .string(configuration.mode.rawValue)]
                json["assessor"] = [
                    "name": .string(assessor),
                    "classArgs": .object(arguments.merging(configuration.assessorArguments)),
                ]
            }
            for (key, value) in service { json[key] = value }
            return SearchJob(configuration: json, folder: made.folder)
        }
    }

    /// `trainingService`, and what belongs to it at the top of a configuration.
    private static func trainingService(_ session: isolated Session, _ call: Invocation) async throws -> JSONObject {
        var fields = JSONObject()
        if let address = call.text("manager-ip") { fields["nniManagerIp"] = .string(address) }
        if let file = call.text("training-service") {
            let bytes = try PlacedError.place(call.place(of: "training-service")) { try FileBytes.read(file) }
            let home = session.folders.home
            let service = try PlacedError.place(call.place(of: "training-service")) {
                try ConfigurationFile.trainingService(String(decoding: bytes, as: UTF8.self), path: file, home: home)
            }
            fields["trainingService"] = service
            if fields["nniManagerIp"] == nil, let address = await RemoteWorkers.managerAddress(for: service) {
                fields["nniManagerIp"] = .string(address)
            }
            return fields
        }
        guard !call.words("workers").isEmpty else {
            fields["trainingService"] = ["platform": "local"]
            return fields
        }
        var workers: [Worker] = []
        for word in call.words("workers") {
            guard let worker = Worker(parsing: word.text) else {
                throw PlacedError(
                    NotebookError.badValue(
                        word.text, of: "--workers", expected: "USER@HOST or USER@HOST:PORT", nearest: nil),
                    at: word.range)
            }
            workers.append(worker)
        }
        let key = (call.text("ssh-key") ?? "~/.ssh/id_rsa").replacing(#/^~(?=\/)/#, with: session.folders.home)
        try PlacedError.place(call.place(of: call.word("ssh-key") == nil ? "workers" : "ssh-key")) {
            try SSHKey.check(key)
        }
        let service = try await RemoteWorkers.service(
            workers, key: key, python: call.text("worker-python"), managerAddress: call.text("manager-ip"))
        return fields.merging(service)
    }

    // MARK: - Configurations

    /// `experiment start --config FILE.yml`.
    static func runConfiguration(_ session: isolated Session, _ call: Invocation) async throws -> (any SessionObject)? {
        let path = call.text("config") ?? ""
        for argument in ["MODEL", "SPLIT", "space", "tuner"] where call.word(argument) != nil {
            throw call.failure(
                NotebookError.unavailable(
                    "\(argument.first?.isUppercase == true ? argument : "--" + argument) and --config exclude one another",
                    remedy: "the configuration says what is run"), at: argument)
        }
        let bytes = try PlacedError.place(call.place(of: "config")) { try FileBytes.read(path) }
        let read = try PlacedError.place(call.place(of: "config")) {
            try ConfigurationFile(String(decoding: bytes, as: UTF8.self), path: path, home: session.folders.home)
        }
        for note in read.notes { session.console.notice("note: \(note)") }
        let commandLine = try installation(session, call)
        let id = ExperimentID.make()
        let name = try await ExperimentStart.name(session, call)
        let made = try PlacedError.place(call.place(of: "config")) {
            try SearchFolder.make(session.folders.searches + "/\(name)-\(id)")
        }
        let job = SearchJob(configuration: read.json, folder: made.folder)
        var configuration = Attaching.configuration(of: read.json, id: id, name: name)
        configuration.data = path
        let engine = NNIManagerEngine(
            commandLine, job: job, port: call.integer("port"), isDetached: call.has("detach"))
        return try await ExperimentStart.start(configuration, on: engine, session, call)
    }
}

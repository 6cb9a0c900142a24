package import Experiments
import Foundation
import NNIProtocol
import Platform
import Tuning
package import Values

/// What an NNI configuration asks of the embedded engine: each word is obeyed, refused with a reason, or named as ignored.
package struct CommandConfiguration: Sendable {
    package let configuration: ExperimentConfiguration
    /// What is ignored, in words.
    package let notes: [String]

    /// Fields that this engine does.
    private static let obeyed: Set = [
        "experimentName", "searchSpace", "searchSpaceFile", "trialCommand", "trialCodeDirectory", "trialConcurrency",
        "maxExperimentDuration", "maxTrialNumber", "maxTrialDuration", "tuner", "assessor", "advisor",
        "trainingService",
    ]
    /// Fields without which it does the same.
    private static let idle: [String: String] = [
        "experimentType": "", "useAnnotation": "", "debug": "there is no manager to debug",
        "logLevel": "there is no manager with a log", "nniManagerIp": "trials run on this machine",
        "experimentWorkingDirectory": "the trials' output lies beside the store",
        "tunerGpuIndices": "no tuner uses one",
        "trialGpuNumber": "no graphics processors are given out", "sharedStorage": "trials run on this machine",
    ]

    /// - Parameters:
    ///   - settings: of version 2 with absolute paths, as `ConfigurationFile` reads it.
    ///   - source: the file, for people.
    /// - Throws: `CommandConfigurationError`, `TunerError`, `SearchSpaceError`, `PlatformError`.
    package init(_ settings: JSONObject, id: String, name: String, source: String) throws {
        var notes: [String] = []
        for (field, value) in settings where !Self.obeyed.contains(field) {
            guard let reason = Self.idle[field] else {
                throw CommandConfigurationError.refused(
                    field: field, reason: "the embedded engine does not know it")
            }
            let isPlain = [.integer(0), .boolean(false), .string("hpo")].contains(value)
            if !reason.isEmpty, !isPlain { notes.append("\(field) is ignored: \(reason)") }
        }
        notes += try Self.service(settings["trainingService"])
        guard let command = settings["trialCommand"]?.string else {
            throw CommandConfigurationError.refused(
                field: "trainingService", reason: "its trials have commands of their own; --engine nni runs them")
        }
        let space = try Self.space(settings)
        let folder = settings["trialCodeDirectory"]?.string ?? FileManager.default.currentDirectoryPath
        let search = try Search(settings["tuner"] ?? settings["advisor"], of: "tuner")
        var settings = settings
        settings["searchSpace"] = space
        settings["searchSpaceFile"] = nil
        let subject = CommandSubject(command, source: source, folder: folder, settings: settings)
        var configuration = ExperimentConfiguration(
            id: id, name: name, subject: .command(subject), searchSpace: space, tuner: search.name,
            objective: "default", mode: search.mode ?? .maximize)
        configuration.tunerArguments = search.arguments
        configuration.seed = search.seed ?? 0
        if let assessor = settings["assessor"] {
            let judge = try Search(assessor, of: "assessor")
            configuration.assessor = judge.name
            configuration.assessorArguments = judge.arguments
            if let mode = judge.mode, search.mode != nil, mode != configuration.mode {
                throw CommandConfigurationError.refused(
                    field: "assessor", reason: "its optimize_mode is not the tuner's")
            }
        }
        configuration.maxTrials = settings["maxTrialNumber"]?.integer
        configuration.maxDuration = settings["maxExperimentDuration"].flatMap(NNIDuration.seconds)
        configuration.maxTrialDuration = settings["maxTrialDuration"].flatMap(NNIDuration.seconds)
        configuration.concurrency = settings["trialConcurrency"]?.integer ?? 1
        self.configuration = configuration
        self.notes = notes
    }

    private static func service(_ service: JSONValue?) throws -> [String] {
        guard let service = service?.object else {
            guard service == nil else {
                throw CommandConfigurationError.refused(
                    field: "trainingService", reason: "several are NNI's; --engine nni runs them")
            }
            return []
        }
        let platform = service["platform"]?.string ?? "local"
        guard platform == "local" else {
            throw CommandConfigurationError.refused(
                field: "trainingService", reason: "platform '\(platform)' is NNI's; --engine nni runs it")
        }
        return service.compactMap { field, value in
            ["platform", "reuseMode"].contains(field) || value == false
                ? nil : "trainingService.\(field) is ignored: no graphics processors are given out"
        }
    }

    private static func space(_ settings: JSONObject) throws -> JSONValue {
        if let space = settings["searchSpace"] { return try SearchSpace(json: space).json }
        let path = settings["searchSpaceFile"]?.string ?? ""
        let bytes = try FileBytes.read(path)
        let json = try YAMLDocument(String(decoding: bytes, as: UTF8.self), path: path).json
        return try SearchSpace(json: json).json
    }

    /// A tuner or an assessor with its `classArgs`.
    private struct Search {
        let name: String
        var mode: Direction?
        var seed: Int?
        var arguments = JSONObject()

        init(_ json: JSONValue?, of field: String) throws {
            guard let object = json?.object, let name = object["name"]?.string else {
                throw CommandConfigurationError.refused(
                    field: field, reason: "a class of one's own is Python; --engine nni runs it")
            }
            let given = object["classArgs"]?.object ?? JSONObject()
            for (key, value) in given {
                switch key {
                case "optimize_mode":
                    guard let mode = value.string.flatMap(Direction.init) else {
                        throw CommandConfigurationError.refused(
                            field: "\(field).optimize_mode", reason: "it is maximize or minimize, not \(value.text())")
                    }
                    self.mode = mode
                case "seed" where field == "tuner":
                    guard value.isNull || value.integer.map({ $0 >= 0 }) == true else {
                        throw CommandConfigurationError.refused(
                            field: "tuner.seed", reason: "it is a whole number, not \(value.text())")
                    }
                    seed = value.integer
                case "tpe_args":
                    for (key, value) in value.object ?? [:] { arguments[key] = value.isNull ? "null" : value }
                default: arguments[key] = value
                }
            }
            let names = field == "tuner" ? Tuners.names : Assessors.names
            if !names.contains(where: { $0.lowercased() == name.lowercased() }), NNITuners.named(name) != nil {
                throw CommandConfigurationError.refused(
                    field: field, reason: "'\(name)' is NNI's alone; --engine nni runs it")
            }
            self.name = name
        }
    }
}

/// Why the embedded engine does not take a configuration.
package enum CommandConfigurationError: Error, Hashable, CustomStringConvertible {
    case refused(field: String, reason: String)

    package var description: String {
        switch self {
        case .refused(let field, let reason): "\(field): \(reason)"
        }
    }
}

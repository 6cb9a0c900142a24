import Foundation
import Platform
package import Values

/// What a manager is told to run: a configuration of version 2 whose paths are absolute.
package struct SearchJob: Sendable {
    package let configuration: JSONObject
    /// The platform: `local`, `remote`, …; several make a hybrid.
    package let platforms: [String]
    /// Machines that run trials over SSH.
    package let workers: [Worker]
    /// The folder that was made for it, to be removed with it.
    package let folder: String

    package init(configuration: JSONObject, folder: String) {
        self.configuration = configuration
        self.folder = folder
        let service = configuration["trainingService"] ?? .null
        let services = (service.array ?? [service]).compactMap(\.object)
        platforms = services.compactMap { $0["platform"]?.string }
        workers = services.filter { $0["platform"] == "remote" }.flatMap { $0["machineList"]?.array ?? [] }.compactMap {
            machine in
            guard let machine = machine.object, let host = machine["host"]?.string, let user = machine["user"]?.string
            else { return nil }
            return Worker(user: user, host: host, port: machine["port"]?.integer ?? 22)
        }
    }
}

/// The folder of one search: `config.yml`, `search_space.json` and the trials' code.
package enum SearchFolder {
    /// Makes the folders. - Returns: the search's folder and its code folder.
    ///
    /// - Throws: `NNIEngineError.unwritable`.
    package static func make(_ path: String) throws(NNIEngineError) -> (folder: String, code: String) {
        let code = path + "/code"
        do { try FileBytes.makeFolder(code) } catch { throw .file(error) }
        return (path, code)
    }

    package static func write(_ text: String, to path: String) throws(NNIEngineError) {
        do { try FileBytes.write(Array(text.utf8), to: path) } catch { throw .file(error) }
    }

    /// Copies the program of the trials into the code folder.
    ///
    /// - Throws: `NNIEngineError.trialProgramMissing`, `.unwritable`.
    package static func copy(program: String, into code: String) throws(NNIEngineError) {
        guard FileManager.default.isExecutableFile(atPath: program) else { throw .trialProgramMissing(path: program) }
        let target = code + "/" + program.lastPart
        do {
            try? FileManager.default.removeItem(atPath: target)
            try FileManager.default.copyItem(atPath: program, toPath: target)
        } catch {
            throw .file(.unwritable(path: target, reason: SystemWords.of(error)))
        }
    }
}

import ChildPrograms
import Foundation
package import Values

/// NNI's remote service, for machines that are reached by SSH.
package enum RemoteWorkers {
    /// The fields of a configuration that send trials to these machines.
    ///
    /// - Parameters:
    ///   - python: the folder of the Python that has NNI there.
    ///   - managerAddress: this machine as they see it; `nil`: the one that the way to them begins at.
    /// - Throws: `NNIEngineError.workersUnreachable`.
    package static func service(
        _ workers: [Worker], key: String, python: String?, managerAddress: String?
    ) async throws -> JSONObject {
        var missing: [String] = []
        for worker in workers where await !Ports.hasSSH(host: worker.host, port: worker.port, within: 5) {
            missing.append("\(worker)")
        }
        guard missing.isEmpty else { throw NNIEngineError.workersUnreachable(missing) }
        let machines = workers.map { worker in
            var machine: JSONObject = [
                "host": .string(worker.host), "port": .integer(worker.port), "user": .string(worker.user),
                "sshKeyFile": .string(key),
            ]
            if let python { machine["pythonPath"] = .string(python) }
            return JSONValue.object(machine)
        }
        var fields: JSONObject = ["trainingService": ["platform": "remote", "machineList": .array(machines)]]
        if let address = managerAddress {
            fields["nniManagerIp"] = .string(address)
        } else if let worker = workers.first, let address = await ownAddress(towards: worker.host) {
            fields["nniManagerIp"] = .string(address)
        }
        return fields
    }

    /// The address of this machine as the machines of a training service see it; `nil` where it can't be found out.
    ///
    /// NNI 3.0 guesses one for a single service, and fails for a list of them that comes without.
    package static func managerAddress(for service: JSONValue) async -> String? {
        let services = (service.array ?? [service]).compactMap(\.object)
        let machines = services.flatMap { $0["machineList"]?.array ?? [] }
        let host = machines.compactMap { $0.object?["host"]?.string }.first
        if let host { return await ownAddress(towards: host) }
        guard service.array != nil else { return nil }
        // An address that is nobody's (RFC 5737) lies on the way out.
        let isLocal = services.allSatisfy { $0["platform"] == "local" }
        return isLocal ? "127.0.0.1" : await ownAddress(towards: "192.0.2.1")
    }

    /// The address of this machine on the way to another one. NNI's own guess is the way out to the internet.
    private static func ownAddress(towards host: String) async -> String? {
        if ["localhost", "127.0.0.1"].contains(host) { return "127.0.0.1" }
        for program in ["/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip", "/bin/ip"]
        where FileManager.default.isExecutableFile(atPath: program) {
            let result = try? await ProgramRun.run(program, ["-o", "route", "get", host], environment: [:])
            return result?.output.firstMatch(of: #/ src ([0-9.]+)/#).map { String($0.1) }
        }
        return nil
    }
}

/// A private key for SSH, as NNI can use it.
package enum SSHKey {
    /// - Throws: `NNIEngineError.badKey` where the file is not there, is a public key, or in a format that NNI can't read.
    package static func check(_ path: String) throws(NNIEngineError) {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw .badKey(path: path, reason: "it can't be read")
        }
        let text = String(decoding: bytes, as: UTF8.self)
        if text.hasPrefix("ssh-") || text.hasPrefix("ecdsa-") {
            throw .badKey(path: path, reason: "it is a public key; the private one has the same name without .pub")
        }
        guard text.contains("PRIVATE KEY-----") else { throw .badKey(path: path, reason: "it is no private key") }
        if text.contains("ENCRYPTED") {
            throw .badKey(
                path: path,
                reason: "it has a passphrase; give that as sshPassphrase of a machine in a file for --training-service")
        }
    }
}

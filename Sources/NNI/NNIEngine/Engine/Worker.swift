import Foundation

/// A machine that runs trials over SSH: `user@host:port`.
package struct Worker: Hashable, Sendable, CustomStringConvertible {
    package let user: String
    package let host: String
    package let port: Int

    package init(user: String, host: String, port: Int = 22) {
        self.user = user
        self.host = host
        self.port = port
    }

    /// `nil` where the text is no `user@host[:port]`.
    package init?(parsing text: String) {
        guard let match = text.wholeMatch(of: #/([^@\s:]+)@(\[[0-9a-fA-F:]+\]|[^@\s:]+)(?::(\d+))?/#) else {
            return nil
        }
        let port = match.3.map { Int($0) ?? 0 } ?? 22
        guard (1...65535).contains(port) else { return nil }
        self.init(
            user: String(match.1), host: match.2.trimmingCharacters(in: CharacterSet(charactersIn: "[]")), port: port)
    }

    package var description: String { "\(user)@\(host.contains(":") ? "[\(host)]" : host):\(port)" }
}

/// Watches whether workers can still be reached. NNI tells nobody when one is cut off.
struct WorkerWatch {
    private let workers: [Worker]
    private let patience: Double
    private var missing: [Worker: (since: Date, looks: Int)] = [:]
    private var lastLook = Date.distantPast

    init(_ workers: [Worker], patience: Double) {
        self.workers = workers
        self.patience = patience
    }

    /// - Returns: the workers that have not answered for too long.
    mutating func look() async -> [Worker] {
        if !workers.isEmpty, Date().timeIntervalSince(lastLook) >= min(10, patience / 4) {
            let limit = max(1, Int(min(5, patience / 2)))
            let began = Date()
            lastLook = began
            let absent = await withTaskGroup(of: Worker?.self) { group in
                for worker in workers {
                    group.addTask {
                        await Ports.hasSSH(host: worker.host, port: worker.port, within: limit) ? nil : worker
                    }
                }
                return await group.reduce(into: Set<Worker>()) { if let worker = $1 { $0.insert(worker) } }
            }
            for worker in workers {
                let before = missing[worker]
                missing[worker] = absent.contains(worker) ? (before?.since ?? began, (before?.looks ?? 0) + 1) : nil
            }
        }
        // One look that fails may be this machine's own fault.
        return workers.filter { worker in
            missing[worker].map { $0.looks > 1 && Date().timeIntervalSince($0.since) >= patience } ?? false
        }
    }
}

extension Worker {
    /// The worker that NNI names `…-workerN`, counted from 1 in the order of the configuration.
    static func named(_ environment: String?, among workers: [Worker]) -> Worker? {
        guard let match = environment?.firstMatch(of: #/-worker(\d+)$/#), let number = Int(match.1),
            workers.indices.contains(number - 1)
        else { return nil }
        return workers[number - 1]
    }
}

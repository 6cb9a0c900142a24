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

/// Watches whether workers can still be reached. NNI itself waits without end for one that is cut off.
struct WorkerWatch {
    private let workers: [Worker]
    private let patience: Double
    private var lastSeen: [Worker: Date] = [:]
    private var lastLook = Date.distantPast

    init(_ workers: [Worker], patience: Double) {
        self.workers = workers
        self.patience = patience
    }

    /// - Returns: a worker that has not answered for too long.
    mutating func look() async -> Worker? {
        guard !workers.isEmpty, Date().timeIntervalSince(lastLook) >= min(5, patience / 4) else { return nil }
        lastLook = Date()
        let limit = min(3, patience / 2)
        let answers = await withTaskGroup(of: (Worker, Bool).self) { group in
            for worker in workers {
                group.addTask { (worker, await Ports.answers(host: worker.host, port: worker.port, within: limit)) }
            }
            return await group.reduce(into: [Worker: Bool]()) { $0[$1.0] = $1.1 }
        }
        for worker in workers {
            if answers[worker] == true || lastSeen[worker] == nil { lastSeen[worker] = lastLook }
        }
        return workers.first { lastLook.timeIntervalSince(lastSeen[$0] ?? lastLook) >= patience }
    }
}

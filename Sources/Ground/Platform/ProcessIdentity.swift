import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A process told from later ones that may get its number: the number and the moment of its start.
package enum ProcessIdentity {
    package static let current: String = of(Int(ProcessInfo.processInfo.processIdentifier))

    /// `NUMBER:START`, the number alone where the system tells no start or the process has ended.
    package static func of(_ process: Int) -> String {
        guard case .runs(let start) = state(of: process) else { return "\(process)" }
        return "\(process):\(start)"
    }

    package static func isAlive(_ identity: String) -> Bool {
        guard let number = identity.split(separator: ":").first.flatMap({ Int($0) }) else { return false }
        return of(number) == identity && identity.contains(":")
    }

    /// Whether a process has this number now.
    package static func isAlive(_ process: Int) -> Bool {
        guard kill(pid_t(process), 0) == 0 else { return errno == EPERM }
        return state(of: process) != .ended
    }

    private enum State: Equatable {
        /// In clock ticks since the system's.
        case runs(start: String)
        case ended
        /// There is no `/proc`.
        case unknown
    }

    /// Linux tells the start as field 22 of `/proc/PID/stat`, after the name in parentheses, which may hold any sign.
    private static func state(of process: Int) -> State {
        guard let bytes = FileManager.default.contents(atPath: "/proc/\(process)/stat") else { return .unknown }
        let text = String(decoding: bytes, as: UTF8.self)
        let afterName = text[(text.lastIndex(of: ")").map(text.index(after:)) ?? text.startIndex)...]
        let fields = afterName.split(separator: " ")
        guard fields.count > 19 else { return .unknown }
        // A process that has ended stays as a zombie until its parent has looked.
        return fields[0] == "Z" || fields[0] == "X" ? .ended : .runs(start: String(fields[19]))
    }
}

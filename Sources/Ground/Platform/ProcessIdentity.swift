import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A process told from later ones that may get its number, and from those of other machines: the number, the moment of its
/// start, the machine's name, and which of the machine's runs it is.
package enum ProcessIdentity {
    package static let current: String = of(Int(ProcessInfo.processInfo.processIdentifier))

    /// `NUMBER:START@MACHINE:RUN`, the number alone where the system tells no start or the process has ended.
    package static func of(_ process: Int) -> String {
        guard case .runs(let start) = state(of: process) else { return "\(process)" }
        return "\(process):\(start)@\(machine):\(run)"
    }

    /// Whether a process of this machine is there. One of a machine that is another one now, for it has begun anew, is not.
    package static func isAlive(_ identity: String) -> Bool {
        guard let number = identity.split(separator: ":").first.flatMap({ Int($0) }), identity.contains(":") else {
            return false
        }
        let now = of(number)
        // Versions before this one told no machine.
        return now == identity || (!identity.contains("@") && now.hasPrefix(identity + "@"))
    }

    /// The other machine that a process is one of; `nil` where it is, or was, of this one.
    package static func foreignMachine(of identity: String) -> String? {
        guard let mark = identity.firstIndex(of: "@") else { return nil }
        let parts = identity[identity.index(after: mark)...].split(separator: ":")
        guard parts.count == 2, parts[0] != machine, parts[1] != run else { return nil }
        return String(parts[0])
    }

    private static let machine: String = {
        let name = String(kernel("hostname").prefix { !$0.isWhitespace && $0 != "." })
        return name.isEmpty ? "localhost" : name.replacing(":", with: "-").replacing("@", with: "-")
    }()
    private static let run: String = {
        String(kernel("random/boot_id").prefix(8))
    }()

    private static func kernel(_ name: String) -> String {
        String(decoding: FileManager.default.contents(atPath: "/proc/sys/kernel/" + name) ?? Data(), as: UTF8.self)
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

import Foundation

/// A process told from later ones that may get its number: the number and the moment of its start.
package enum ProcessIdentity {
    package static let current: String = identity(of: "\(ProcessInfo.processInfo.processIdentifier)")

    package static func of(_ process: Int) -> String { identity(of: "\(process)") }

    package static func isAlive(_ identity: String) -> Bool {
        guard let number = identity.split(separator: ":").first, !number.isEmpty else { return false }
        return self.identity(of: String(number)) == identity && identity.contains(":")
    }

    /// Linux tells the start in clock ticks as field 22 of `/proc/PID/stat`, after the name in parentheses.
    private static func identity(of number: String) -> String {
        guard let bytes = FileManager.default.contents(atPath: "/proc/\(number)/stat") else { return number }
        let text = String(decoding: bytes, as: UTF8.self)
        let afterName = text[(text.lastIndex(of: ")").map(text.index(after:)) ?? text.startIndex)...]
        let fields = afterName.split(separator: " ")
        // A process that has ended stays as a zombie until its parent has looked.
        guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return number }
        return "\(number):\(fields[19])"
    }
}

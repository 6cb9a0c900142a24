import Foundation
import Platform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The lines that were entered, in a file that is only ever appended to, under a lock, an entry at once: sessions side by
/// side lose nothing of one another.
package struct HistoryFile: Sendable {
    private let path: String
    private let limit: Int
    /// Why lines are not kept, if they are not.
    package private(set) var warning: String?

    package init(path: String, limit: Int = 10_000) {
        self.path = path
        self.limit = limit
    }

    /// The entries, oldest first. A file far over the limit is cut down on the way.
    package mutating func read() -> [String] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        guard let data = FileManager.default.contents(atPath: path) else {
            warning = "the history \(path) can't be read"
            return []
        }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n").filter { !$0.contains("\0") }
        if lines.count > 2 * limit { rewrite(lines.suffix(limit)) }
        return lines.suffix(limit).map { Self.unescape(String($0)) }
    }

    package mutating func append(_ entry: String) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        guard let descriptor = locked(O_RDWR | O_APPEND | O_CREAT) else {
            warning = warning ?? "the history \(path) can't be written; lines of this session are not kept"
            return
        }
        defer { close(descriptor) }
        let size = lseek(descriptor, 0, SEEK_END)
        var last = UInt8(ascii: "\n")
        // Whoever was killed while it wrote left half an entry without an end.
        if size > 0 { _ = unsafe pread(descriptor, &last, 1, size - 1) }
        let bytes = Array(((last == UInt8(ascii: "\n") ? "" : "\n") + Self.escape(entry) + "\n").utf8)
        let written = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
        if written != bytes.count {
            ftruncate(descriptor, size)
            warning = warning ?? "the history \(path) can't be written; is the disk full?"
        }
    }

    /// The file under its lock, and no other that has taken its place meanwhile.
    private func locked(_ flags: Int32) -> Int32? {
        while true {
            let descriptor = unsafe open(path, flags | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { return nil }
            flock(descriptor, LOCK_EX)
            var (mine, current) = (stat(), stat())
            if unsafe fstat(descriptor, &mine) == 0, unsafe stat(path, &current) == 0, mine.st_ino == current.st_ino {
                return descriptor
            }
            close(descriptor)
        }
    }

    /// Under the lock of the old file, whose readers keep what they have read.
    private func rewrite(_ lines: ArraySlice<Substring>) {
        guard let descriptor = locked(O_RDWR) else { return }
        defer { close(descriptor) }
        try? FileBytes.write(lines.joined(separator: "\n") + "\n", to: path)
    }

    package static func escape(_ entry: String) -> String {
        entry.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }

    package static func unescape(_ line: String) -> String {
        var entry = ""
        var isEscaped = false
        for character in line {
            if isEscaped {
                entry += character == "n" ? "\n" : String(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                entry.append(character)
            }
        }
        return entry
    }
}

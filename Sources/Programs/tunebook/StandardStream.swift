import Foundation
import Notebook

/// Standard output or error, without a buffer that could be lost.
struct StandardStream: Sendable {
    static let output = StandardStream(handle: .standardOutput)
    static let error = StandardStream(handle: .standardError)

    private let handle: FileHandle

    /// - Throws: `ConsoleClosed` once nobody reads, or why the text can't be written.
    func write(_ text: String) throws {
        do {
            try handle.write(contentsOf: Data(text.utf8))
        } catch {
            let code = ((error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError ?? error as NSError).code
            if code == Int(EPIPE) { throw ConsoleClosed() }
            throw NotebookError.unwritable(path: "standard output", reason: Self.reason(code))
        }
    }

    private static func reason(_ code: Int) -> String {
        switch Int32(code) {
        case ENOSPC: "the disk is full"
        case EBADF: "it is closed"
        default: "system error \(code)"
        }
    }

    /// Writes what may be lost.
    func send(_ text: String) { try? write(text) }
}

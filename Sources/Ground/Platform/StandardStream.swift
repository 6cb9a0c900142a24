import Foundation

/// Standard output or error, without a buffer that could be lost.
package struct StandardStream: Sendable {
    package static let output = StandardStream(handle: .standardOutput, name: "standard output")
    package static let error = StandardStream(handle: .standardError, name: "standard error")

    private let handle: FileHandle
    private let name: String

    /// - Throws: `PlatformError.closed` once nobody reads, `.unwritable` with the reason else.
    package func write(_ text: String) throws(PlatformError) {
        do {
            try handle.write(contentsOf: Data(text.utf8))
        } catch {
            let code = Int32(SystemWords.underlying(error).code)
            throw code == EPIPE ? .closed : .unwritable(path: name, reason: SystemWords.of(code))
        }
    }

    /// Writes what may be lost.
    package func send(_ text: String) { try? write(text) }
}

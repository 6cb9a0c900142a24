import Foundation
import Ratings

/// Small text files, with errors that people understand.
package enum TextFile {
    static func write(_ text: String, to path: String, appends: Bool) throws {
        let bytes = Array(text.utf8)
        do {
            if appends { try FileBytes.append(bytes, to: path) } else { try FileBytes.write(bytes, to: path) }
        } catch RatingsError.unwritable(_, let reason) {
            throw NotebookError.unwritable(path: path, reason: reason)
        }
    }

    /// - Throws: `NotebookError.unreadable`.
    package static func read(_ path: String) throws -> [UInt8] {
        do {
            return try FileBytes.read(path)
        } catch RatingsError.unreadable(_, let reason) {
            throw NotebookError.unreadable(path: path, reason: reason)
        }
    }
}

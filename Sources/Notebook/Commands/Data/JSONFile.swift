import Platform
import Values

/// A JSON file that a command reads.
enum JSONFile {
    /// - Throws: `PlatformError.unreadable`, of what is no JSON with the line and the column.
    static func read(_ path: String) throws -> JSONValue { try parse(try FileBytes.read(path), path: path) }

    static func parse(_ bytes: [UInt8], path: String) throws -> JSONValue {
        do { return try JSONValue(parsingUTF8: bytes) } catch {
            throw PlatformError.unreadable(
                path: "\(path):\(error.line):\(error.column)", reason: "\(error.expected) expected")
        }
    }
}

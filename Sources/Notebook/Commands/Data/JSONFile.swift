import NNIProtocol
import Platform
import Values

/// A JSON file that a command reads.
enum JSONFile {
    /// - Throws: `PlatformError.unreadable`, of what is no JSON with the line and the column.
    static func read(_ path: String) throws -> JSONValue { try parse(try FileBytes.read(path), path: path) }

    /// What is told by its ending: YAML, or JSON.
    ///
    /// - Throws: `ConfigurationError` or `PlatformError` with the line and the column.
    static func parseByEnding(_ bytes: [UInt8], path: String) throws -> JSONValue {
        isYAML(path)
            ? try YAMLDocument(String(decoding: bytes, as: UTF8.self), path: path).json : try parse(bytes, path: path)
    }

    static func isYAML(_ path: String) -> Bool { path.hasSuffix(".yml") || path.hasSuffix(".yaml") }

    static func parse(_ bytes: [UInt8], path: String) throws -> JSONValue {
        do { return try JSONValue(parsingUTF8: bytes) } catch {
            throw PlatformError.unreadable(
                path: "\(path):\(error.line):\(error.column)", reason: "\(error.expected) expected")
        }
    }
}

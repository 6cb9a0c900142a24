package import Foundation
import Synchronization
package import Values

/// The peers' numbers over synthetic ratings, made by `scripts/reference.py`.
package enum Reference {
    package static let json: JSONObject = (try? object(at: fixture("reference.json"))) ?? JSONObject()

    /// A file of numbers that the project keeps.
    package static func fixture(_ name: String) -> URL {
        Project.root.appendingPathComponent("Tests")
            .appendingPathComponent("Fixtures/\(name)")
    }

    /// A JSON file's object.
    package static func object(at url: URL) throws -> JSONObject {
        try JSONValue(parsingUTF8: [UInt8](Data(contentsOf: url))).object ?? JSONObject()
    }

    /// The ratings: user, item, rating, timestamp.
    package static var rows: [[Double]] { (json["rows"]?.array ?? []).map(\.numbers) }
}

extension JSONValue {
    /// The numbers of a list; `null` is NaN.
    package var numbers: [Double] { (array ?? []).map { $0.number ?? .nan } }
    package var integers: [Int] { (array ?? []).compactMap(\.integer) }
    package subscript(key: String) -> JSONValue { object?[key] ?? .null }
}

/// A folder for one test, gone when the process ends well or the test calls `remove`.
package struct TemporaryFolder: Sendable {
    package let path: String

    package init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("tunebook-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        Self.swept.withLock { $0.append(path) }
        _ = Self.sweepsAtTheEnd
    }

    /// A test that fails, or forgets, leaves nothing behind either.
    private static let swept = Mutex<[String]>([])
    private static let sweepsAtTheEnd: Void = {
        atexit {
            for path in TemporaryFolder.swept.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: path) }
        }
    }()

    package func file(_ name: String) -> String { path + "/" + name }

    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)))
        return file(name)
    }

    @discardableResult
    package func write(_ bytes: [UInt8], to name: String) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
        return file(name)
    }

    package func remove() { try? FileManager.default.removeItem(atPath: path) }
}

/// The largest difference of two columns; infinite where their lengths differ. NaN equals NaN.
package func largestDifference(_ one: [Double], _ other: [Double]) -> Double {
    guard one.count == other.count else { return .infinity }
    return zip(one, other).map { $0.isNaN && $1.isNaN ? 0 : ($0 - $1).magnitude }.max() ?? 0
}

package import Foundation

/// The checkout that the tests were built from.
package enum Project {
    package static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    package static func file(_ path: String) -> URL { root.appendingPathComponent(path) }
}

package import Foundation

/// The folder of MovieLens and of the peers' numbers, which a clone may not have.
package enum SharedFolder {
    /// `TUNEBOOK_SHARED`, by default `shared` beside the checkout.
    package static let url: URL = {
        if let path = ProcessInfo.processInfo.environment["TUNEBOOK_SHARED"] { return URL(fileURLWithPath: path) }
        return Project.root.deletingLastPathComponent().appendingPathComponent("shared")
    }()

    /// Use as `@Test(.enabled(if: SharedFolder.isThere, Comment(rawValue: SharedFolder.note)))`.
    package static var isThere: Bool { FileManager.default.fileExists(atPath: golden("README.md").path) }
    package static let note = "the folder named by TUNEBOOK_SHARED (default ../shared) is absent"

    package static func golden(_ name: String) -> URL { url.appendingPathComponent("golden/\(name)") }
    package static var movieLens100k: URL { url.appendingPathComponent("data/ml-100k") }
}

import Foundation

/// The virtual environment with NNI 3.0 from PyPI that `scripts/setup --nni` makes.
package enum RealNNI {
    /// `TUNEBOOK_NNI_VENV`, by default `.build-nni` in the project.
    package static let folder: String = {
        if let path = ProcessInfo.processInfo.environment["TUNEBOOK_NNI_VENV"] { return path }
        return Project.root.appendingPathComponent(".build-nni").path
    }()

    /// Use as `@Test(.enabled(if: RealNNI.isThere, Comment(rawValue: RealNNI.note)))`. Where PyPI can be reached,
    /// `scripts/test` fails before the tests if NNI can't be installed, so that only a machine without a network skips.
    package static var isThere: Bool { FileManager.default.fileExists(atPath: folder + "/ready") }
    package static let note = "NNI is not installed; scripts/setup --nni installs it, and needs PyPI"

    package static var nnictl: String { folder + "/bin/nnictl" }

    /// Variables for a process that is to find NNI.
    package static var environment: [String: String] {
        ["PATH": "\(folder)/bin:" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")]
    }
}

import Foundation

/// The virtual environment with Jupyter's own tests of kernels that `scripts/setup --jupyter` makes.
package enum RealJupyter {
    /// `TUNEBOOK_JUPYTER_VENV`, by default `.build-jupyter` in the project.
    package static let folder: String = {
        if let path = ProcessInfo.processInfo.environment["TUNEBOOK_JUPYTER_VENV"] { return path }
        return Project.root.appendingPathComponent(".build-jupyter").path
    }()

    package static var isThere: Bool { FileManager.default.fileExists(atPath: folder + "/ready") }
    package static let note = "Jupyter's tests are not installed; scripts/setup --jupyter installs them, and needs PyPI"

    package static var python: String { folder + "/bin/python" }
}

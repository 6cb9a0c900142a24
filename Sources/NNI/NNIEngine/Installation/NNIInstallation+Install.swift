import ChildPrograms
import Foundation

extension NNIInstallation {
    /// NNI 3.0 imports `pkg_resources`, which newer setuptools have no more.
    private static let packages = ["nni==3.0", "setuptools<81"]

    /// Makes a virtual environment with NNI, from PyPI.
    ///
    /// - Parameters:
    ///   - python: `nil`: the first `python3` of the PATH.
    ///   - tell: takes what is being done, a step a call.
    /// - Returns: the path of its `nnictl`.
    /// - Throws: `NNIEngineError.installFailed`, `CancellationError`. What was made up to then is removed.
    package static func install(
        into folder: String, python: String?, environment: [String: String], tell: @Sendable (String) -> Void
    ) async throws -> String {
        let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let candidates = python.map { [$0] } ?? folders.map { $0 + "/python3" }
        guard let program = candidates.first(where: FileManager.default.isExecutableFile) else {
            throw NNIEngineError.installFailed(
                step: "looking for Python", reason: "there is no \(python ?? "python3 in the PATH"); --python names one"
            )
        }
        let existed = FileManager.default.fileExists(atPath: folder)
        do {
            tell("making a virtual environment in \(folder)")
            try await step("making a virtual environment", program, ["-m", "venv", folder], environment)
            tell("installing \(packages.joined(separator: " and ")) from PyPI")
            try await step(
                "pip", folder + "/bin/python", ["-m", "pip", "install", "--quiet"] + packages, environment)
            try await step("starting nnictl", folder + "/bin/nnictl", ["--version"], environment)
        } catch {
            if !existed { try? FileManager.default.removeItem(atPath: folder) }
            throw error
        }
        return folder + "/bin/nnictl"
    }

    private static func step(
        _ name: String, _ program: String, _ arguments: [String], _ environment: [String: String]
    ) async throws {
        let result: ProgramRun.Result
        do {
            result = try await ProgramRun.run(program, arguments, environment: environment)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw NNIEngineError.installFailed(step: name, reason: "\(error)")
        }
        guard result.status == 0 else { throw NNIEngineError.installFailed(step: name, reason: result.reason) }
    }
}

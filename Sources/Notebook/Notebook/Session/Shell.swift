import Foundation
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Shell commands, in this terminal.
enum Shell {
    /// - Parameter input: what the command reads; `nil`: what this program would.
    /// - Throws: `NotebookError.shellFailed` with the status.
    static func run(_ command: String, input: String? = nil) async throws {
        let status: TerminationStatus
        do {
            if let input {
                status = try await Subprocess.run(
                    .path("/bin/sh"), arguments: ["-c", command], input: .string(input), output: .currentStandardOutput,
                    error: .currentStandardError
                ).terminationStatus
            } else {
                status = try await Subprocess.run(
                    .path("/bin/sh"), arguments: ["-c", command], input: .currentStandardInput,
                    output: .currentStandardOutput, error: .currentStandardError
                ).terminationStatus
            }
        } catch let error as SubprocessError {
            throw NotebookError.shellUnavailable("\(error)")
        }
        try Task.checkCancellation()
        switch status {
        case .exited(0): return
        case .exited(let code): throw NotebookError.shellFailed(status: Int(code))
        default: throw NotebookError.shellFailed(status: 128)
        }
    }
}

import Foundation
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Shell commands, in this terminal or read.
package enum ShellCommand {
    /// - Parameter input: what the command reads; `nil`: what this program would.
    /// - Throws: `ShellError.failed` with the status.
    package static func run(_ command: String, input: String? = nil) async throws {
        try await checked {
            if let input {
                try await Subprocess.run(
                    .path("/bin/sh"), arguments: ["-c", command], input: .string(input), output: .currentStandardOutput,
                    error: .currentStandardError
                ).terminationStatus
            } else {
                try await Subprocess.run(
                    .path("/bin/sh"), arguments: ["-c", command], input: .currentStandardInput,
                    output: .currentStandardOutput, error: .currentStandardError
                ).terminationStatus
            }
        }
    }

    /// What a command writes to its standard output, once it and all that shares the output have ended; 64 MB at most.
    ///
    /// - Throws: `ShellError.failed` with the status.
    package static func output(of command: String, input: String? = nil) async throws -> String {
        var text = ""
        try await checked {
            let result = try await Subprocess.run(
                .path("/bin/sh"), arguments: ["-c", command], input: .string(input ?? ""),
                output: .string(limit: 64 << 20), error: .currentStandardError)
            text = result.standardOutput
            return result.terminationStatus
        }
        return text
    }

    private static func checked(_ run: () async throws -> TerminationStatus) async throws {
        let status: TerminationStatus
        do { status = try await run() } catch let error as SubprocessError { throw ShellError.unavailable("\(error)") }
        try Task.checkCancellation()
        switch status {
        case .exited(0): return
        case .exited(let code): throw ShellError.failed(status: Int(code))
        default: throw ShellError.failed(status: 128)
        }
    }
}

package enum ShellError: Error, Hashable, CustomStringConvertible {
    case failed(status: Int)
    case unavailable(String)

    package var description: String {
        switch self {
        case .failed(let status): "the shell command failed with status \(status)"
        case .unavailable(let reason): "the shell command could not be run: \(reason)"
        }
    }
}

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

    /// Runs a command in a group of its own, and gives what it writes, as it comes, until it has ended.
    ///
    /// - Parameters:
    ///   - input: what the command reads.
    ///   - take: told pieces of whole characters, and whether they are of standard error; what it throws ends the command.
    /// - Throws: `ShellError.failed` with the status, and what `take` throws.
    package static func read(
        _ command: String, input: String = "", _ take: @escaping @Sendable (String, _ isError: Bool) throws -> Void
    ) async throws {
        var options = PlatformOptions()
        // An interrupt ends what the shell has started too.
        options.processGroupID = 0
        options.teardownSequence = [
            .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(1))
        ]
        try await checked {
            try await Subprocess.run(
                .path("/bin/sh"), arguments: ["-c", command], platformOptions: options, input: .string(input),
                output: .sequence, error: .sequence
            ) { execution in
                let (output, errors) = (execution.standardOutput, execution.standardError)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await forward(output) { try take($0, false) } }
                    group.addTask { try await forward(errors) { try take($0, true) } }
                    try await group.waitForAll()
                }
            }.terminationStatus
        }
    }

    private static func forward(_ pieces: SubprocessOutputSequence, _ take: (String) throws -> Void) async throws {
        var text = TextPieces()
        for try await piece in pieces {
            let whole = unsafe text.add(piece.withUnsafeBytes { unsafe Array($0) })
            if !whole.isEmpty { try take(whole) }
        }
        let rest = text.finish()
        if !rest.isEmpty { try take(rest) }
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

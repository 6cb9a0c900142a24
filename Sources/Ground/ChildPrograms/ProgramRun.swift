import Foundation
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Runs another program to its end, in a process group of its own: an interrupt at the terminal is Tunebook's to handle.
package enum ProgramRun {
    package struct Result: Sendable {
        /// 128 and the signal's number where a signal ended it.
        package let status: Int
        package let output: String
        package let errors: String

        /// The last line that tells something.
        package var reason: String {
            let lines = (errors + "\n" + output).split(whereSeparator: \.isNewline)
                .map { Self.plain(String($0)).trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
            let telling = lines.last { $0.lowercased().contains("error") || $0.lowercased().contains("failed") }
            return String((telling ?? lines.last ?? "it ended with status \(status) and said nothing").prefix(500))
        }

        /// Without a terminal's colours.
        package static func plain(_ text: String) -> String { text.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") }
    }

    /// - Throws: `CancellationError` after the program and what it started in its group have ended.
    package static func run(
        _ program: String, _ arguments: [String], environment: [String: String], folder: String? = nil
    ) async throws -> Result {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [
            .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(2))
        ]
        let variables = environment.map { Array("\($0.key)=\($0.value)\0".utf8) }
        let result = try await Subprocess.run(
            .path(FilePath(program)), arguments: Arguments(arguments),
            environment: .custom(variables),
            workingDirectory: folder.map { FilePath($0) }, platformOptions: options, input: .none,
            output: .string(limit: 4 << 20), error: .string(limit: 4 << 20))
        try Task.checkCancellation()
        let status: Int =
            switch result.terminationStatus {
            case .exited(let code): Int(code)
            default: 128
            }
        return Result(status: status, output: result.standardOutput, errors: result.standardError)
    }
}

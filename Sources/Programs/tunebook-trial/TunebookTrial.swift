import ArgumentParser
import Foundation
import Kernels
import Platform
import Recommenders
import Values

/// The program: trains and judges one trial, for NNI or by hand.
@main
struct TunebookTrial: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tunebook-trial", abstract: "Trains and judges one trial of a tuning experiment.",
        discussion: """
            Takes the flags of recommenders' training scripts, and says to NNI what they say: stands in its \
            configuration as trialCommand. Without NNI it trains once with the flags' parameters.
            """,
        version: Release.version, subcommands: Algorithms.trials)

    /// Not asynchronous itself: Swift's asynchronous main ends the first thread, for which glibc loads a library that a
    /// worker may not have.
    static func main() {
        // Who reads the output may go away first; the results still have to be written.
        signal(SIGPIPE, SIG_IGN)
        if let missing = ProcessorSupport.missing {
            StandardStream.error.send(
                "error: this build needs a processor with \(missing); build it again with TUNEBOOK_MARCH=none\n")
            Foundation.exit(1)
        }
        if let hindrance = ProcessLimits.hindrance {
            StandardStream.error.send("error: \(hindrance)\n")
            Foundation.exit(1)
        }
        Task.detached { Foundation.exit(await run(Array(CommandLine.arguments.dropFirst()))) }
        while true { Thread.sleep(forTimeInterval: 3600) }
    }

    /// - Returns: the exit status.
    private static func run(_ arguments: [String]) async -> Int32 {
        do {
            var command = try parseAsRoot(FlagSpelling.withDashes(arguments))
            if let command = command as? any TrialCommand {
                try await command.trial().run()
            } else {
                try command.run()
            }
            return 0
        } catch {
            return report(error)
        }
    }

    /// - Returns: the exit status.
    private static func report(_ error: any Error) -> Int32 {
        if exitCode(for: error) == .success {
            StandardStream.output.send(message(for: error) + "\n")
            return 0
        }
        // What the argument parser says has its usage with it.
        let isCall = error is UsageError || exitCode(for: error) == .validationFailure
        let text = error is UsageError || !isCall ? "error: \(error)" : fullMessage(for: error)
        StandardStream.error.send(text + "\n")
        return isCall ? 2 : 1
    }
}

/// A call that is not valid, told after the parser has had its say.
struct UsageError: Error, CustomStringConvertible {
    let description: String
}

/// Both scripts of `recommenders` mix `--n_factors` with `--random-state`; here either way is right for every flag.
enum FlagSpelling {
    static func withDashes(_ arguments: [String]) -> [String] {
        var spelled: [String] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("--") else {
                spelled.append(argument)
                continue
            }
            let end = argument.firstIndex(of: "=") ?? argument.endIndex
            let flag = String(argument[..<end].replacing("_", with: "-") + argument[end...])
            // The parser would take a negative bound for a flag.
            if flag == "--rating-scale", rest.count >= 2 {
                spelled.append("\(flag)=\(rest.removeFirst()):\(rest.removeFirst())")
            } else {
                spelled.append(flag)
            }
        }
        return spelled
    }
}

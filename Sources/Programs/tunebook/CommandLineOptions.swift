import ArgumentParser
import Notebook

/// The program's own arguments.
struct CommandLineOptions: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tunebook", abstract: "A notebook-style shell for tuning recommender models.")

    @Argument(help: "A script to run; without one, a prompt or standard input.")
    var file: String?

    @Option(name: .customShort("c"), help: "Statements to run.")
    var statements: String?

    @Option(help: ArgumentHelp("A script's parameter, in place of its default.", valueName: "name=value"))
    var set: [String] = []

    @Option(help: "How results are written: text or json.")
    var format: String = "text"

    @Flag(help: "Show each statement before it runs.")
    var echo = false

    @Flag(help: "Go on after an error.")
    var keepGoing = false

    @Option(help: ArgumentHelp("Where experiments are kept.", valueName: "file"))
    var store: String?

    @Flag(help: "Show the version.")
    var version = false

    mutating func validate() throws {
        guard Settings.Format(rawValue: format) != nil else {
            throw ValidationError("--format is text or json, found '\(format)'")
        }
        if file != nil, statements != nil { throw ValidationError("give a script or -c, not both") }
        for item in set where !item.contains("=") || item.hasPrefix("=") {
            throw ValidationError("--set takes NAME=VALUE, found '\(item)'")
        }
    }

    var parameters: [String: String] {
        Dictionary(
            set.map { item in
                let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return (String(parts[0]), String(parts[1]))
            }, uniquingKeysWith: { $1 })
    }
}

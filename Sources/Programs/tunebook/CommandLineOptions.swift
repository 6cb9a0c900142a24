import ArgumentParser
import Notebook
import Values

/// The program's own arguments.
struct CommandLineOptions: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tunebook", abstract: "A notebook-style shell for tuning recommender models.",
        discussion: """
            tunebook render FILE runs a script and writes it as a document, tunebook convert A B makes a notebook of Jupyter \
            of a script, or a script of one: see 'tunebook render --help' and 'tunebook convert --help'.
            """)

    @Argument(help: "A script to run, or - for standard input; without one, a prompt or standard input.")
    var file: String?

    @Option(name: .customShort("c"), help: "Statements to run; several are run one after another.")
    var statements: [String] = []

    @OptionGroup var run: RunOptions

    @Option(help: ArgumentHelp("How results are written: \(Self.formats).", valueName: "format"))
    var format = Settings.format.description.fallback ?? ""

    @Flag(help: "Show each statement before it runs.")
    var echo = false

    @Flag(help: "Run a cell at a time: Enter goes on, q leaves.")
    var step = false

    @Flag(help: "Show the version.")
    var version = false

    private static var formats: String {
        Settings.Format.allCases.map(\.rawValue).joined(separator: " or ")
    }

    mutating func validate() throws {
        guard Settings.Format(rawValue: format) != nil else {
            throw ValidationError("--format is \(Self.formats), found '\(format)'")
        }
        if step, file == nil || file == "-" { throw ValidationError("--step takes a script's file") }
        if file != nil, !statements.isEmpty { throw ValidationError("give a script or -c, not both") }
    }
}

/// What every run of statements takes.
struct RunOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A script's parameter, in place of its default.", valueName: "name=value"))
    var set: [String] = []

    @Flag(help: "Go on after an error.")
    var keepGoing = false

    @Option(help: ArgumentHelp("Where experiments are kept.", valueName: "file"))
    var store: String?

    mutating func validate() throws {
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

/// `tunebook render`.
struct RenderOptions: ParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case html, md, ipynb

        var format: NotebookDocument.Format {
            switch self {
            case .html: .html
            case .md: .md
            case .ipynb: .ipynb
            }
        }
    }

    static let configuration = CommandConfiguration(
        commandName: "tunebook render",
        abstract: "Runs a script, and writes text, statements and results as a document.")

    @Argument(help: "The script, or a session's journal.")
    var file: String

    @Option(help: "What is written: html, a page that stands alone; md, Markdown; ipynb, a notebook of Jupyter.")
    var to = Format.md

    @Option(name: [.short, .long], help: ArgumentHelp("Where to; without it, to standard output.", valueName: "file"))
    var output: String?

    @OptionGroup var run: RunOptions
}

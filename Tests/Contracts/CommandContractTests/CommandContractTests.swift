import Commands
import Notebook
import Script
import TestSupport
import Testing
import Values

/// What every command keeps to: its declaration feeds calls, errors, help and completion.
@Suite struct CommandContractTests {
    private final class Told: SessionObserver {
        let lines = RecordingLines()
        func output(_ result: CellResult) async { lines.add(await result.line()) }
        func failed(_ error: any Error, in cell: Int, format: Settings.Format) {
            lines.add(FailureText.of(error, columns: 200))
        }
    }

    private static func session(_ told: Told) -> Session {
        let experiments = SessionExperiments(Folders(environment: ["HOME": "/nonexistent"]))
        return Session(commands: .tunebook(experiments), background: experiments, observers: [told])
    }

    private static let all = session(Told()).commands.all

    /// What a statement's error says.
    private func error(_ text: String) async -> String {
        let told = Told()
        let outcome = await Self.session(told).run(Source(name: "t", text: text))
        #expect(outcome == .failed, "\(text)")
        return told.lines.text
    }

    /// A word that each kind of argument takes, as far as words alone tell.
    private static func word(_ parameter: ParameterDescription) -> String {
        switch parameter.kind {
        case .integer(let range): "\(range.lowerBound)"
        case .number(let range): "\(range.lowerBound)"
        case .choice(let names): names[0]
        case .assignment(let names): "\(names.first ?? "x")=1"
        case .boolean, .text, .file, .object: "x"
        case .word(_, let suggestions), .column(let suggestions): suggestions.first ?? "x"
        }
    }

    /// A call that is right up to its options.
    private static func call(_ command: CommandDeclaration) -> String {
        ([command.name] + command.arguments.filter(\.isRequired).map(word)).joined(separator: " ")
    }

    @Test func namesAreUniqueAndLinesOfHelpAreOneLine() {
        #expect(Set(Self.all.map(\.name)).count == Self.all.count)
        for command in Self.all {
            #expect(!command.summary.isEmpty && !command.summary.hasSuffix("."), "\(command.name)")
            let flags = command.options.flatMap { [$0.flag] + ($0.oppositeFlag.map { [$0] } ?? []) }
            #expect(Set(flags).count == flags.count, "\(command.name)")
            for one in command.arguments + command.options {
                #expect(!one.help.isEmpty && !one.help.hasSuffix(".") && !one.help.contains("\n"), "\(one.name)")
            }
            // An argument that may be left out, or that takes the rest, comes last.
            let isRequired = command.arguments.map(\.isRequired)
            #expect(isRequired == isRequired.filter { $0 } + isRequired.filter { !$0 }, "\(command.name)")
            // A list leaves a word to each that stands behind it, so no other may take several.
            #expect(command.arguments.count(where: \.isList) <= 1, "\(command.name)")
        }
    }

    @Test(arguments: all.map(\.name)) func itsHelpIsTheSameHoweverItIsAskedFor(name: String) async throws {
        var texts: [String] = []
        for text in ["help \(name)", "\(name) --help", "\(name)?"] {
            let told = Told()
            #expect(await Self.session(told).run(Source(name: "t", text: text)) == .done, "\(told.lines.text)")
            texts.append(told.lines.text)
        }
        #expect(Set(texts).count == 1)
        let command = try #require(Self.all.first { $0.name == name })
        for option in command.options.flatMap(\.shownFlags) { #expect(texts[0].contains("--\(option)")) }
        for argument in command.arguments { #expect(texts[0].contains(argument.name)) }
    }

    @Test(arguments: all.map(\.name)) func anOptionThatThereIsNotIsNamedWithTheNearest(name: String) async throws {
        let command = try #require(Self.all.first { $0.name == name })
        let words = await error(Self.call(command) + " --no-such-option-at-all")
        #expect(words.contains("'\(name)' has no option --no-such-option-at-all"), "\(words)")
        for flag in command.options.flatMap(\.shownFlags) where flag.count > 4 {
            let mistyped = String(flag.dropLast()) + "q"
            guard !command.options.contains(where: { $0.shownFlags.contains(mistyped) }) else { continue }
            #expect(await error(Self.call(command) + " --\(mistyped) x").contains("did you mean --"))
        }
    }

    @Test(arguments: all.filter { $0.arguments.contains(where: \.isRequired) }.map(\.name))
    func anArgumentThatIsMissingIsNamedWithTheUsage(name: String) async throws {
        let command = try #require(Self.all.first { $0.name == name })
        let required = command.arguments.filter(\.isRequired)
        for count in 0..<required.count {
            let call = ([name] + required.prefix(count).map(Self.word)).joined(separator: " ")
            let words = await error(call)
            #expect(words.contains("\(required[count].name) is missing"), "\(call): \(words)")
            #expect(words.contains("usage: \(command.usage)"))
        }
        if !command.arguments.contains(where: \.isList) {
            let call = ([name] + command.arguments.map(Self.word) + ["more"]).joined(separator: " ")
            #expect(await error(call).contains("'more' is one argument too many"), "\(call)")
        }
    }

    @Test(arguments: all.filter { !$0.options.isEmpty }.map(\.name))
    func aValueThatAnOptionCantHaveIsRefusedByItsFlag(name: String) async throws {
        let command = try #require(Self.all.first { $0.name == name })
        for option in command.options {
            let bad: String
            switch option.kind {
            case .integer(let range): bad = "\(range.lowerBound - 1)"
            case .number(let range): bad = "\(range.lowerBound - 1)"
            case .choice: bad = "no-such-word"
            case .assignment: bad = "noequals"
            case .boolean, .text, .file, .object, .word, .column: continue
            }
            let words = await error(Self.call(command) + " --\(option.flag) \(bad)")
            #expect(words.contains("--\(option.flag) is ") && words.contains(bad), "\(option.flag): \(words)")
            #expect(await error(Self.call(command) + " --\(option.flag)").contains("--\(option.flag) needs a value"))
        }
    }

    @Test(arguments: all.filter { $0.options.contains { $0.kind == .boolean } }.map(\.name))
    func aFlagTakesNoValueAndExcludesItsOpposite(name: String) async throws {
        let command = try #require(Self.all.first { $0.name == name })
        for option in command.options where option.kind == .boolean {
            let call = Self.call(command)
            #expect(await error("\(call) --\(option.flag)=yes").contains("takes no value"))
            let opposite = try #require(option.oppositeFlag)
            #expect(await error("\(call) --\(option.flag) --\(opposite)").contains("exclude each other"))
            #expect(await error("\(call) --\(option.flag) --\(option.flag)").contains("is given twice"))
        }
    }

    @Test(arguments: all.map(\.name)) func itsWordsOptionsAndChoicesAreCompleted(name: String) throws {
        let command = try #require(Self.all.first { $0.name == name })
        let completer = Completer(Self.session(Told()))
        func candidates(_ line: String) -> [String] {
            completer.candidates(LineContext(line: line, cursor: line.count)).map(\.text)
        }
        #expect(candidates(String(command.words[0].dropLast())).contains(command.words[0]))
        if command.words.count > 1 {
            #expect(candidates("\(command.words[0]) \(command.words[1].prefix(2))").contains(command.words[1]))
        }
        let call = Self.call(command)
        for flag in command.options.flatMap(\.shownFlags) { #expect(candidates("\(call) --").contains("--\(flag)")) }
        for option in command.options {
            guard case .choice(let names) = option.kind else { continue }
            #expect(candidates("\(call) --\(option.flag) ") == names, "\(option.flag)")
        }
        if let first = command.arguments.first, case .choice(let names) = first.kind {
            #expect(candidates("\(name) ") == names)
        }
    }

    @Test(arguments: all.map(\.name)) func itsNameAloneIsAReservedWordOnlyWhereItIsACommand(name: String) async {
        let first = String(name.split(separator: " ")[0])
        let told = Told()
        let outcome = await Self.session(told).run(Source(name: "t", text: "\(first) = 1\nprint \(first)"))
        let isCommand = Self.all.contains { $0.name == first }
        #expect(outcome == (isCommand || first == "space" ? .invalid : .done), "\(first): \(told.lines.text)")
    }
}

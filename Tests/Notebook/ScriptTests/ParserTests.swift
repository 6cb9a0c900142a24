import Script
import Testing

enum Language {
    static let commands = CommandVocabulary(
        words: ["load", "split", "train", "experiment", "evaluate", "head", "open", "help", "set"],
        subcommands: ["space": ["show", "sample"]])

    static func parse(_ text: String) throws -> [Statement] {
        try Parser.parse(Source(name: "t.tb", text: text), commands: commands).statements
    }

    static func error(_ text: String) -> Diagnostic? {
        do {
            _ = try Parser.parse(Source(name: "t.tb", text: text), commands: commands)
            return nil
        } catch { return error }
    }
}

@Suite struct ParserTests {
    private func kind(_ text: String) throws -> String {
        switch try Language.parse(text).first?.kind {
        case .command(let call, let target): "command \(call.words.map { $0.literal ?? "$" }) \(target?.name ?? "-")"
        case .expression(_, let target): "expression \(target?.name ?? "-")"
        case .print(let values, let redirect): "print \(values.count)\(redirect == nil ? "" : " redirected")"
        case .assert(_, let message): "assert\(message == nil ? "" : " message")"
        case .forLoop(let name, let words, let body): "for \(name.name) \(words.count) \(body.count)"
        case .conditional(let branches, let otherwise): "if \(branches.count) \(otherwise.count)"
        case .space(let name, let lines): "space \(name.name) \(lines.count)"
        case .parameter(let name, _): "param \(name.name)"
        case .shell(let text, _): "shell \(text)"
        case .time: "time"
        case nil: "nothing"
        }
    }

    @Test(arguments: [
        ("load movielens 100k", "command [\"load\", \"movielens\", \"100k\"] -"),
        ("r = load csv 'a b.csv' # note", "command [\"load\", \"csv\", \"a b.csv\"] r"),
        ("x = 1 + 2", "expression x"), ("x = y", "expression x"), ("y * 2", "expression -"),
        ("tpe.best.rmse", "expression -"), ("_", "expression -"),
        ("laod movielens 100k", "command [\"laod\", \"movielens\", \"100k\"] -"),
        ("x = laod it", "command [\"laod\", \"it\"] x"),
        ("print \"a\" x (1 > 2)", "print 3"), ("print x > f.txt", "print 1 redirected"), ("print 1 + 1", "print 1"),
        ("assert a == b \"why\"", "assert message"),
        ("for x in 1 2 3; print $x; end", "for x 3 1"),
        ("if a\nprint 1\nelse if b\nprint 2\nelse\nprint 3\nend", "if 2 1"),
        ("space s\n a uniform 0 1\n # note\n b choice x y\nend", "space s 2"),
        ("space show s", "command [\"space\", \"show\", \"s\"] -"),
        ("param n = 3", "param n"), ("!ls -l | wc; ls", "shell ls -l | wc; ls"), ("time load x", "time"),
        ("split?", "command [\"help\", \"split\"] -"), ("data.train?", "command [\"help\", \"data.train\"] -"),
        ("best.rmse ? # why", "command [\"help\", \"best.rmse\"] -"),
        ("# only a note", "nothing"),
        ("load a \\\n  b", "command [\"load\", \"a\", \"b\"] -"),
        ("head d > 'o.csv'", "command [\"head\", \"d\"] -"), ("x = -1", "expression x"), ("not a", "expression -"),
    ])
    func statementsAreToldApart(text: String, expected: String) throws { #expect(try kind(text) == expected) }

    @Test func statementsStandOnLinesOrBetweenSemicolons() throws {
        #expect(try Language.parse("x = 1; y = 2\n\nz = 3 # c\n").map(\.text) == ["x = 1", "y = 2", "z = 3"])
    }

    @Test func quotesEscapesAndInterpolationsJoinIntoOneWord() throws {
        guard
            case .command(let call, _)? = try Language.parse(#"load a'b c'"d $x\n${y.z}"e$f.csv '$no' \$5"#).first?.kind
        else { return }
        #expect(call.words.count == 4)
        #expect(call.words[1].parts.count == 7)
        #expect(call.words[2].literal == "$no")
        #expect(call.words[3].literal == "$5")
    }

    @Test func multiplicationBindsTighterAndComparisonLooser() throws {
        guard case .expression(let expression, _)? = try Language.parse("x = 1 + 2 * 3 == 7 and not false").first?.kind,
            case .binary(.and, let left, let right) = expression.kind, case .binary(.equal, let sum, _) = left.kind,
            case .binary(.add, _, let product) = sum.kind, case .binary(.multiply, _, _) = product.kind,
            case .unary(.not, _) = right.kind
        else {
            Issue.record("another tree")
            return
        }
    }

    @Test func aDashInANameIsPartOfItAndBetweenSpacesSubtracts() throws {
        guard case .expression(let one, _)? = try Language.parse("x = a-b").first?.kind, case .name("a-b") = one.kind,
            case .expression(let other, _)? = try Language.parse("x = a - b").first?.kind,
            case .binary(.subtract, _, _) = other.kind
        else {
            Issue.record("another tree")
            return
        }
    }

    @Test func fieldNamesMayHoldTheAtSign() throws {
        guard case .expression(let expression, _)? = try Language.parse("m.precision@10").first?.kind,
            case .field(_, let name) = expression.kind
        else {
            Issue.record("no field")
            return
        }
        #expect(name.name == "precision@10")
    }

    @Test(arguments: [
        ("for x in 1 2\nprint $x\n", 1, 1, "missing 'end'", true), ("x = 1\nif x\n", 2, 1, "missing 'end'", true),
        ("print \"abc", 1, 7, "quote", true),
        ("load a \\", 1, 8, "line follows", true), ("x = (1 + ", 1, 9, "value", false), ("x = (1", 1, 5, "')'", true),
        ("load = 3", 1, 1, "can't be a name", false),
        ("end", 1, 1, "without a block", false), ("for in 1", 1, 5, "can't be a name", false),
        ("for x 1", 1, 7, "'in' is expected", false), ("x = 1 2", 1, 7, "end of the statement", false),
        ("x = 3abc", 1, 5, "3abc", false), ("assert", 1, 1, "condition", false), ("print )", 1, 7, "')'", false),
    ])
    func errorsNameTheirPlaceAndWhetherMoreHelps(
        text: String, line: Int, column: Int, words: String, isIncomplete: Bool
    ) throws {
        let error = try #require(Language.error(text))
        #expect(error.message.contains(words), "\(error.message)")
        #expect(error.range.start == SourcePlace(line: line, column: column))
        #expect(error.isIncomplete == isIncomplete)
    }

    @Test func deepNestingIsAnErrorAndNoOverflow() {
        #expect(Language.error("x = " + String(repeating: "(", count: 100_000)) != nil)
        #expect(Language.error(String(repeating: "if a\n", count: 10_000)) != nil)
        #expect(Language.error("x = " + String(repeating: "not ", count: 100_000) + "a") != nil)
    }

    @Test(arguments: ["1" + String(repeating: " + 1", count: 30_000), "x" + String(repeating: ".a", count: 30_000)])
    func aLongRowOfOperatorsIsAnErrorAndNoOverflow(expression: String) {
        #expect(Language.error("print \(expression)")?.message.contains("at most 1000 operators") == true)
    }

    @Test func aThousandOperatorsAreAllowedInEveryStatement() throws {
        let line = "print 1" + String(repeating: " + 1", count: 1000)
        #expect(try Language.parse("\(line)\n\(line)").count == 2)
    }

    @Test func aMarkWithoutAShellCommandIsAnError() {
        #expect(Language.error("! ")?.message == "'!' is followed by a shell command")
    }

    @Test func noTextTraps() {
        let pieces = [
            "x", " = ", "load", "\n", "\"", "'", "$", "{", "}", "(", ")", "for ", "end", "if ", "else", ";", "\\", "#",
            ">", "|", "1", ".", "-", "!", "?", "é", "space ", "print ", "=", "in ",
        ]
        var state: UInt64 = 7
        for _ in 0..<4000 {
            let text = (0..<12).map { _ -> String in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return pieces[Int(state >> 33) % pieces.count]
            }.joined()
            _ = Language.error(text)?.rendered()
        }
    }

    @Test func percentMarksDivideCellsAndTextIsKept() throws {
        let text =
            "#!/usr/bin/env tunebook\n# %% [markdown] Intro\n# # Title\n#\n# Text\n# %% Load\nx = 1\ny = 2\n# %%\nz = 3\n"
        let script = try Parser.parse(Source(name: "t", text: text), commands: Language.commands)
        #expect(script.cells.map(\.title) == ["Intro", "Load", nil])
        #expect(script.cells[0].markdown == "# Title\n\nText")
        #expect(script.cells.map(\.statements.count) == [0, 2, 1])
        #expect(script.statements[2].range.start.line == 10)
    }
}

@Suite struct DiagnosticTests {
    @Test func theLineIsShownWithACaretUnderThePlace() throws {
        let error = try #require(Language.error("x = 1\nx = 1 2\n"))
        #expect(
            error.rendered() == "t.tb:2:7: error: the end of the statement is expected before '2'\n  x = 1 2\n        ^"
        )
    }

    @Test func wideCharactersAndTabsKeepTheCaretInItsPlace() {
        let source = Source(name: "s", text: "\t漢字 bad")
        let range = SourceRange(SourcePlace(line: 1, column: 5), SourcePlace(line: 1, column: 8))
        let lines = Diagnostic("m", source: source, range: range).rendered().split(separator: "\n")
        #expect(lines[2] == "        ^~~")
    }

    @Test func longLinesAreCutAroundThePlace() {
        let source = Source(name: "s", text: String(repeating: "a ", count: 5000) + "b")
        let range = SourceRange(SourcePlace(line: 1, column: 5001), SourcePlace(line: 1, column: 5002))
        #expect(Diagnostic("m", source: source, range: range).rendered().count < 300)
    }

    @Test func aMessageWithAnEndlessWordIsCut() {
        let source = Source(name: "t.tb", text: "x")
        let place = SourcePlace(line: 1, column: 1)
        let message = "there is no command '" + String(repeating: "x", count: 500_000) + "'"
        let text = Diagnostic(message, source: source, range: SourceRange(place, place)).rendered()
        #expect(text.count < 3000 && text.contains("…"))
    }

    @Test func everyKindOfLineEndCountsForTheExcerptAsForThePlace() throws {
        let error = try #require(Language.error("x = 1\u{0C}y = (2\u{0C}"))
        #expect(error.rendered().contains("t.tb:2:5") && error.rendered().contains("  y = (2\n      ^"))
    }

    @Test func theWayThroughSourcedFilesIsShown() {
        let place = SourceRange(SourcePlace(line: 3, column: 2), SourcePlace(line: 3, column: 4))
        let error = Diagnostic("m", hint: "do this", source: Source(name: "in.tb", text: "a\nb\nccccc"), range: place)
            .called(from: Source(name: "out.tb", text: "x"), at: place)
        #expect(error.rendered().hasSuffix("hint: do this\nout.tb:3:2: from here"))
    }

    @Test func bytesThatAreNoTextAreNamedWithTheirPlace() {
        let error = #expect(throws: Diagnostic.self) { try Source(name: "s", utf8: Array("ok\nab".utf8) + [0xFF]) }
        #expect(error?.range.start == SourcePlace(line: 2, column: 3))
        let large = [UInt8](repeating: 0x0A, count: Source.sizeLimit + 1)
        #expect(throws: Diagnostic.self) { try Source(name: "s", utf8: large) }
        #expect(throws: Never.self) { try Source(name: "s", utf8: Array(large.dropLast(large.count / 2))) }
        #expect(throws: Diagnostic.self) { try Source(name: "s", utf8: [0x61, 0]) }
    }
}

@Suite struct LineContextTests {
    @Test func theWordsBeforeTheCursorAreKnown() {
        let context = LineContext(line: "x = train svd data.tr --n", cursor: 25)
        #expect(context.words == ["train", "svd", "data.tr"])
        #expect(context.partial == "--n")
        #expect(context.partialStart == 22)
        #expect(context.isAssignment)
    }

    @Test func ofPastedLinesTheCursorsCounts() {
        let line = "x = \"a\"\nload mov\nend"
        let context = LineContext(line: line, cursor: line.count - 4)
        #expect(context.words == ["load"] && context.partial == "mov" && context.partialStart == 13)
        let inner = "space s\n  lr"
        #expect(LineContext(line: inner, cursor: inner.count).isInSpaceBlock)
    }

    @Test func quotesInterpolationsAndBlocksAreKnown() {
        #expect(LineContext(line: "load csv 'my fi", cursor: 15).quote == "'")
        #expect(LineContext(line: "load csv 'my fi", cursor: 15).partial == "my fi")
        #expect(LineContext(line: "print $ra", cursor: 9).isInterpolation)
        for line in ["save m \"a$ra", "save m \"a${ra"] {
            let inQuotes = LineContext(line: line, cursor: line.count)
            #expect(inQuotes.isInterpolation && inQuotes.partial == "ra" && inQuotes.partialStart == line.count - 2)
        }
        #expect(LineContext(line: "save m 'a$ra", cursor: 12).partial == "a$ra")
        #expect(LineContext(line: " lr unif", cursor: 8, earlier: ["space s"]).isInSpaceBlock)
        #expect(!LineContext(line: "x", cursor: 1, earlier: ["space s", "end"]).isInSpaceBlock)
        #expect(LineContext(line: "a; load mo", cursor: 10).words == ["load"])
        #expect(LineContext(line: "", cursor: 0).words.isEmpty)
    }
}

import Foundation
import TestSupport
import Testing

/// The prompt under a real pseudo-terminal. One at a time: each waits for what a person would see.
@Suite(.serialized) struct PromptTests {
    private let home: TemporaryFolder

    init() throws { home = try TemporaryFolder() }

    private func open(
        columns: Int = 100, _ more: [String: String] = [:], arguments: [String] = []
    ) throws -> PseudoTerminal {
        let terminal = try PseudoTerminal(columns: columns, home: home.path, more, arguments: arguments)
        #expect(terminal.read(until: "[1] ").contains("[1] "))
        return terminal
    }

    private let load = "ratings = load synthetic --users 200 --items 100 --ratings 5000 --seed 1\r"

    @Test func resultsAreShownAndCellsNumbered() throws {
        let terminal = try open()
        #expect(terminal.send("print 6 * 7\r", until: "[2] ").contains("42"))
        #expect(terminal.send("laod\r", until: "[3] ").contains("did you mean 'load'?"))
        terminal.send("\u{04}")
        #expect(terminal.end() == 0)
    }

    @Test func tabCompletesByMeaning() throws {
        let terminal = try open()
        #expect(terminal.send("exper\t", until: "experiment ").contains("experiment "))
        terminal.send("\u{15}")
        terminal.send(load, until: "[2] ")
        #expect(terminal.send("describe rat\t", until: "ratings").contains("ratings"))
        terminal.send("\u{15}")
        #expect(terminal.send("load \t", until: "synthetic").contains("movielens"))
        terminal.send("\u{15}")
        #expect(terminal.send("tuner show TP\t", until: "TPE").contains("TPE"))
    }

    @Test func aListOfCandidatesStaysBelowALineThatIsLongerThanTheWindow() throws {
        let terminal = try open(columns: 36)
        terminal.send("experiment start svd data --engine \t", until: "nni")
        _ = terminal.read()
        let after = terminal.raw[(try #require(terminal.raw.firstRange(of: "nni"))).upperBound...]
        let between = after.prefix(while: { $0 != "[" })
        // Nothing goes up or erases between the list and the line that is shown again.
        #expect(between.allSatisfy { $0.isNewline }, "\(between.debugDescription)")
    }

    @Test func valuesForParametersWaitForTheirStatement() throws {
        let terminal = try open(arguments: ["--set", "n=5"])
        #expect(terminal.send("print 6 * 7\r", until: "[2] ").contains("42"))
        terminal.send("param n = 3\r", until: "[3] ")
        #expect(terminal.send("print n * 11\r", until: "[4] ").contains("55"))
    }

    @Test func historyLastsBetweenSessionsAndIsSearched() throws {
        do {
            let terminal = try open()
            terminal.send("print 111\r", until: "[2] ")
            terminal.send("print 222\r", until: "[3] ")
            #expect(terminal.send("\u{1B}[A", until: "print 222").contains("print 222"))
        }
        let terminal = try open()
        #expect(terminal.send("\u{1B}[A", until: "print 222").contains("print 222"))
        #expect(terminal.send("\u{15}\u{12}11", until: "print 111").contains("print 111"))
    }

    @Test func wideCharactersAndLinesBeyondTheWindowSurvive() throws {
        let terminal = try open(columns: 30)
        #expect(terminal.send("print \"漢字 é\"\r", until: "[2] ").contains("漢字 é"))
        let long = String(repeating: "abcdefghij", count: 6)
        #expect(terminal.send("print \"\(long)\"\r", until: "[3] ").replacing("\r\n", with: "").contains(long))
    }

    @Test func blocksGoOnUntilTheirEnd() throws {
        let terminal = try open()
        #expect(terminal.send("for x in 1 2\r", until: " .. ").contains(" .. "))
        terminal.send("print $x * 10\r", until: " .. ")
        #expect(terminal.send("end\r", until: "[2] ").contains("20"))
        terminal.send("for x in 1\r", until: " .. ")
        #expect(terminal.send("\u{03}", until: "[2] ").contains("^C"))
    }

    @Test func pastedLinesWaitForEnter() throws {
        let terminal = try open()
        terminal.send("\u{1B}[200~x = 40\ny = 2\nprint x + y\n\u{1B}[201~")
        #expect(terminal.send("\r", until: "42").contains("42"))
    }

    @Test func interruptingTrainingLeavesNothingHalfMade() throws {
        let terminal = try open()
        terminal.send(load, until: "[2] ")
        terminal.send("m = train svd ratings --n-epochs 10000000\r", until: " left")
        #expect(terminal.send("\u{03}", until: "[3] ").contains("interrupted"))
        #expect(terminal.send("describe m\r", until: "[4] ").contains("nothing is named 'm'"))
        #expect(terminal.send("print 3 + 4\r", until: "[5] ").contains("7"))
    }

    @Test func anExperimentThatEndsSaysSoAboveWhatIsBeingTyped() throws {
        let terminal = try open()
        terminal.send(load, until: "[2] ")
        terminal.send("data = split ratings --ratio 0.7 0.15 0.15\r", until: "[3] ")
        terminal.send("space s\rn_factors choice 10 20\rend\r", until: "[4] ")
        terminal.send(
            "e = experiment start svd data --space s --max-trials 4 --fix n_epochs=400 --seed 1\r", until: "[5] ")
        let seen = terminal.send("print 5", until: "e has ended", seconds: 60)
        #expect(seen.contains("e has ended"))
        #expect(terminal.send("5\r", until: "[6] ").contains("55"))
    }

    @Test func leavingWithAnExperimentRunningAsksOnce() throws {
        let terminal = try open()
        terminal.send(load, until: "[2] ")
        terminal.send("data = split ratings --ratio 0.7 0.15 0.15\r", until: "[3] ")
        terminal.send("space s\rn_factors choice 10 20\rend\r", until: "[4] ")
        terminal.send("e = experiment start svd data --space s --max-trials 4 --fix n_epochs=10000000\r", until: "[5] ")
        #expect(terminal.send("quit\r", until: "[y/N]").contains("e is running"))
        terminal.send("n\r", until: "[6] ")
        terminal.send("quit\r", until: "[y/N]")
        terminal.send("y\r")
        #expect(terminal.end() == 0)
        // The answers are no statements.
        let next = try open()
        #expect(next.send("\u{1B}[A", until: "quit").contains("quit"))
    }

    @Test func aTerminationEndsTheProgramThatWorks() throws {
        let terminal = try open()
        terminal.send(load, until: "[2] ")
        terminal.send("m = train svd ratings --n-epochs 10000000\r", until: " left")
        terminal.terminate()
        #expect(terminal.end() == 143)
    }

    @Test func aDumbTerminalGetsNoEscapes() throws {
        let terminal = try open(["TERM": "dumb"])
        terminal.send("print 1\r", until: "[2] ")
        #expect(!terminal.raw.contains("\u{1B}"))
    }

    @Test func aHistoryThatCannotBeWrittenCostsAWarning() throws {
        try home.write("a file, no folder", to: "state")
        let terminal = try open(["XDG_STATE_HOME": home.file("state")])
        #expect(terminal.send("print 8\r", until: "[2] ").contains("8"))
        #expect(terminal.raw.contains("history") && terminal.raw.contains("can't be written"))
    }
}

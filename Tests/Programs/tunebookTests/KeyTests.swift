import Foundation
import TestSupport
import Testing

/// Keys, cells and pages at the prompt, under a real pseudo-terminal.
@Suite(.serialized) struct KeyTests {
    private let home: TemporaryFolder

    init() throws { home = try TemporaryFolder() }

    private func open(columns: Int = 100, _ more: [String: String] = [:]) throws -> PseudoTerminal {
        let terminal = try PseudoTerminal(columns: columns, home: home.path, more)
        #expect(terminal.read(until: "[1] ").contains("[1] "))
        return terminal
    }

    private let load = "d = load synthetic --users 200 --items 100 --ratings 5000 --seed 1\r"

    @Test func keysMoveAndDeleteAndTheOthersDoNothing() throws {
        let terminal = try open()
        let (home, left) = ("\u{1B}[7~", "\u{1B}Od")
        #expect(terminal.send("rint 6 * 7\(home)p\u{1B}[15~\u{1B}[<0;1;1M\r", until: "[2] ").contains("42"))
        #expect(terminal.send("print 9 * x\(left)\u{1B}[3~8\r", until: "[3] ").contains("72"))
    }

    @Test func upBringsBackAWholeCellAndMovesInIt() throws {
        let terminal = try open()
        terminal.send("for x in 1 2\r", until: " .. ")
        terminal.send("print $x * 11\r", until: " .. ")
        #expect(terminal.send("end\r", until: "[2] ").contains("22"))
        #expect(terminal.send("\u{1B}[A", until: "end").contains("for x in 1 2"))
        // Up once more is in the cell: 11 becomes 111.
        #expect(terminal.send("\u{1B}[A\u{1B}[F1\r", until: "[3] ").contains("222"))
        // From a line of an open block Up goes to the line above.
        terminal.send("for x in 5\r", until: " .. ")
        terminal.send("\u{1B}[A\u{1B}[F 6\r", until: " .. ")
        terminal.send("print $x * 11\r", until: " .. ")
        #expect(terminal.send("end\r", until: "[4] ").contains("66"))
    }

    @Test func controlDClearsAnOpenBlockAndStays() throws {
        let terminal = try open()
        terminal.send("for x in 1\r", until: " .. ")
        terminal.send("\u{04}", until: "[1] ")
        #expect(terminal.send("print 42\r", until: "[2] ").contains("42"))
        terminal.send("\u{04}")
        #expect(terminal.end() == 0)
    }

    @Test func aWrongLineOfABlockIsToldAtOnceAndAllAtItsEnd() throws {
        let terminal = try open()
        terminal.send("space s\r", until: " .. ")
        #expect(terminal.send("x unifrom 0 1\r", until: " .. ").contains("uniform"))
        terminal.send("y uniform 0 1\r", until: " .. ")
        #expect(terminal.send("z chioce 1 2\r", until: " .. ").contains("choice"))
        let end = terminal.send("end\r", until: "[1] ")
        #expect(end.contains("'unifrom'") && end.contains("'chioce'") && end.contains("nothing has run"))
        terminal.send("for x in 1\r", until: " .. ")
        #expect(terminal.send("train svd d --n-facters 5\r", until: " .. ").contains("--n-factors"))
        terminal.send("\u{03}", until: "[1] ")
        #expect(terminal.send("print 42\r", until: "[2] ").contains("42"))
    }

    @Test func bytesThatAreNoUTF8AreShownAndNothingIsSwallowed() throws {
        let terminal = try open()
        let bytes = Array("print \"caf".utf8) + [0xE9] + Array("s\"\r".utf8)
        #expect(terminal.send(bytes, until: "[2] ").contains("caf\u{FFFD}s"))
    }

    @Test func aJoinedEmojiIsOneCharacter() throws {
        let terminal = try open()
        #expect(terminal.send("print \"👨‍👩‍👧👍🏽\u{7F}!\"\r", until: "[2] ").contains("\r\n👨‍👩‍👧!\r\n"))
        let flag = "print \"🇩🇪x\"" + String(repeating: "\u{1B}[D", count: 3) + "\u{1B}[3~y\r"
        #expect(terminal.send(flag, until: "[3] ").contains("\r\nyx\r\n"))
    }

    @Test func quittingEndsWithItsStatusAndWithoutAReport() throws {
        let terminal = try open()
        terminal.send("\u{1C}")
        #expect(terminal.end() == 131)
        #expect(!terminal.raw.contains("crashed"))
        let working = try open()
        working.send(load, until: "[2] ")
        working.send("m = train svd d --n-epochs 10000000\r", until: " left")
        working.send("\u{1C}")
        #expect(working.end() == 131)
        #expect(!working.raw.contains("crashed"))
    }

    @Test func stoppingWhereNoShellCouldContinueItIsIgnored() throws {
        let terminal = try open()
        terminal.send("print 4", until: "print 4")
        terminal.send("\u{1A}")
        #expect(terminal.send("2\r", until: "[2] ").contains("42"))
    }

    @Test func longResultsComeInPagesThatLoseNothing() throws {
        let terminal = try open(columns: 60)
        terminal.send(load, until: "[2] ")
        #expect(terminal.send("head d --n 100\r", until: "q leaves").contains("of 100"))
        terminal.send("\u{1B}[F", until: "-100 of 100")
        #expect(terminal.send("q", until: "[3] ").contains("_2 shows them again"))
        terminal.send("head d --n 100\r", until: "q leaves")
        // What is typed on is for the prompt.
        #expect(terminal.send("print 6 * 7\r", until: "[4] ").contains("42"))
        // What was typed before is too.
        #expect(terminal.send("head d --n 100\rprint 6 * 8\r", until: "[6] ").contains("48"))
        terminal.send("set pager off\r", until: "[7] ")
        #expect(!terminal.send("head d --n 100\r", until: "[8] ").contains("q leaves"))
    }

    /// Its colours take no room.
    @Test func aPictureThatFitsIsNoPage() throws {
        let terminal = try open(columns: 60, ["NO_COLOR": ""])
        terminal.send(load, until: "[2] ")
        #expect(!terminal.send("plot ratings d\r", until: "[3] ").contains("q leaves"))
        #expect(terminal.raw.contains("\u{1B}[3"))
    }

    @Test(arguments: [40, 60]) func linesBreakBetweenWordsAtTheWindowsWidth(columns: Int) throws {
        let terminal = try open(columns: columns, ["TERM": "dumb"])
        terminal.send("help train svd\r", until: "[2] ")
        let lines = terminal.raw.split(whereSeparator: \.isNewline)
        #expect(lines.allSatisfy { $0.count <= columns })
        #expect(terminal.raw.contains("n-factors"))
    }
}

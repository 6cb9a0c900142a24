import Script
import Testing

@Suite struct ScriptPiecesTests {
    private static let commands = CommandVocabulary(words: ["load"], subcommands: [:], groups: [])

    private func pieces(_ text: String) -> ScriptPieces { ScriptPieces(text, commands: Self.commands) }

    @Test(
        arguments: [
            "", "\n\n", "print 1", "# %% A\r\nprint 1\r\n\r\n# %% [markdown]\r\n# text\r\n", "\u{FEFF}# %%\nx = 1\n",
            "#!/usr/bin/env tunebook\nx = 1; y = 2\n\n# c\nfor n in 1 2\n  print n\nend\n# the end", "# %%\n# %%\n\n\n",
            "for x in", "# %% [raw]\n\n#y\nz", "e\u{301}\u{2028}\u{0B}\n# %%\u{301}\n",
        ])
    func thePiecesAreTheTextToTheByte(text: String) {
        #expect(pieces(text).text.utf8.elementsEqual(text.utf8))
    }

    @Test func withoutMarksEachStatementIsAPieceAndKeepsItsComments() {
        let script = pieces("#!/x\n\n# first\nx = 1; y = 2\n\nfor n in 1 2\n  print n\nend # c\n# last\n")
        #expect(!script.isMarked && script.head == "#!/x\n")
        #expect(script.pieces.map(\.source) == ["# first\nx = 1; y = 2", "for n in 1 2\n  print n\nend # c\n# last"])
    }

    @Test func markedPiecesAreStatementsTextsAndRawText() {
        let script = pieces(
            "#!/x\n\n# %% [markdown] Intro\n# # Title\n#\n# a\n\n# %% Run tags=[\"a\", \"b\"] k=\"v\"\n\nx = 1\n# %% [raw]\n# r\n"
        )
        #expect(script.head == "#!/x\n\n" && script.pieces.map(\.kind) == [.markdown, .code, .raw])
        #expect(script.pieces.map(\.source) == ["# Title\n\na", "x = 1", "r"])
        let marks = script.pieces.compactMap(\.mark).map { CellMark(Substring($0)) }
        #expect(marks.map(\.title) == ["Intro", "Run", nil] && marks[1].tags == ["a", "b"])
    }

    @Test func aRawCellIsNotRun() throws {
        let script = try Parser.parse(
            Source(name: "t", text: "# %% [raw]\nnot a script (\n# %%\nx = 1"), commands: Self.commands)
        #expect(script.statements.count == 1)
    }
}

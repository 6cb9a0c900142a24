import Notebook
import Script
import Testing
import Values

@Suite struct NotebookConversionTests {
    private static let commands = CommandVocabulary(words: ["load"], subcommands: [:], groups: [])

    private func notebook(_ text: String) throws -> JupyterNotebook {
        let script = ScriptPieces(text, commands: Self.commands)
        return try JupyterNotebook(utf8: Array(NotebookConversion.notebook(script).text.utf8), path: "a.ipynb")
    }

    /// Lines that say little or much, joined at random: whatever the text is, it comes back.
    @Test(arguments: 0..<120) func everyScriptComesBackToTheByte(seed: UInt64) throws {
        let lines = [
            "# %%", "# %% [markdown]", "# %% T tags=[\"a\"]", "# %% [raw] x", "# text", "#", "# ", "#y", "print 1", "",
            "  ", "\t", "for n in 1 2", "end", "a = 1; b = 2", "'open", "x \\", "漢🎉", "e\u{301} = 3", "\u{FEFF}", "#!x",
            "\u{0B}", "a\u{2028}b", "\u{1}", "# %%é", "# %% k=1",
        ]
        let ends = ["\n", "\n", "\r\n", "\n\n", "\r", ""]
        var state = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        func next(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        var text = ["", "", "\u{FEFF}", "#!x\n"][next(4)]
        for _ in 0..<next(10) { text += lines[next(lines.count)] + ends[next(ends.count)] }
        let back = NotebookConversion.script(try notebook(text)).text
        #expect(back.utf8.elementsEqual(text.utf8), "\(text.debugDescription) \(back.debugDescription)")
    }

    @Test func cellsHaveTheirTextTagsAndKernel() throws {
        let book = try notebook("#!/x\n# %% [markdown]\n# # T\n# %% Run tags=[\"a\"]\nx = 1\n")
        #expect(book.cells.map(\.kind) == [.markdown, .code] && book.cells.map(\.source) == ["# T", "x = 1"])
        #expect(book.cells[1].metadata["tags"] == ["a"])
        #expect(book.metadata["kernelspec"]?.object?["name"] == "tunebook")
    }

    @Test func aCellThatWasChangedComesBackAsItIsThen() throws {
        var book = try notebook("# %% A tags=[\"a\"]\n\nx = 1\n\n\n# %% [markdown]\n# t\n")
        book.cells[0].source = "x = 2"
        book.cells[0].metadata["tags"] = ["b"]
        book.cells.append(JupyterNotebook.Cell(.code, "print x"))
        book.cells.insert(JupyterNotebook.Cell(.raw, "r\n\ns"), at: 1)
        let text = NotebookConversion.script(book).text
        #expect(
            text == "# %% A tags=[\"b\"]\nx = 2\n\n# %% [raw]\n# r\n#\n# s\n\n# %% [markdown]\n# t\n\n# %%\nprint x\n")
    }

    @Test func aScriptWithoutMarksGetsThemOnceItHoldsText() throws {
        var book = try notebook("x = 1\nprint x\n")
        #expect(NotebookConversion.script(book).text == "x = 1\nprint x\n")
        book.cells.insert(JupyterNotebook.Cell(.markdown, "Now"), at: 1)
        let text = NotebookConversion.script(book).text
        #expect(text.hasPrefix("# %%\nx = 1\n") || text.hasPrefix("x = 1\n"))
        #expect(text.contains("# %% [markdown]\n# Now\n\n# %%\nprint x\n"))
    }

    @Test(
        arguments: [
            ("{\"cells\": [{\"a\"", "a.ipynb is no notebook, or is cut off: line 1"), ("[1, 2]", "it lacks nbformat"),
            ("{\"nbformat\": 4}", "a list of cells"), ("{\"nbformat\": 9, \"cells\": []}", "is of format 9"),
            ("{\"nbformat\": 3, \"worksheets\": []}", "nbconvert"),
            ("{\"nbformat\": 4, \"cells\": [3]}", "in its cell 1"),
            (
                "{\"nbformat\": 4, \"cells\": [], \"metadata\": {\"kernelspec\": {\"name\": \"ir\", \"language\": \"R\"}}}",
                "of R"
            ),
            ("{\"nbformat\": 4, \"cells\": [], \"metadata\": {\"kernelspec\": {\"name\": \"python3\"}}}", "of python3"),
        ])
    func whatIsNoNotebookOfOursIsSaid(text: String, words: String) {
        let error = #expect(throws: JupyterNotebookError.self) {
            try JupyterNotebook(utf8: Array(text.utf8), path: "a.ipynb")
        }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "none")")
    }

    @Test func sourcesMayBeListsOfLinesAndCellsEmpty() throws {
        let text = """
            {"nbformat": 4, "nbformat_minor": 2, "metadata": {}, "cells": [
            {"cell_type": "code", "source": ["x = 1\\n", "x"], "metadata": {}, "outputs": [], "execution_count": 3},
            {"cell_type": "code", "source": [], "metadata": {}}, {"cell_type": "markdown", "source": "a\\n\\nb"}]}
            """
        let book = try JupyterNotebook(utf8: Array(text.utf8), path: "a.ipynb")
        #expect(NotebookConversion.script(book).text == "# %%\nx = 1\nx\n\n# %%\n\n# %% [markdown]\n# a\n#\n# b\n")
    }
}

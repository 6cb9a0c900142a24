import Display
import Script
import Values

/// What a session did, as a document: text, statements, results and pictures.
package struct NotebookDocument: Sendable {
    package enum Format: String, CaseIterable, Sendable {
        case html, md, ipynb
        /// The statements alone, as a script.
        case tb
    }

    let entries: [Journal.Entry]
    /// Why cells are stale, by their places.
    let stale: [Int: String]
    let title: String

    /// - Parameters:
    ///   - title: what it is called where no heading in it says so.
    ///   - marksStale: whether cells are marked whose inputs have changed since they ran.
    package init(_ entries: [Journal.Entry], title: String, marksStale: Bool = true) {
        let shown = entries.filter { !$0.isAside }
        self.entries = shown
        stale = marksStale ? Journal.staleness(of: shown) : [:]
        self.title = title
    }

    package func text(_ format: Format) -> String {
        switch format {
        case .html: HTMLDocument(self).text
        case .md: MarkdownDocument.text(self)
        case .ipynb: notebook.text
        case .tb: script
        }
    }

    /// What is said of a stale cell.
    static func remark(_ reason: String) -> String { "stale: \(reason)" }

    // MARK: - A notebook of Jupyter

    private var notebook: JupyterNotebook {
        var cells: [JupyterNotebook.Cell] = []
        for (place, entry) in entries.enumerated() {
            if let title = entry.cell.title, entry.cell.markdown == nil {
                var heading = JupyterNotebook.Cell(.markdown, "## " + title)
                heading.metadata["tunebook"] = ["heading": true]
                cells.append(heading)
            }
            if let markdown = entry.cell.markdown {
                let heading = entry.cell.title.map { "## \($0)\n\n" } ?? ""
                if !(heading + markdown).isEmpty { cells.append(JupyterNotebook.Cell(.markdown, heading + markdown)) }
                continue
            }
            var cell = JupyterNotebook.Cell(.code, entry.text)
            cell.number = entry.cell.number
            var own = JSONObject()
            if let title = entry.cell.title { own["mark"] = .string("# %% " + title) }
            if let reason = stale[place] { own["stale"] = .string(reason) }
            if !own.isEmpty { cell.metadata["tunebook"] = .object(own) }
            let remarks = stale[place].map { [Journal.Shown.note(Self.remark($0))] } ?? []
            cell.outputs = (remarks + entry.shown).map { JupyterOutput.json($0, number: entry.cell.number) }
            cells.append(cell)
        }
        return JupyterNotebook(cells: cells, metadata: ["tunebook": ["marked": true]])
    }

    // MARK: - A script

    /// Cells that failed are there as comments, so that the script runs.
    private var script: String {
        entries.map { entry -> String in
            if let markdown = entry.cell.markdown {
                return mark("# %% [markdown]", entry) + commented(markdown)
            }
            let failed = entry.outcome == .failed || entry.outcome == .invalid || entry.outcome == .interrupted
            guard failed else { return mark("# %%", entry) + entry.text + "\n" }
            let reason = entry.outcome == .interrupted ? "interrupted" : "failed"
            return mark("# %%", entry) + commented("\(reason):\n" + entry.text)
        }.joined(separator: "\n")
    }

    private func mark(_ start: String, _ entry: Journal.Entry) -> String {
        start + (entry.cell.title.map { " " + $0 } ?? "") + "\n"
    }

    private func commented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "#\n" : "# \($0)\n" }.joined()
    }
}

/// What a cell showed, as a notebook of Jupyter holds it.
enum JupyterOutput {
    static func json(_ shown: Journal.Shown, number: Int?) -> JSONValue {
        switch shown {
        case .printed(let text): return stream("stdout", text)
        case .note(let text): return stream("stderr", text + "\n")
        case .error(let text):
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
                JSONValue.string(String($0))
            }
            return ["output_type": "error", "ename": "error", "evalue": lines.first ?? "", "traceback": .array(lines)]
        case .output(let output):
            return [
                "output_type": "display_data", "metadata": [:],
                "data": .object(bundle(output, number)),
            ]
        }
    }

    /// Long texts are lists of their lines.
    private static func bundle(_ output: Output, _ number: Int?) -> JSONObject {
        let bundle = MimeBundle.of(output, text: MimeBundle.text(of: output), prefix: "cell-\(number ?? 0)-")
        return JSONObject(bundle.map { ($0.key, JupyterNotebook.lines($0.value.plainText)) })
    }

    private static func stream(_ name: String, _ text: String) -> JSONValue {
        ["output_type": "stream", "name": .string(name), "text": JupyterNotebook.lines(text)]
    }
}

import Display

/// A document as Markdown, which reads well on a forge and as it stands.
package enum MarkdownDocument {
    package static func text(_ journal: Journal) -> String {
        text(NotebookDocument(journal.entries, title: "", marksStale: false))
    }

    static func text(_ document: NotebookDocument) -> String {
        document.entries.indices.map { cell(document.entries[$0], document.stale[$0]) }.filter { !$0.isEmpty }
            .joined(separator: "\n\n") + "\n"
    }

    private static func cell(_ entry: Journal.Entry, _ stale: String?) -> String {
        let renderer = MarkdownRenderer()
        var blocks = entry.cell.title.map { ["## " + $0] } ?? []
        if let markdown = entry.cell.markdown {
            if !markdown.isEmpty { blocks.append(markdown) }
        } else if !entry.text.isEmpty {
            blocks.append(renderer.block(entry.text, language: "tunebook"))
        }
        if let stale { blocks.append("> " + NotebookDocument.remark(stale)) }
        for shown in entry.shown {
            switch shown {
            case .printed(let text):
                blocks.append(renderer.block(text.hasSuffix("\n") ? String(text.dropLast()) : text))
            case .output(let output): blocks.append(renderer.render(output))
            case .note(let text):
                blocks.append(text.split(separator: "\n").map { "> " + $0 }.joined(separator: "\n"))
            case .error(let text): blocks.append(renderer.block(text))
            }
        }
        return blocks.joined(separator: "\n\n")
    }
}

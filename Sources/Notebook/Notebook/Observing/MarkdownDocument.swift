import Display

/// A journal as one Markdown document: texts, statements and what they gave.
package enum MarkdownDocument {
    package static func text(_ journal: Journal) -> String {
        journal.entries.map(cell).filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private static func cell(_ entry: Journal.Entry) -> String {
        let renderer = MarkdownRenderer()
        var blocks = entry.cell.title.map { ["## " + $0] } ?? []
        if let markdown = entry.cell.markdown {
            blocks.append(markdown)
        } else if !entry.cell.text.isEmpty {
            blocks.append(renderer.block(entry.cell.text, language: "tunebook"))
        }
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

/// What Tab offers.
package struct CompletionAnswer: Sendable {
    /// Where the text that is replaced begins, in characters from the line's start; it ends at the cursor.
    package var start: Int
    package var candidates: [Completion]

    package init(start: Int, candidates: [Completion]) {
        self.start = start
        self.candidates = candidates
    }
}

package struct Completion: Hashable, Sendable {
    /// What is put into the line.
    package let text: String
    /// What the list shows.
    package let display: String
    /// Whether a space follows: nothing more can be said here.
    package let endsWord: Bool

    package init(_ text: String, display: String? = nil, endsWord: Bool = true) {
        self.text = text
        self.display = display ?? text
        self.endsWord = endsWord
    }
}

/// A text as a terminal folds it.
package enum WrappedText {
    /// The row, from 0, in which a cursor after the text is.
    ///
    /// - Parameter indent: the columns before it, those of the prompt.
    package static func rows(
        _ text: some Sequence<Unicode.Scalar>, columns: Int, indent: Int, width: (Unicode.Scalar) -> Int
    ) -> Int {
        let columns = max(1, columns)
        var (row, column) = (indent / columns, indent % columns)
        for character in text {
            let next = width(character)
            // A wide character that does not fit goes to the next row as a whole; a full row ends at once.
            if character == "\n" || column + next > columns { (row, column) = (row + 1, 0) }
            if character != "\n" { column += next }
            if column >= columns { (row, column) = (row + 1, 0) }
        }
        return row
    }
}

/// Candidates in columns, as wide as the window and at most so many lines.
package enum CompletionList {
    package static func text(_ names: [String], columns: Int, rows: Int, width: (String) -> Int) -> String {
        let widest = (names.map(width).max() ?? 0) + 2
        let across = max(1, columns / max(1, widest))
        let most = max(1, rows - 2) * across
        let shown = names.count > most ? Array(names.prefix(most - across)) : names
        let down = (shown.count + across - 1) / across
        var lines = (0..<down).map { row in
            let cells = stride(from: row, to: shown.count, by: down).map { shown[$0] }
            return cells.enumerated().map { index, cell in
                index == cells.count - 1 ? cell : cell + String(repeating: " ", count: widest - width(cell))
            }.joined()
        }
        if shown.count < names.count { lines.append("… and \(names.count - shown.count) more") }
        return lines.joined(separator: "\n")
    }

    /// What all texts begin with.
    package static func commonBeginning(_ texts: [String]) -> String {
        guard let first = texts.first else { return "" }
        return texts.dropFirst().reduce(first) { String(zip($0, $1).prefix { $0 == $1 }.map(\.0)) }
    }
}

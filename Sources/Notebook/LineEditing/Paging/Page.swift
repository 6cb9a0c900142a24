/// A result as lines, for a window that is too small for it.
package struct Page: Sendable {
    /// As long as they are.
    package let lines: [String]
    /// How many of the first stay at the top: a table's head.
    package let head: Int
    /// Where columns begin that the window can be moved to; the first one's stays at the left.
    package let stops: [Int]
    /// The columns' names.
    package let names: [String]
    /// A row of the table, counted from 0, with all of its values, a name to a line; empty where there is none.
    package let record: @Sendable (Int) -> [String]

    package init(
        lines: [String], head: Int = 0, stops: [Int] = [], names: [String] = [],
        record: @escaping @Sendable (Int) -> [String] = { _ in [] }
    ) {
        self.lines = lines
        self.head = head
        self.stops = stops
        self.names = names
        self.record = record
    }
}

/// Columns of a terminal.
enum ColumnText {
    static func width(_ character: Character) -> Int {
        let scalars = character.unicodeScalars
        if scalars.count == 1, let only = scalars.first { return EditorState.columns(of: only) }
        return Clusters(width: EditorState.columns(of:)).columns(character)
    }

    static func width(_ text: some StringProtocol) -> Int { text.reduce(0) { $0 + width($1) } }

    /// So many columns of a text from one on, with blanks for what is cut through or not there.
    static func slice(_ text: String, from start: Int, columns: Int) -> String {
        var (result, used, place) = ("", 0, 0)
        for character in text {
            let next = width(character)
            defer { place += next }
            if place < start {
                if place + next > start, columns > 0 {
                    result += " "
                    used += 1
                }
                continue
            }
            guard used + next <= columns else { break }
            result.append(character)
            used += next
        }
        return result + String(repeating: " ", count: max(0, columns - used))
    }
}

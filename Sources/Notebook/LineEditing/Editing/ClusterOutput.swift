/// What libedit draws on its way to the terminal: UTF-8 in blocks that may cut a character, with the characters themselves in
/// place of their stand-ins.
///
/// How wide a joined emoji is differs between terminals, so each is asked for once: where the cursor is before it and behind.
/// A terminal that does not answer is taken to join, as the newer ones do.
package struct ClusterOutput {
    private struct Question {
        let character: Character
        var start: (row: Int, column: Int)?
    }

    /// Who has left so many questions open answers none.
    private static let limit = 32
    private static let question = Array("\u{1B}[6n".utf8)
    private var rest: [UInt8] = []
    private var asked: Set<Character> = []
    private var open: [Question] = []

    package init() {}

    /// - Parameter asks: whether the terminal may be asked for widths.
    package mutating func translate(_ bytes: some Sequence<UInt8>, _ clusters: Clusters, asks: Bool) -> [UInt8] {
        let all = rest + bytes
        rest = []
        guard !clusters.isEmpty else { return all }
        var end = all.count
        // What of the last character has not come yet.
        if let lead = all.suffix(3).lastIndex(where: { $0 >= 0xC0 }) {
            let length = all[lead] >= 0xF0 ? 4 : all[lead] >= 0xE0 ? 3 : 2
            if all.count - lead < length { end = lead }
        }
        rest = Array(all[end...])
        let mayAsk = asks && open.count < Self.limit
        var result: [UInt8] = []
        for scalar in String(decoding: all[..<end], as: UTF8.self).unicodeScalars {
            guard let (character, text) = clusters.shown(scalar) else {
                result += String(scalar).utf8
                continue
            }
            let isNew = mayAsk && asked.insert(character).inserted
            if isNew { open.append(Question(character: character)) }
            result += (isNew ? Self.question : []) + text.utf8 + (isNew ? Self.question : [])
        }
        return result
    }

    /// What the terminal says of its cursor, once for each question.
    ///
    /// - Parameter window: the columns of the window.
    /// - Returns: a character that the terminal shows in another width than it is taken for.
    package mutating func answer(row: Int, column: Int, window: Int, _ clusters: Clusters) -> Character? {
        guard let question = open.first else { return nil }
        guard let start = question.start else {
            open[0].start = (row, column)
            return nil
        }
        open.removeFirst()
        // At the window's edge nothing can be told.
        guard row == start.row, column > start.column, column < window else { return nil }
        return column - start.column == clusters.columns(question.character) ? nil : question.character
    }
}

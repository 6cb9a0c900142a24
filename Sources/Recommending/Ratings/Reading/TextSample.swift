/// The first records of a text, split by one separator.
struct TextSample {
    struct Record {
        let line: Int
        let fields: [String]
        /// Where it begins in the text.
        let start: Int
        let next: Int

        var isEmpty: Bool { fields.allSatisfy { $0.allSatisfy { $0 == " " } } }
    }

    private(set) var records: [Record] = []
    /// Why it could not be split to its end.
    private(set) var ending: RecordGrammar.Ending?
    private(set) var faultLine = 1
    let grammar: RecordGrammar

    /// - Parameters:
    ///   - start: where the first record begins, in this line.
    ///   - isComment: told a line's first byte.
    init(
        _ text: [UInt8], from start: Int, line: Int, grammar: RecordGrammar, limit: Int = 200,
        isComment: (UInt8) -> Bool = { _ in false }
    ) {
        self.grammar = grammar
        var (place, line) = (start, line)
        let span = text.span
        while place < text.count, records.count < limit {
            if isComment(text[place]) {
                place = (text[place...].firstIndex(of: grammar.lineEnd) ?? text.count - 1) + 1
                line += 1
                continue
            }
            var fields: [TextField] = []
            let ending = grammar.read(span, from: place) { fields.append(TextField(bytes: $1, isQuoted: $2)) }
            guard case .complete(_, let lines, let next) = ending else {
                // A record that goes on behind the sample is no fault.
                if case .open = ending, !records.isEmpty { return }
                self.ending = ending
                faultLine = line
                return
            }
            let layout = ColumnLayout(
                grammar: grammar, user: 0, item: 0, rating: nil, timestamp: nil, columns: 0, commentSign: nil,
                decimalMark: UInt8(ascii: "."), timeKind: .number)
            let record = Record(line: line, fields: fields.map { layout.text(of: $0, span) }, start: place, next: next)
            if !record.isEmpty { records.append(record) }
            line += lines
            place = next
        }
    }

    /// Fields up to the last one that holds anything in any row.
    var width: Int {
        records.map { ($0.fields.lastIndex { !$0.isEmpty } ?? -1) + 1 }.max() ?? 0
    }
}

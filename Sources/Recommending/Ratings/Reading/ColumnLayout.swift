/// Where everything stands in a text of ratings, as given or as found.
struct ColumnLayout: Sendable {
    let grammar: RecordGrammar
    /// The columns of user, item, rating and timestamp, from 0.
    let user: Int
    let item: Int
    let rating: Int?
    let timestamp: Int?
    /// How many columns a row has.
    let columns: Int
    /// What begins a line of comment, in a text that begins with such lines.
    let commentSign: UInt8?
    let decimalMark: UInt8
    let timeKind: TimeText.Kind

    var leastColumns: Int { max(user, item, rating ?? 0, timestamp ?? 0) + 1 }

    var expectedTime: String {
        let what = timeKind == .number ? "a number" : "a date of ISO 8601"
        return "a timestamp (\(what); --columns without the timestamp leaves times out)"
    }

    /// A field's bytes without what its quotes needed.
    func content(of field: TextField, _ text: borrowing Span<UInt8>) -> [UInt8] {
        var content: [UInt8] = []
        content.reserveCapacity(field.bytes.count)
        var place = field.bytes.lowerBound
        while place < field.bytes.upperBound {
            let byte = text[place]
            let isDouble = byte == RecordGrammar.quote || byte == grammar.escape
            if field.isQuoted, isDouble, place + 1 < field.bytes.upperBound { place += 1 }
            content.append(text[place])
            place += 1
        }
        return content
    }

    func text(of field: TextField, _ text: borrowing Span<UInt8>) -> String {
        String(decoding: content(of: field, text), as: UTF8.self)
    }

    func trimmedText(of field: TextField, _ text: borrowing Span<UInt8>) -> String {
        String(copying: text.extracting(Digits.trimmed(text, field.bytes)))
    }

    func number(_ field: TextField, _ text: borrowing Span<UInt8>) -> Double? {
        Digits.number(text, field.bytes, decimalMark: decimalMark)
    }

    /// Whether a rating is none: nothing, or a word that programs write for nothing.
    func isMissing(_ field: TextField, _ text: borrowing Span<UInt8>) -> Bool {
        field.bytes.isEmpty
            || ["", "na", "nan", "n/a", "null", "none", "nil", "\\n", "-", "?", "."].contains(
                trimmedText(of: field, text).lowercased())
    }
}

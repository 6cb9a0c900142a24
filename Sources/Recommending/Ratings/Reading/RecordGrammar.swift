/// How records and fields follow one another in a text (RFC 4180 and its relatives).
struct RecordGrammar: Sendable, Hashable {
    static let recordLimit = 1 << 20
    static let quote = UInt8(ascii: "\"")
    static let blank = UInt8(ascii: " ")
    static let tab = UInt8(ascii: "\t")

    let separator: [UInt8]
    let lineEnd: UInt8
    let escape: UInt8?
    /// Any run of blanks and tabs is one separator, and none at the ends of a line.
    let hasRuns: Bool
    private let first: UInt8
    private let isSingle: Bool

    init(separator: String, lineEnd: UInt8 = 0x0A, escape: UInt8? = nil) {
        self.separator = Array(separator.utf8)
        self.lineEnd = lineEnd
        self.escape = escape
        hasRuns = separator == " "
        first = self.separator.first ?? 0
        isSingle = self.separator.count == 1
    }

    enum Ending: Hashable {
        /// The record's fields, its lines and where the next one begins.
        case complete(columns: Int, lines: Int, next: Int)
        /// The text ends within quotes that were opened here.
        case open(quote: Int)
        case textAfterQuote(field: Int)
        case tooLong
    }

    /// Reads the record that begins at `start` in a text that ends with a line's end.
    ///
    /// - Parameter field: told the column, the bytes of the field without blanks and quotes around it, and whether it
    ///   was quoted. Where it was not, blanks around it belong to it.
    @inline(__always)
    func read(
        _ text: borrowing Span<UInt8>, from start: Int,
        field: (_ column: Int, _ bytes: Range<Int>, _ isQuoted: Bool) -> Void
    ) -> Ending {
        let end = text.count
        var column = 0
        var lines = 1
        var place = start
        if hasRuns { while isBlank(text[place]) { place += 1 } }
        while true {
            let fieldStart = place
            var byte = text[place]
            if byte == Self.quote || byte == Self.blank {
                while byte == Self.blank, !hasRuns {
                    place += 1
                    byte = text[place]
                }
                if byte == Self.quote {
                    guard let close = closing(text, place, end, &lines) else {
                        return end - place > Self.recordLimit ? .tooLong : .open(quote: place)
                    }
                    field(column, (place + 1)..<close, true)
                    place = close + 1
                    if !hasRuns { while text[place] == Self.blank { place += 1 } }
                    if !isSeparator(text, place), !isEnd(text, place) { return .textAfterQuote(field: fieldStart) }
                } else {
                    place = unquoted(text, place)
                    field(column, fieldStart..<trimmed(text, fieldStart, place), false)
                }
            } else {
                place = unquoted(text, place)
                field(column, fieldStart..<trimmed(text, fieldStart, place), false)
            }
            column += 1
            if hasRuns {
                while isBlank(text[place]) { place += 1 }
                if !isEnd(text, place) { continue }
            } else if isSeparator(text, place) {
                place += separator.count
                continue
            }
            if text[place] != lineEnd { place += 1 }
            if place - start > Self.recordLimit { return .tooLong }
            return .complete(columns: column, lines: lines, next: place + 1)
        }
    }

    @inline(__always)
    private func isBlank(_ byte: UInt8) -> Bool { byte == Self.blank || byte == Self.tab }

    @inline(__always)
    private func isSeparator(_ text: borrowing Span<UInt8>, _ place: Int) -> Bool {
        let byte = text[place]
        if hasRuns { return isBlank(byte) }
        guard byte == first else { return false }
        return isSingle || matches(text, place)
    }

    private func matches(_ text: borrowing Span<UInt8>, _ place: Int) -> Bool {
        guard place + separator.count <= text.count else { return false }
        for (offset, byte) in separator.enumerated() where text[place + offset] != byte { return false }
        return true
    }

    /// A line's end, or the CR before it.
    @inline(__always)
    private func isEnd(_ text: borrowing Span<UInt8>, _ place: Int) -> Bool {
        text[place] == lineEnd || (text[place] == 0x0D && text[place + 1] == lineEnd)
    }

    /// Where the field that begins at `place` ends: at a separator or the line's end.
    @inline(__always)
    private func unquoted(_ text: borrowing Span<UInt8>, _ start: Int) -> Int {
        var place = start
        if isSingle, !hasRuns {
            let (first, lineEnd) = (first, lineEnd)
            while text[place] != first, text[place] != lineEnd { place += 1 }
            return place
        }
        while text[place] != lineEnd, !isSeparator(text, place) { place += 1 }
        return place
    }

    /// The field's end without the CR that belongs to the line's end.
    @inline(__always)
    private func trimmed(_ text: borrowing Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        end > start && text[end] == lineEnd && text[end - 1] == 0x0D && lineEnd != 0x0D ? end - 1 : end
    }

    /// The quote that closes the one at `start`; two of them, or one behind the escape, are a quote of the text.
    private func closing(_ text: borrowing Span<UInt8>, _ start: Int, _ end: Int, _ lines: inout Int) -> Int? {
        var place = start + 1
        var inner = 0
        while place < end {
            let byte = text[place]
            if byte == Self.quote {
                guard place + 1 < end, text[place + 1] == Self.quote else {
                    lines += inner
                    // A quote at the very end of the text closes nothing that a line's end follows.
                    return place + 1 < end ? place : nil
                }
                place += 1
            } else if byte == escape, place + 1 < end {
                place += 1
            } else if byte == lineEnd {
                inner += 1
            }
            place += 1
        }
        return nil
    }
}

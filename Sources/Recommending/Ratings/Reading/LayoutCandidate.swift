/// A layout that a separator would give, and how well the first rows fit it.
struct LayoutCandidate {
    let separator: String
    let sample: TextSample
    private(set) var notices: [String] = []
    private(set) var hasHeader = false
    private(set) var layout: ColumnLayout?
    /// Whether every row of the sample has its numbers.
    private(set) var fits = false
    private(set) var failure: RatingsError?
    private let path: String
    private let format: CSVFormat
    private let names: [String]

    /// - Parameter headings: names from outside the text; none where it has its own, or has none.
    init(
        _ separator: String, _ sample: TextSample, _ preamble: Preamble, path: String, format: CSVFormat,
        headings: [String] = []
    ) {
        self.separator = separator
        self.sample = sample
        self.path = path
        self.format = format
        names = headings
        do { try find(preamble) } catch let error as RatingsError { failure = error } catch {}
    }

    /// The line and the place of the first row.
    var firstRow: TextSample.Record? {
        hasHeader ? sample.records.dropFirst().first : sample.records.first
    }

    private mutating func find(_ preamble: Preamble) throws {
        guard let first = sample.records.first else { return }
        let commented = preamble.lastComment.map { Self.fields(of: $0, separator) } ?? []
        let isHeadInComment = format.header == nil && HeadShape.names(commented, format)
        hasHeader = !isHeadInComment && (format.header ?? HeadShape(sample, format).isHead)
        let headings = isHeadInComment ? commented : hasHeader ? first.fields.map(Self.trimmed) : names
        let rows = hasHeader ? Array(sample.records.dropFirst()) : sample.records
        var width = headings.isEmpty ? min(sample.width, first.fields.count) : headings.count
        var offset = 0
        if hasHeader, RowNames.areThere(rows, width: width) {
            offset = 1
            width += 1
            notices.append("the first column has no name and numbers the rows; it is passed over")
        }
        var finder = ColumnPlaces(path: path, format: format, headings: headings, width: width - offset)
        let places = try finder.places().mapValues { $0 + offset }
        notices += finder.notices
        guard let user = places[.user], let item = places[.item] else { return }
        let rating = format.implicit ? nil : places[.rating]
        let mark = decimalMark(rows, rating)
        let times = places[.timestamp].map { place in
            rows.compactMap { $0.fields.count > place ? $0.fields[place] : nil }
        }
        let firstTime = times?.lazy.compactMap { TimeText(Self.trimmed($0), decimalMark: mark) }.first
        layout = ColumnLayout(
            grammar: sample.grammar, user: user, item: item, rating: rating, timestamp: places[.timestamp],
            columns: width, commentSign: preamble.commentSign, decimalMark: mark, timeKind: firstTime?.kind ?? .number)
        fits =
            rows.allSatisfy { row in
                row.fields.count >= width && row.fields[width...].allSatisfy(\.isEmpty)
                    && rating.map { Self.number(row.fields[$0], mark) != nil } ?? true
            } && (!rows.isEmpty || hasHeader)
        if headings.isEmpty { notices += HeadShape(sample, format).doubts }
        if headings.isEmpty, format.columns == nil, let odd = times?.first(where: { Self.isOddTime($0, mark) }) {
            notices.append("column \(width) is taken for times, such as \(odd); --columns says what the columns are")
        }
    }

    /// A comma where every rating of the sample needs it, and can't separate columns.
    private mutating func decimalMark(_ rows: [TextSample.Record], _ rating: Int?) -> UInt8 {
        let (point, comma) = (UInt8(ascii: "."), UInt8(ascii: ","))
        if let mark = format.decimalMark?.utf8.first { return mark }
        guard let rating, separator != "," else { return point }
        let values = rows.compactMap { $0.fields.count > rating ? $0.fields[rating] : nil }
        let needsComma = values.contains { Self.number($0, point) == nil && Self.number($0, comma) != nil }
        let rest = values.allSatisfy { Self.number($0, comma) != nil || $0.isEmpty }
        guard needsComma, rest else { return point }
        notices.append(
            "numbers have a decimal comma, as in \(values.first { $0.contains(",") } ?? ","); --decimal says another")
        return comma
    }

    private static func isOddTime(_ text: String, _ mark: UInt8) -> Bool {
        guard let time = TimeText(trimmed(text), decimalMark: mark), time.kind == .number else { return false }
        return time.ticks < 0 || (time.decimals > 0 && time.ticks / Timestamps.powers[time.decimals] < 1_000_000)
    }

    private static func fields(of line: String, _ separator: String) -> [String] {
        let parts = separator == " " ? line.split { $0 == " " || $0 == "\t" } : line.split(separator: separator)
        return parts.map { trimmed(String($0)) }
    }

    static func trimmed(_ text: String) -> String {
        var text = Substring(text)
        while text.first == " " { text = text.dropFirst() }
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }

    static func number(_ text: String, _ mark: UInt8) -> Double? {
        let bytes = Array(text.utf8)
        return Digits.number(bytes.span, 0..<bytes.count, decimalMark: mark)
    }
}

/// R writes the names of rows, by default their numbers, before the columns that its head names.
private enum RowNames {
    static func areThere(_ rows: [TextSample.Record], width: Int) -> Bool {
        guard rows.count > 1, let first = rows.first, first.fields.count == width + 1,
            rows.allSatisfy({ $0.fields.count == width + 1 })
        else { return false }
        return rows.enumerated().allSatisfy { $0.element.fields[0] == String($0.offset + 1) } && first.fields.last != ""
    }
}

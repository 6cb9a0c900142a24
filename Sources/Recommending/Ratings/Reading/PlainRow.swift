/// A row as most files have it: whole numbers for user, item and time, a short decimal number for the rating, no quotes and
/// no blanks. It is read in one pass; every other row is left to `RowParser`'s general way, which gives the same for these.
struct PlainRow {
    private(set) var user = 0
    private(set) var item = 0
    private(set) var rating = 1.0
    private(set) var time = 0
    /// Where the next record begins.
    private(set) var next = 0

    /// - Returns: `nil` for any other row.
    @inline(__always)
    init?(_ text: borrowing Span<UInt8>, at start: Int, _ columns: Columns) {
        var place = start
        for column in 0..<columns.count {
            switch columns.role(of: column) {
            case Columns.user:
                guard let value = Self.integer(text, &place) else { return nil }
                user = value
            case Columns.item:
                guard let value = Self.integer(text, &place) else { return nil }
                item = value
            case Columns.rating:
                guard let value = Self.decimal(text, &place, columns.decimalMark) else { return nil }
                rating = value
            case Columns.timestamp:
                guard let value = Self.integer(text, &place) else { return nil }
                time = value
            default:
                if text[place] == RecordGrammar.quote || text[place] == RecordGrammar.blank { return nil }
                while text[place] != columns.separator, text[place] != columns.lineEnd { place += 1 }
            }
            if column + 1 < columns.count {
                guard text[place] == columns.separator else { return nil }
                place += 1
            }
        }
        if text[place] == 0x0D, columns.lineEnd != 0x0D { place += 1 }
        guard text[place] == columns.lineEnd else { return nil }
        next = place + 1
    }

    /// A whole number in canonical form of at most eighteen digits.
    @inline(__always)
    private static func integer(_ text: borrowing Span<UInt8>, _ place: inout Int) -> Int? {
        let start = place
        var value = 0
        var digit = text[place] &- 0x30
        let isZero = digit == 0
        while digit <= 9 {
            value = value &* 10 &+ Int(digit)
            place += 1
            digit = text[place] &- 0x30
        }
        let count = place - start
        return count == 0 || count > 18 || (isZero && count > 1) ? nil : value
    }

    @inline(__always)
    private static func decimal(_ text: borrowing Span<UInt8>, _ place: inout Int, _ mark: UInt8) -> Double? {
        let start = place
        var mantissa = 0
        var decimals = 0
        var digit = text[place] &- 0x30
        while digit <= 9 {
            mantissa = mantissa &* 10 &+ Int(digit)
            place += 1
            digit = text[place] &- 0x30
        }
        guard place > start else { return nil }
        if text[place] == mark {
            let point = place
            place += 1
            digit = text[place] &- 0x30
            while digit <= 9 {
                mantissa = mantissa &* 10 &+ Int(digit)
                place += 1
                digit = text[place] &- 0x30
            }
            decimals = place - point - 1
        }
        // So many digits are exact without a detour.
        guard place - start <= 15 else { return nil }
        return decimals == 0 ? Double(mantissa) : Double(mantissa) / Digits.powersOfTen[decimals]
    }

    /// Which column means what, as numbers that a loop compares fast.
    struct Columns: Sendable {
        static let user: UInt8 = 1
        static let item: UInt8 = 2
        static let rating: UInt8 = 3
        static let timestamp: UInt8 = 4

        let count: Int
        let separator: UInt8
        let lineEnd: UInt8
        let decimalMark: UInt8
        /// Four bits a column, the first in the lowest.
        private let roles: UInt64

        /// - Returns: `nil` for layouts whose rows are never plain.
        init?(_ layout: ColumnLayout, _ format: CSVFormat) {
            guard layout.grammar.separator.count == 1, !layout.grammar.hasRuns, layout.columns <= 16,
                layout.columns >= layout.leastColumns, layout.timestamp == nil || layout.timeKind == .number
            else { return nil }
            count = layout.columns
            separator = layout.grammar.separator[0]
            lineEnd = layout.grammar.lineEnd
            decimalMark = layout.decimalMark
            let places: [(Int?, UInt8)] = [
                (layout.user, Self.user), (layout.item, Self.item), (layout.rating, Self.rating),
                (layout.timestamp, Self.timestamp),
            ]
            roles = places.reduce(0) { roles, one in one.0.map { roles | UInt64(one.1) << (4 * UInt64($0)) } ?? roles }
        }

        @inline(__always)
        func role(of column: Int) -> UInt8 { UInt8(truncatingIfNeeded: roles >> (4 * UInt64(column))) & 0xF }
    }
}

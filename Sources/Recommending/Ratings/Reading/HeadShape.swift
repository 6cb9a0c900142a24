/// Whether a text's first record names columns.
struct HeadShape {
    private let first: [String]
    private let rows: [TextSample.Record]
    private let format: CSVFormat

    init(_ sample: TextSample, _ format: CSVFormat) {
        first = (sample.records.first?.fields ?? []).map(LayoutCandidate.trimmed)
        rows = Array(sample.records.dropFirst())
        self.format = format
    }

    /// Whether names say where the user and the item stand, with nothing but names among them.
    static func names(_ fields: [String], _ format: CSVFormat) -> Bool {
        guard !fields.contains(where: { isNumber($0) }) else { return false }
        return [ColumnRole.user, .item].allSatisfy { role in fields.contains { role.rank($0, format.value) != nil } }
    }

    var isHead: Bool {
        guard !first.isEmpty else { return false }
        if isGiven || Self.names(first, format) { return true }
        if namesOverNumbers { return true }
        // A row has a user and an item, and a number for its rating.
        if first.contains(where: Self.isNumber) { return first[0].isEmpty && areSuccessive(first.dropFirst()) }
        let knowsOne = first.contains { ColumnRole.isKnown($0, format.value) }
        if format.implicit { return knowsOne || hasNumbersBelow }
        return knowsOne || hasNumbersBelow || rows.isEmpty
    }

    /// A name that every data set gives, over numbers: the columns beside it may be called by numbers, as those of a matrix.
    private var namesOverNumbers: Bool {
        !rows.isEmpty
            && first.indices.contains { place in
                ColumnRole(own: first[place], format.value) != nil
                    && rows.allSatisfy { $0.fields.count > place && Self.isNumber($0.fields[place]) }
            }
    }

    /// A column that was asked for by a name that stands here.
    private var isGiven: Bool {
        let names = (format.columns ?? []).filter { Int($0) == nil } + format.namedColumns.map(\.name)
        return names.contains { first.contains($0) } && !first.contains(where: Self.isNumber)
    }

    /// Whether a column that is text here is numbers below.
    private var hasNumbersBelow: Bool {
        !rows.isEmpty
            && first.indices.contains { place in
                rows.allSatisfy { $0.fields.count > place && Self.isNumber($0.fields[place]) }
            }
    }

    /// 0, 1, 2 and so on, as pandas names columns without names.
    private func areSuccessive(_ fields: ArraySlice<String>) -> Bool {
        fields.count > 1 && fields.enumerated().allSatisfy { $0.element == String($0.offset) }
    }

    /// What is unclear where the first record is taken as a row.
    var doubts: [String] {
        guard format.header == nil, !rows.isEmpty else { return [] }
        let ids = first.prefix(2)
        let isAllNames = format.implicit && ids.allSatisfy { !$0.utf8.contains { (0x30...0x39).contains($0) } }
        let differs = rows.contains { $0.fields.prefix(2).contains { $0.utf8.contains { (0x30...0x39).contains($0) } } }
        guard isAllNames && differs || areSuccessive(first[...]) else { return [] }
        return [
            "the first line (\(first.joined(separator: ", "))) is taken as a rating; --header says that it names the columns"
        ]
    }

    private static func isNumber(_ text: String) -> Bool {
        LayoutCandidate.number(text, UInt8(ascii: ".")) != nil || LayoutCandidate.number(text, UInt8(ascii: ",")) != nil
    }
}

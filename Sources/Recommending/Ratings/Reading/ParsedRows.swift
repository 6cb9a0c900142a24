/// What a block of text holds: the rows in its own vocabularies, and what was remarkable about them. Lines count from
/// the block's first, which is 1.
struct ParsedRows: Sendable {
    /// Of the block alone; empty when it is read.
    var users = Vocabulary()
    var items = Vocabulary()
    /// What the positions stand for, when the block is read.
    private(set) var userIDs: [EntityID] = []
    private(set) var itemIDs: [EntityID] = []
    var userPositions: [Int32] = []
    var itemPositions: [Int32] = []
    var ratings: [Double] = []
    var ticks: [Int64] = []
    var decimals = 0
    /// Each row's line, where they are not just one a row.
    var lines: [Int32] = []
    var lineCount = 0
    var fault: RowFault?
    /// Where a record begins that the block does not hold to its end.
    var rest: Int?
    var missing = Remarks()
    var comments = Remarks()
    var blankIDs = Remarks()

    var count: Int { userPositions.count }

    /// Keeps of the vocabularies only the identifiers: what finds them is larger, and rows wait for their block's turn.
    mutating func close() {
        (userIDs, users) = (users.ids, Vocabulary())
        (itemIDs, items) = (items.ids, Vocabulary())
    }

    /// - Parameter line: of the row that was added last.
    mutating func note(line: Int) {
        if lines.isEmpty, line == count { return }
        if lines.isEmpty { lines = (1..<max(1, Int32(count))).map { $0 } }
        lines.append(Int32(line))
    }

    func line(ofRow row: Int) -> Int { lines.isEmpty ? row + 1 : Int(lines[row]) }
}

/// How often something was met, and where first.
struct Remarks: Hashable, Sendable {
    private(set) var count = 0
    private(set) var firstLine = 0

    mutating func add(line: Int) {
        if count == 0 { firstLine = line }
        count += 1
    }

    mutating func add(_ other: Remarks, after lines: Int) {
        if count == 0, other.count > 0 { firstLine = other.firstLine + lines }
        count += other.count
    }
}

/// What is wrong with a row, before it is known in which line of the file its block begins.
struct RowFault: Sendable {
    enum Kind: Sendable {
        case field(expected: String, found: String)
        case columns(expected: Int, found: Int)
        case tooLong
        case notText
    }

    let kind: Kind
    let line: Int
    /// From 1, in bytes.
    let column: Int

    func error(path: String, after lines: Int) -> RatingsError {
        let line = line + lines
        return switch kind {
        case .field(let expected, let found):
            .field(path: path, line: line, column: column, expected: expected, found: found)
        case .columns(let expected, let found): .rowLength(path: path, line: line, expected: expected, found: found)
        case .tooLong: .longLine(path: path, line: line)
        case .notText: .notText(path: path, line: line, column: column)
        }
    }
}

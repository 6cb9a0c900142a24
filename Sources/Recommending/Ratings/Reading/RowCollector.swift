import Compute
import Platform

/// Puts the rows of blocks together, in the order of the text.
struct RowCollector: ResultSink, Sendable {
    /// A block and what a parser made of it.
    struct Result: Sendable {
        let bytes: [UInt8]
        let position: Int
        let rows: ParsedRows
    }

    let parser: RowParser
    private let path: String
    private let length: Int?
    private let progress: (@Sendable (Int, Int) throws -> Void)?
    private var lineCount: Int
    /// The beginning of a record that its block did not hold to its end.
    private var open: [UInt8] = []
    private var openFault: RatingsError?

    private(set) var users = Vocabulary()
    private(set) var items = Vocabulary()
    private(set) var userPositions: [Int32] = []
    private(set) var itemPositions: [Int32] = []
    private(set) var ratings: [Double] = []
    private(set) var ticks: [Int64] = []
    private(set) var decimals = 0
    private(set) var missing = Remarks()
    private(set) var comments = Remarks()
    private(set) var blankIDs = Remarks()
    /// For each block the row and the line where it begins, and its rows' own lines where they are not one a row.
    private var lines: [(row: Int, line: Int, own: [Int32])] = []

    init(
        _ parser: RowParser, path: String, length: Int?, lines: Int, progress: (@Sendable (Int, Int) throws -> Void)?
    ) {
        self.parser = parser
        self.path = path
        self.length = length
        self.progress = progress
        lineCount = lines
    }

    mutating func take(_ result: Result) throws {
        // A record that is open at its block's end goes on in the next, which was read as if it began a record.
        let rows = open.isEmpty ? result.rows : parser.rows(of: open + result.bytes)
        let bytes = open.isEmpty ? result.bytes : open + result.bytes
        open = []
        try add(rows, position: result.position)
        if let rest = rows.rest, bytes.count - rest <= RecordGrammar.recordLimit {
            open = Array(bytes[rest...])
            openFault = rows.fault?.error(path: path, after: lineCount)
        } else if let fault = rows.fault {
            throw fault.error(path: path, after: lineCount)
        }
        lineCount += rows.lineCount
        try progress?(result.position, max(result.position, length ?? 0))
    }

    /// - Throws: what is wrong with a record that never ended.
    func finish() throws {
        if !open.isEmpty, let openFault { throw openFault }
    }

    private mutating func add(_ rows: ParsedRows, position: Int) throws {
        try reserve(rows.count, position)
        let newUsers = rows.userIDs.map { Int32(users.insert($0)) }
        let newItems = rows.itemIDs.map { Int32(items.insert($0)) }
        lines.append((ratings.count, lineCount, rows.lines))
        for user in rows.userPositions { userPositions.append(newUsers[Int(user)]) }
        for item in rows.itemPositions { itemPositions.append(newItems[Int(item)]) }
        ratings += rows.ratings
        try add(rows.ticks, decimals: rows.decimals)
        missing.add(rows.missing, after: lineCount)
        comments.add(rows.comments, after: lineCount)
        blankIDs.add(rows.blankIDs, after: lineCount)
    }

    private mutating func add(_ more: [Int64], decimals other: Int) throws {
        if other > decimals {
            guard let finer = Timestamps.rescaled(ticks, by: other - decimals) else {
                throw RatingsError.timesTooFine(path: path)
            }
            (ticks, decimals) = (finer, other)
        }
        guard let more = Timestamps.rescaled(more, by: decimals - other) else {
            throw RatingsError.timesTooFine(path: path)
        }
        ticks += more
    }

    /// Makes room for all rows that the file will have, as far as those so far tell: growing by doubling would take twice
    /// the memory.
    ///
    /// - Throws: `RatingsError.tooLarge`: a small file can hold far more than it seems to.
    private mutating func reserve(_ count: Int, _ position: Int) throws {
        guard ratings.count + count > ratings.capacity else { return }
        let sum = ratings.count + count
        let whole = length.map { Double($0) / Double(max(1, position)) } ?? 1
        let expected = max(Int(Double(sum) * min(max(whole, 1), 1e4) * 1.25), sum)
        // Half of the memory: while an array grows it is there twice.
        guard sum * 24 <= MachineMemory.limit / 2 else { throw RatingsError.tooLarge(path: path, rows: sum) }
        userPositions.reserveCapacity(expected)
        itemPositions.reserveCapacity(expected)
        ratings.reserveCapacity(expected)
        if parser.layout.timestamp != nil { ticks.reserveCapacity(expected) }
    }

    func line(ofRow row: Int) -> Int {
        var (low, high) = (0, lines.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if lines[middle].row <= row { low = middle } else { high = middle }
        }
        let block = lines[low]
        let place = row - block.row
        return block.line + (block.own.isEmpty ? place + 1 : Int(block.own[place]))
    }
}

extension Timestamps {
    /// - Returns: `nil` where a time would not fit into 64 bits.
    static func rescaled(_ ticks: [Int64], by decimals: Int) -> [Int64]? {
        guard decimals > 0 else { return ticks }
        var isOver = false
        let scaled = ticks.map { tick in
            let (product, overflow) = tick.multipliedReportingOverflow(by: powers[decimals])
            isOver = isOver || overflow
            return product
        }
        return isOver ? nil : scaled
    }
}

import Compute
package import Platform

/// A text of ratings, read by several threads at once. The table is the same, to the bit, at any number of them.
package struct RatingText {
    package let path: String
    package private(set) var format: CSVFormat
    /// What the head names, where it is not in the text.
    package var headings: [String] = []
    package var threads = CoreBudget.available

    package init(path: String, format: CSVFormat) {
        self.path = path
        self.format = format
    }

    /// Rows that were made here, whatever the file has, stand between commas and under no head.
    package mutating func takesCommas() {
        format.separator = ","
        format.header = false
        format.decimalMark = "."
        format.escape = nil
    }

    /// What was read, and what was chosen or left out in doing so, for people.
    package struct Reading: Sendable {
        package let table: RatingTable
        package let notices: [String]

        package func with(notice: String?) -> Reading {
            Reading(table: table, notices: (notice.map { [$0] } ?? []) + notices)
        }
    }

    /// - Parameter progress: called now and then, on any thread, with the bytes read and the bytes in all; what it throws
    ///   ends the reading.
    /// - Throws: `RatingsError` with the line and the column, or what the stream throws.
    package func read(
        _ stream: sending any ByteStream, titles: [EntityID: String] = [:],
        progress: (@Sendable (Int, Int) throws -> Void)? = nil
    ) throws -> Reading {
        let length = stream.length ?? 1
        var (blocks, collector, finding) = try beginning(of: stream, progress)
        let parser = collector.parser
        collector = try OrderedWork.run(threads: threads, from: blocks, into: consume collector) { block in
            RowCollector.Result(bytes: block.bytes, position: block.position, rows: parser.rows(of: block.bytes))
        }
        try collector.finish()
        return try reading(of: collector, finding, titles) { try progress?(length, length) }
    }

    /// The first block's rows, the layout that they tell, and the blocks to come. What it takes to find the layout is let
    /// go of here, before the columns grow.
    private func beginning(
        of stream: sending any ByteStream, _ progress: (@Sendable (Int, Int) throws -> Void)?
    ) throws -> sending (blocks: TextBlocks, rows: RowCollector, finding: LayoutFinder.Finding) {
        let length = stream.length
        var start: [UInt8] = []
        while start.count < TextBlocks.size {
            let before = start.count
            try stream.read(onto: &start)
            if start.count == before { break }
        }
        if let kind = FileKind(of: start) { throw RatingsError.notRatings(path: path, kind: kind) }
        if start.starts(with: [0xEF, 0xBB, 0xBF]) { start.removeFirst(3) }
        // Only where there is no LF at all: a CR within a line is a part of a field.
        let lineEnd: UInt8 = !start.contains(0x0A) && start.contains(0x0D) ? 0x0D : 0x0A
        var blocks = TextBlocks(stream, lineEnd: lineEnd, carry: start)
        guard let block = try blocks.next() else { throw RatingsError.empty(path: path) }
        if let fault = TextCheck.fault(in: block.bytes, lineEnd: lineEnd) { throw fault.error(path: path, after: 0) }
        let finding = try LayoutFinder(path: path, format: format, headings: headings).find(
            in: block.bytes, lineEnd: lineEnd)
        let parser = RowParser(layout: finding.layout, format: format)
        var collector = RowCollector(parser, path: path, length: length, lines: finding.lines, progress: progress)
        let bytes = Array(block.bytes[finding.start...])
        try collector.take(RowCollector.Result(bytes: bytes, position: block.position, rows: parser.rows(of: bytes)))
        return (blocks, collector, finding)
    }

    private func reading(
        of rows: RowCollector, _ finding: LayoutFinder.Finding, _ titles: [EntityID: String],
        check: @escaping @Sendable () throws -> Void
    ) throws -> Reading {
        guard let least = rows.ratings.min(), let most = rows.ratings.max() else {
            throw RatingsError.empty(path: path)
        }
        var notices = finding.notices
        if rows.comments.count > 0 {
            notices.append(
                "lines of comment among the rows: \(rows.comments.count) (the first is line \(rows.comments.firstLine))"
            )
        }
        if rows.missing.count > 0 {
            notices.append(
                "rows without a \(format.value.rawValue), which are left out: \(rows.missing.count) (the first is line \(rows.missing.firstLine))"
            )
        }
        if rows.blankIDs.count > 0 {
            notices.append(
                "identifiers that begin or end with a blank, which belongs to them: \(rows.blankIDs.count) (the first is in line \(rows.blankIDs.firstLine))"
            )
        }
        let times = finding.layout.timestamp.map { _ in Timestamps(ticks: rows.ticks, decimals: rows.decimals) }
        if let times, times.unit != .seconds { notices.append("times are taken as \(times.unit) since 1970") }
        let table = RatingTable(
            users: rows.users, items: rows.items, userPositions: rows.userPositions, itemPositions: rows.itemPositions,
            ratings: rows.ratings, timestamps: times, scale: format.scale ?? least...most, titles: titles)
        guard format.duplicates != .keep else { return Reading(table: table, notices: notices.map(named)) }
        let repeats = try DuplicateRatings(
            users: table.userPositions, userCount: table.users.count, items: table.itemPositions,
            itemCount: table.items.count, check: check
        ).repeats(threads: threads)
        guard let again = repeats.first else { return Reading(table: table, notices: notices.map(named)) }
        guard format.duplicates != .error else {
            throw RatingsError.duplicate(
                path: path, line: rows.line(ofRow: again.row), firstLine: rows.line(ofRow: again.first),
                user: table.users[Int(table.userPositions[again.row])],
                item: table.items[Int(table.itemPositions[again.row])], value: format.value)
        }
        return Reading(table: table.without(repeats, format), notices: notices.map(named))
    }

    private func named(_ notice: String) -> String { "\(path): \(notice)" }
}

extension RatingTable {
    /// The table without the rows that repeat others; where the last rating counts, it takes the first one's row.
    fileprivate func without(_ repeats: [(row: Int, first: Int)], _ format: CSVFormat) -> RatingTable {
        var source = Array(0..<count)
        var isKept = [Bool](repeating: true, count: count)
        for (row, first) in repeats {
            isKept[row] = false
            if format.duplicates == .last { source[first] = row }
        }
        return selecting(rows: source.indices.filter { isKept[$0] }.map { source[$0] })
    }
}

import Platform

extension RatingTable {
    /// Reads a file of ratings that is text.
    ///
    /// - Parameter progress: called now and then with the bytes read and the bytes in all; what it throws ends the reading.
    /// - Throws: `RatingsError` with the line and the column.
    package init(csv path: String, format: CSVFormat = CSVFormat(), progress: ((Int, Int) throws -> Void)? = nil) throws
    {
        try self.init(csvBytes: FileBytes.read(path), path: path, format: format, progress: progress)
    }

    /// - Parameter path: for messages.
    package init(
        csvBytes bytes: [UInt8], path: String, format: CSVFormat, titles: [EntityID: String] = [:],
        progress: ((Int, Int) throws -> Void)? = nil
    ) throws {
        switch BinaryFormat(of: bytes) {
        case .packed: throw RatingsError.packed(path: path)
        case .pickle: throw RatingsError.pickled(path: path)
        case nil: break
        }
        var scanner = try LineScanner(bytes, path: path)
        guard let first = try scanner.nextLine() else { throw RatingsError.empty(path: path) }
        let layout = try ColumnLayout(format, scanner: scanner, first: first)
        var rows = RatingRows(format: format, capacity: bytes.count / 20)
        var fields: [Range<Int>] = []
        var line: Range<Int>? = layout.hasHeader ? try scanner.nextLine() : first
        while let current = line {
            try scanner.fields(of: current, separator: layout.separator, into: &fields)
            try rows.add(fields, layout, scanner)
            if scanner.line & 0xFFFF == 0 { try progress?(current.upperBound, bytes.count) }
            line = try scanner.nextLine()
        }
        self = try rows.table(path: path, titles: titles)
    }
}

/// Rows on their way into a table.
private struct RatingRows {
    private let format: CSVFormat
    private var users = Vocabulary()
    private var items = Vocabulary()
    private var userPositions: [Int32] = []
    private var itemPositions: [Int32] = []
    private var ratings: [Double] = []
    private var timestamps: [Double] = []
    private var lines: [Int32] = []
    private var rowOfPair: [UInt64: Int32] = [:]

    init(format: CSVFormat, capacity: Int) {
        self.format = format
        userPositions.reserveCapacity(capacity)
        itemPositions.reserveCapacity(capacity)
        ratings.reserveCapacity(capacity)
        lines.reserveCapacity(capacity)
        if format.duplicates != .keep { rowOfPair.reserveCapacity(capacity) }
    }

    mutating func add(_ fields: [Range<Int>], _ layout: ColumnLayout, _ scanner: LineScanner) throws {
        guard fields.count >= layout.leastColumns else {
            throw RatingsError.shortRow(
                path: scanner.path, line: scanner.line, expected: layout.leastColumns, found: fields.count)
        }
        for (column, name) in [(layout.user, "a user"), (layout.item, "an item")] where fields[column].isEmpty {
            throw scanner.failure(fields[column], expected: name)
        }
        let rating = try layout.rating.map { try read(fields[$0], "a rating (a number)", scanner) } ?? 1
        if let scale = format.scale, let column = layout.rating, !scale.contains(rating) {
            throw scanner.failure(fields[column], expected: "a rating from \(scale.lowerBound) to \(scale.upperBound)")
        }
        var timestamp: Double?
        if let column = layout.timestamp, column < fields.count, !fields[column].isEmpty {
            timestamp = try read(fields[column], "a timestamp (a number)", scanner)
        }
        let user = users.insert(scanner.identifier(fields[layout.user]))
        let item = items.insert(scanner.identifier(fields[layout.item]))
        if format.duplicates != .keep {
            let pair = UInt64(user) << 32 | UInt64(item)
            if let row = rowOfPair.updateValue(Int32(ratings.count), forKey: pair) {
                rowOfPair[pair] = row
                switch format.duplicates {
                case .error:
                    throw RatingsError.duplicate(
                        path: scanner.path, line: scanner.line, firstLine: Int(lines[Int(row)]), user: users[user],
                        item: items[item])
                case .last:
                    ratings[Int(row)] = rating
                    if let timestamp, Int(row) < timestamps.count { timestamps[Int(row)] = timestamp }
                case .first, .keep: break
                }
                return
            }
        }
        userPositions.append(Int32(user))
        itemPositions.append(Int32(item))
        ratings.append(rating)
        lines.append(Int32(scanner.line))
        // A column of times counts only where every row has one.
        if let timestamp, timestamps.count == ratings.count - 1 { timestamps.append(timestamp) }
    }

    private func read(_ field: Range<Int>, _ expected: String, _ scanner: LineScanner) throws -> Double {
        guard let value = scanner.number(field) else { throw scanner.failure(field, expected: expected) }
        return value
    }

    func table(path: String, titles: [EntityID: String]) throws -> RatingTable {
        guard let least = ratings.min(), let most = ratings.max() else { throw RatingsError.empty(path: path) }
        return RatingTable(
            users: users, items: items, userPositions: userPositions, itemPositions: itemPositions, ratings: ratings,
            timestamps: timestamps.count == ratings.count ? timestamps : nil, scale: format.scale ?? least...most,
            titles: titles)
    }
}

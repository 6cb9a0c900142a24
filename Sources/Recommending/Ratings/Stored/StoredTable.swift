package import Platform

/// A table of ratings as bytes, which are read back without any text being parsed; with a word that tells of what it was
/// made, so that it is used for that alone.
package enum StoredTable {
    private static let mark = "tunebook table 1"

    /// The bytes of a table in pieces; the table is never there twice as a whole.
    ///
    /// - Parameter source: what the table was made of.
    package static func pieces(of table: RatingTable, source: String) -> some Sequence<[UInt8]> {
        let values = distinct(table.ratings)
        let head = [
            mark, source, "\(table.count)", "\(table.users.count)", "\(table.items.count)", "\(table.titles.count)",
            "\(values.count)", "\(table.timestamps?.decimals ?? -1)",
            "\(table.scale.lowerBound.bitPattern)", "\(table.scale.upperBound.bitPattern)",
        ]
        let titles = table.titles.sorted { $0.key < $1.key }
        var blocks: [() -> [UInt8]] = []
        for list in [
            head, table.users.ids.map(\.description), table.items.ids.map(\.description),
            titles.map(\.key.description), titles.map(\.value), values.map { "\($0)" },
        ] {
            blocks += StoredTexts.blocks(list).map { block in { block } }
        }
        var columns = [
            StoredColumn(count: table.count) { Int64(table.userPositions[$0]) },
            StoredColumn(count: table.count) { Int64(table.itemPositions[$0]) },
            StoredColumn(count: table.count) {
                let bits = table.ratings[$0].bitPattern
                return values.firstIndex(of: bits).map { Int64($0) } ?? Int64(bitPattern: bits)
            },
        ]
        if let times = table.timestamps { columns.append(StoredColumn(count: table.count) { times[$0] }) }
        blocks += columns.flatMap(\.blocks)
        return blocks.lazy.map { StoredBytes.block($0()) }
    }

    /// The few values that all ratings have, as bits; none where they are many.
    private static func distinct(_ ratings: [Double]) -> [UInt64] {
        var values: [UInt64] = []
        for rating in ratings where !values.contains(rating.bitPattern) {
            guard values.count < 32 else { return [] }
            values.append(rating.bitPattern)
        }
        return values
    }

    /// - Returns: `nil` where it is damaged, or was made of something else.
    /// - Throws: `PlatformError`, or what the stream throws.
    package static func read(_ stream: any ByteStream, source: String) throws -> RatingTable? {
        var blocks = StoredBlocks(stream)
        guard let head = try StoredTexts.read(10, from: &blocks), head[0] == mark, head[1] == source else { return nil }
        let counts = head[2...6].compactMap { Int($0) }
        guard counts.count == 5, counts.allSatisfy({ $0 >= 0 }), let decimals = Int(head[7]), decimals < 19,
            let low = UInt64(head[8]).map(Double.init(bitPattern:)),
            let high = UInt64(head[9]).map(Double.init(bitPattern:)), low <= high,
            let users = try StoredTexts.read(counts[1], from: &blocks),
            let items = try StoredTexts.read(counts[2], from: &blocks),
            let titled = try StoredTexts.read(counts[3], from: &blocks),
            let titles = try StoredTexts.read(counts[3], from: &blocks),
            let values = try StoredTexts.read(counts[4], from: &blocks)?
                .compactMap({ UInt64($0).map(Double.init(bitPattern:)) }), values.count == counts[4],
            let userPositions = try positions(counts[0], of: users.count, &blocks),
            let itemPositions = try positions(counts[0], of: items.count, &blocks),
            let ratings = try StoredColumn.read(
                counts[0], from: &blocks,
                { number in
                    if values.isEmpty { return Double(bitPattern: UInt64(bitPattern: number)) }
                    return number >= 0 && number < values.count ? values[Int(number)] : nil
                })
        else { return nil }
        var times: Timestamps?
        if decimals >= 0 {
            guard let ticks = try StoredColumn.read(counts[0], from: &blocks, { $0 }) else { return nil }
            times = Timestamps(ticks: ticks, decimals: decimals)
        }
        return RatingTable(
            users: Vocabulary(users.lazy.map { EntityID($0) }), items: Vocabulary(items.lazy.map { EntityID($0) }),
            userPositions: userPositions, itemPositions: itemPositions, ratings: ratings, timestamps: times,
            scale: low...high,
            titles: Dictionary(zip(titled.map { EntityID($0) }, titles)) { first, _ in first })
    }

    private static func positions(_ count: Int, of known: Int, _ blocks: inout StoredBlocks) throws -> [Int32]? {
        try StoredColumn.read(count, from: &blocks) { $0 >= 0 && $0 < known ? Int32($0) : nil }
    }
}

/// A list of texts in blocks: the length of each, then its bytes.
enum StoredTexts {
    static func blocks(_ texts: [String]) -> [[UInt8]] {
        var blocks: [[UInt8]] = []
        var block: [UInt8] = []
        for text in texts {
            if !block.isEmpty, block.count + text.utf8.count + 4 > StoredBytes.mostBytes {
                blocks.append(block)
                block = []
            }
            StoredBytes.append(UInt64(text.utf8.count), width: 4, to: &block)
            block += text.utf8
        }
        return block.isEmpty ? blocks : blocks + [block]
    }

    static func read(_ count: Int, from blocks: inout StoredBlocks) throws -> [String]? {
        var texts: [String] = []
        while texts.count < count {
            guard let block = try blocks.next() else { return nil }
            var place = 0
            while place + 4 <= block.count {
                let end = place + 4 + Int(StoredBytes.number(in: block.span, at: place, width: 4))
                guard end <= block.count else { return nil }
                texts.append(String(decoding: block[(place + 4)..<end], as: UTF8.self))
                place = end
            }
        }
        return texts.count == count ? texts : nil
    }
}

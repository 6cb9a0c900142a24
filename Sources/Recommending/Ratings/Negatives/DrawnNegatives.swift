import RandomSource

/// For each row of a table some items that the row's user has no rating of, in any part: what the row's item is ranked
/// against in the NCF paper's protocol.
package struct DrawnNegatives: Hashable, Sendable {
    /// Items asked for, a row; a user who has rated almost everything gets fewer.
    package let perRow: Int
    package let seed: UInt64
    /// The items that were drawn from, in the order of their identifiers.
    package let pool: [EntityID]
    private let lists: [[Int32]]

    private init(perRow: Int, seed: UInt64, pool: [EntityID], lists: [[Int32]]) {
        self.perRow = perRow
        self.seed = seed
        self.pool = pool
        self.lists = lists
    }

    /// Places in the pool.
    package func places(ofRow row: Int) -> [Int32] { lists[row] }

    func selecting(rows: [Int]) -> DrawnNegatives {
        DrawnNegatives(perRow: perRow, seed: seed, pool: pool, lists: rows.map { lists[$0] })
    }

    /// Draws from the items of the training part without replacement, a row after another.
    ///
    /// The draws depend on the seed, the identifiers and the order of a user's rows alone, so that a split that was saved
    /// and opened again has the same ones.
    package init(for table: RatingTable, perRow: Int, seed: UInt64, train: RatingTable, others: [RatingTable]) {
        let parts = [table, train] + others
        let pool = Set(train.itemPositions).map { train.items[Int($0)] }.sorted()
        let places = Dictionary(uniqueKeysWithValues: pool.enumerated().map { ($1, Int32($0)) })
        var rated: [EntityID: Set<Int32>] = [:]
        for part in parts {
            let partPlaces = part.items.ids.map { places[$0] }
            for row in 0..<part.count {
                guard let place = partPlaces[Int(part.itemPositions[row])] else { continue }
                rated[part.users[Int(part.userPositions[row])], default: []].insert(place)
            }
        }
        var sampler = NegativeSampler(itemCount: pool.count)
        var generators: [EntityID: SplittableGenerator] = [:]
        let generator = SplittableGenerator(seed: seed)
        self.init(
            perRow: perRow, seed: seed, pool: pool,
            lists: (0..<table.count).map { row in
                let user = table.users[Int(table.userPositions[row])]
                var random = generators[user] ?? generator.stream(user.stableHash)
                var drawn: [Int32] = []
                sampler.draw(perRow, excluding: rated[user] ?? [], using: &random) { drawn.append($0) }
                generators[user] = random
                return drawn
            })
    }
}

extension EntityID {
    /// The same in every run; FNV-1a of 64 bits (Fowler, Noll and Vo).
    fileprivate var stableHash: UInt64 {
        description.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
}

extension DataSplit {
    /// The split with negatives for every row that is not trained on.
    package func drawingNegatives(_ perRow: Int, seed: UInt64) -> DataSplit {
        func drawn(_ table: RatingTable, _ others: [RatingTable]) -> RatingTable {
            table.with(
                negatives: DrawnNegatives(for: table, perRow: perRow, seed: seed, train: train, others: others))
        }
        return DataSplit(
            train: train, validation: validation.map { drawn($0, [test]) },
            test: drawn(test, validation.map { [$0] } ?? []))
    }
}

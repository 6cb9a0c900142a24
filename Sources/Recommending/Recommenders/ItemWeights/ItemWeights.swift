import Compute
import Kernels
import Ratings

/// A weight for every pair of items: how much one that a user has adds to the score of another.
protocol ItemWeights: Sendable {
    associatedtype Scalar: RankingScalar
    /// From an item that a user has to one that is scored.
    subscript(had: Int, scored: Int) -> Double { get }
    /// The scores of all items from several users' items and their factors, one user after another.
    func sums(of lists: [(rows: ArraySlice<Int32>, factors: ArraySlice<Double>)], into sums: inout [Scalar])
    func encode(into archive: inout ModelArchive)
    /// - Throws: `ModelArchive.Fault`.
    init(decoding archive: ModelArchive, items: Int) throws
}

/// Weights of which most are 0; only others are kept.
struct SparseItemWeights: ItemWeights {
    /// Items that users have × items that are scored.
    let rows: SparseRows

    init(_ rows: SparseRows) { self.rows = rows }

    subscript(had: Int, scored: Int) -> Double { rows[had, scored] }

    func sums(of lists: [(rows: ArraySlice<Int32>, factors: ArraySlice<Double>)], into sums: inout [Double]) {
        rows.sums(of: lists, into: &sums)
    }

    func encode(into archive: inout ModelArchive) { archive.add(rows, as: "weight") }

    init(decoding archive: ModelArchive, items: Int) throws {
        rows = try archive.sparseRows("weight", rows: items, columns: items)
    }
}

/// All weights, each kept.
struct DenseItemWeights<Scalar: WeightScalar>: ItemWeights {
    let tiles: WeightTiles<Scalar>

    init(_ tiles: WeightTiles<Scalar>) { self.tiles = tiles }

    subscript(had: Int, scored: Int) -> Double { Double(tiles[had, scored]) }

    func sums(of lists: [(rows: ArraySlice<Int32>, factors: ArraySlice<Double>)], into sums: inout [Scalar]) {
        tiles.sums(of: lists, into: &sums)
    }

    func encode(into archive: inout ModelArchive) {
        archive.sections["weights"] = .scalars(tiles.values, shape: [tiles.rows, tiles.columns])
    }

    init(decoding archive: ModelArchive, items: Int) throws {
        tiles = WeightTiles(
            rows: items, columns: items,
            values: try archive.scalars("weights", shape: [items, items], as: Scalar.self))
    }
}

extension ModelArchive {
    /// Three parts: `NAME_starts`, `NAME_columns`, `NAME_values`, as SciPy's sparse rows.
    mutating func add(_ rows: SparseRows, as name: String) {
        sections["\(name)_starts"] = .integers(rows.starts.map { Int32(clamping: $0) })
        sections["\(name)_columns"] = .integers(rows.columns)
        sections["\(name)_values"] = .scalars(rows.values, shape: [rows.values.count])
    }

    /// - Throws: `ModelArchive.Fault`.
    func sparseRows(_ name: String, rows: Int, columns count: Int) throws -> SparseRows {
        let (starts, columns) = try (integers("\(name)_starts").map(Int.init), integers("\(name)_columns"))
        guard starts.count == rows + 1, SparseRows.fits(starts: starts, columns: columns, columnCount: count) else {
            throw Fault("its part '\(name)' does not fit its items")
        }
        let values = try scalars("\(name)_values", shape: [columns.count], as: Double.self)
        return SparseRows(starts: starts, columns: columns, values: values, columnCount: count)
    }
}

/// How alike all pairs of rows of a sparse matrix are, and by how many common columns: lower triangles without their
/// diagonals, row after row, 12 bytes a pair.
///
/// Threads fill in rows apart from one another, each once; from then on nobody writes.
@safe
package final class PairSimilarities: @unchecked Sendable {
    package let count: Int
    private let values: UnsafeMutablePointer<Double>
    private let common: UnsafeMutablePointer<Int32>

    package init(count: Int) {
        self.count = count
        let pairs = max(1, Self.pairs(count))
        unsafe values = .allocate(capacity: pairs)
        unsafe common = .allocate(capacity: pairs)
        unsafe values.initialize(repeating: 0, count: pairs)
        unsafe common.initialize(repeating: 0, count: pairs)
    }

    deinit {
        unsafe values.deallocate()
        unsafe common.deallocate()
    }

    private static func pairs(_ count: Int) -> Int { start(count) }
    /// What so many rows take of memory.
    package static func bytes(count: Int) -> Int {
        pairs(count) * (MemoryLayout<Double>.size + MemoryLayout<Int32>.size)
    }

    /// A pair's similarity, with what the support of its common columns makes of it; 1 of a row to itself.
    package func similarity(_ one: Int, _ other: Int, _ support: PairSupport) -> Double {
        precondition(one >= 0 && one < count && other >= 0 && other < count)
        return unsafe value(one, other, support)
    }

    /// A row's similarities to all rows.
    package func fill(_ similarities: inout [Double], ofRow row: Int, _ support: PairSupport) {
        precondition(row >= 0 && row < count && similarities.count == count)
        unsafe similarities.withUnsafeMutableBufferPointer { similarities in
            for other in 0..<count { unsafe similarities[other] = value(row, other, support) }
        }
    }

    /// Rows that are laid out at a time: a later row's elements for them share a line of the cache.
    static let rowsTogether = 8

    /// The similarities of neighbouring rows to all rows, row after row.
    func fill(_ similarities: inout [Double], ofRows rows: Range<Int>, _ support: PairSupport) {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= count && similarities.count >= rows.count * count)
        unsafe similarities.withUnsafeMutableBufferPointer { similarities in
            for row in rows {
                let own = (row - rows.lowerBound) * count
                for other in 0..<rows.upperBound { unsafe similarities[own + other] = value(row, other, support) }
            }
            for other in rows.upperBound..<count {
                let start = Self.start(other)
                for row in rows {
                    let own = (row - rows.lowerBound) * count
                    unsafe similarities[own + other] = value(ofPair: start + row, support)
                }
            }
        }
    }

    @unsafe @inline(__always)
    func value(_ one: Int, _ other: Int, _ support: PairSupport) -> Double {
        if one == other { return 1 }
        return unsafe value(ofPair: Self.start(max(one, other)) + min(one, other), support)
    }

    /// Where a row begins.
    @inline(__always)
    static func start(_ row: Int) -> Int { row * (row - 1) / 2 }

    /// - Parameter place: the later row's start and the earlier row.
    @unsafe @inline(__always)
    func value(ofPair place: Int, _ support: PairSupport) -> Double {
        let value = unsafe values[place]
        return support.isPlain ? value : support.adjusted(value, common: unsafe Double(common[place]))
    }

    /// Fills in these rows: what they have in common with those before them.
    package func fill(rows: Range<Int>, from source: PairSource, by measure: PairMeasure) {
        precondition(source.rows.count == count && rows.lowerBound >= 0 && rows.upperBound <= count)
        switch measure {
        case .squaredDifference: fill(rows, source, DifferenceSums.self)
        case .cosine: fill(rows, source, CosineSums.self)
        case .correlation: fill(rows, source, CorrelationSums.self)
        }
    }

    @inline(__always)
    private func fill<Sums: PairSums>(_ rows: Range<Int>, _ source: PairSource, _ type: Sums.Type) {
        var sums = [Sums](repeating: .zero, count: count)
        unsafe sums.withUnsafeMutableBufferPointer { sums in
            for row in rows {
                unsafe source.addBefore(row, to: sums)
                let start = Self.start(row)
                for other in 0..<row {
                    let pair = unsafe sums[other]
                    unsafe sums[other] = .zero
                    guard pair.count > 0 else { continue }
                    unsafe values[start + other] = pair.similarity
                    unsafe common[start + other] = Int32(pair.count)
                }
            }
        }
    }
}

/// What few common columns make of a similarity.
package struct PairSupport: Sendable {
    /// With fewer common columns two rows count as not alike.
    private let minimum: Double
    /// `(n − 1) / (n − 1 + shrinkage)` of the similarity remains.
    private let shrinkage: Double?
    let isPlain: Bool

    package init(minimum: Int, shrinkage: Double? = nil) {
        self.minimum = Double(minimum)
        self.shrinkage = shrinkage
        isPlain = minimum <= 1 && shrinkage == nil
    }

    @inline(__always)
    func adjusted(_ similarity: Double, common n: Double) -> Double {
        guard n >= minimum, n > 0 else { return 0 }
        guard let shrinkage else { return similarity }
        return n > 1 ? (n - 1) / (n - 1 + shrinkage) * similarity : 0
    }
}

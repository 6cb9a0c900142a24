/// A dense matrix of weights, `[rows × columns]`, in tiles of columns, so that what sums up rows reads a tile in order.
///
/// Nobody writes to it once it is made, which is why it may be shared.
@safe
package final class WeightTiles<Scalar: WeightScalar>: @unchecked Sendable {
    /// Columns of a tile.
    static var width: Int { 32 }

    package let rows: Int
    package let columns: Int
    let elements: UnsafeMutablePointer<Scalar>
    let tiles: Int

    private init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        tiles = (columns + Self.width - 1) / Self.width
        let count = max(1, tiles * rows * Self.width)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<Scalar>.stride, alignment: 64)
        unsafe elements = memory.bindMemory(to: Scalar.self, capacity: count)
        unsafe elements.initialize(repeating: 0, count: count)
    }

    /// From values row by row.
    package convenience init(rows: Int, columns: Int, values: [Scalar]) {
        precondition(values.count == rows * columns)
        self.init(rows: rows, columns: columns)
        unsafe values.withUnsafeBufferPointer { values in
            guard let start = values.baseAddress else { return }
            unsafe eachPart { row, range, part in
                unsafe part.update(from: start + row * columns + range.lowerBound, count: range.count)
            }
        }
    }

    /// The regressions of all columns on each other, of `−A⁻¹` that an `InverseSweep` left: `−P_ji / P_ii` with `P = A⁻¹`, and
    /// a diagonal of zeros.
    ///
    /// - Parameter matrix: all of it, above the diagonal too.
    package convenience init(regressions matrix: SquareMatrix) {
        self.init(rows: matrix.size, columns: matrix.size)
        let factors = (0..<matrix.size).map { -1 / matrix[$0, $0] }
        unsafe factors.withUnsafeBufferPointer { factors in
            guard let factors = factors.baseAddress else { return }
            unsafe eachPart { row, range, part in
                unsafe Scalar.store(
                    matrix.elements + row * matrix.stride + range.lowerBound, times: factors + range.lowerBound,
                    in: part,
                    count: range.count)
            }
        }
        for row in 0..<matrix.size { unsafe elements[place(row, row)] = 0 }
    }

    /// Every row's parts that lie together, with the columns in them.
    private func eachPart(_ body: (Int, Range<Int>, UnsafeMutablePointer<Scalar>) -> Void) {
        for first in stride(from: 0, to: columns, by: Self.width) {
            let range = first..<min(first + Self.width, columns)
            for row in 0..<rows { unsafe body(row, range, elements + place(row, first)) }
        }
    }

    deinit { unsafe elements.deallocate() }

    private func place(_ row: Int, _ column: Int) -> Int {
        (column / Self.width * rows + row) * Self.width + column % Self.width
    }

    package subscript(row: Int, column: Int) -> Scalar {
        precondition(row >= 0 && row < rows && column >= 0 && column < columns)
        return unsafe elements[place(row, column)]
    }

    /// The values row by row.
    package var values: [Scalar] {
        var values: [Scalar] = []
        values.reserveCapacity(rows * columns)
        for row in 0..<rows {
            for first in stride(from: 0, to: columns, by: Self.width) {
                let count = min(Self.width, columns - first)
                unsafe values.append(contentsOf: UnsafeBufferPointer(start: elements + place(row, first), count: count))
            }
        }
        return values
    }

    /// The sum of the squares of each column.
    package var columnSquares: [Double] {
        var squares = [Double](repeating: 0, count: columns)
        unsafe squares.withUnsafeMutableBufferPointer { squares in
            guard let start = squares.baseAddress else { return }
            unsafe eachPart { _, range, part in
                unsafe Scalar.addSquares(of: part, to: start + range.lowerBound, count: range.count)
            }
        }
        return squares
    }

    /// The sums of rows times their factors, one after another: `[lists × columns]`.
    ///
    /// - Parameter lists: of each sum the rows and their factors.
    package func sums(of lists: [(rows: ArraySlice<Int32>, factors: ArraySlice<Double>)], into sums: inout [Scalar]) {
        precondition(sums.count == lists.count * columns)
        precondition(lists.allSatisfy { list in list.rows.allSatisfy { $0 >= 0 && $0 < rows } })
        precondition(lists.allSatisfy { $0.rows.count == $0.factors.count })
        Scalar.sums(of: lists, in: self, into: &sums)
    }

    /// Compiled once for each scalar.
    @inline(__always)
    func add(_ lists: [(rows: ArraySlice<Int32>, factors: ArraySlice<Double>)], into sums: inout [Scalar]) {
        typealias Lanes = SIMD8<Scalar>
        unsafe sums.withUnsafeMutableBufferPointer { sums in
            for tile in 0..<tiles {
                let start = unsafe UnsafeRawPointer(elements + tile * rows * Self.width)
                let (first, width) = (tile * Self.width, min(Self.width, columns - tile * Self.width))
                let step = MemoryLayout<Lanes>.stride
                for (number, list) in lists.enumerated() {
                    var (a, b, c, d) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
                    unsafe list.rows.withUnsafeBufferPointer { rows in
                        unsafe list.factors.withUnsafeBufferPointer { factors in
                            for place in rows.indices {
                                let row = unsafe start + Int(rows[place]) * 4 * step
                                let factor = unsafe Lanes(repeating: Scalar(factors[place]))
                                a = unsafe Scalar.fuse(factor, row.load(as: Lanes.self), a)
                                b = unsafe Scalar.fuse(factor, row.load(fromByteOffset: step, as: Lanes.self), b)
                                c = unsafe Scalar.fuse(factor, row.load(fromByteOffset: 2 * step, as: Lanes.self), c)
                                d = unsafe Scalar.fuse(factor, row.load(fromByteOffset: 3 * step, as: Lanes.self), d)
                            }
                        }
                    }
                    let target = number * columns + first
                    for lane in 0..<width {
                        let part = lane < 8 ? a : lane < 16 ? b : lane < 24 ? c : d
                        unsafe sums[target + lane] = part[lane % 8]
                    }
                }
            }
        }
    }
}

/// What weights ask of a scalar.
package protocol WeightScalar: LaneScalar, RankingScalar {
    /// See `WeightTiles.sums`.
    static func sums(
        of lists: [(rows: ArraySlice<Int32>, factors: ArraySlice<Double>)], in tiles: WeightTiles<Self>,
        into sums: inout [Self])
    /// Values times their factors.
    static func store(
        _ source: UnsafePointer<Double>, times factors: UnsafePointer<Double>, in target: UnsafeMutablePointer<Self>,
        count: Int)
    static func addSquares(of values: UnsafePointer<Self>, to sums: UnsafeMutablePointer<Double>, count: Int)
}

extension Float: WeightScalar {
    package static func sums(
        of lists: [(rows: ArraySlice<Int32>, factors: ArraySlice<Double>)], in tiles: WeightTiles<Float>,
        into sums: inout [Float]
    ) { tiles.add(lists, into: &sums) }

    package static func store(
        _ source: UnsafePointer<Double>, times factors: UnsafePointer<Double>, in target: UnsafeMutablePointer<Float>,
        count: Int
    ) {
        for place in 0..<count { unsafe target[place] = Float(source[place] * factors[place]) }
    }

    package static func addSquares(
        of values: UnsafePointer<Float>, to sums: UnsafeMutablePointer<Double>, count: Int
    ) {
        for place in 0..<count { unsafe sums[place] += Double(values[place]) * Double(values[place]) }
    }
}

extension Double: WeightScalar {
    package static func sums(
        of lists: [(rows: ArraySlice<Int32>, factors: ArraySlice<Double>)], in tiles: WeightTiles<Double>,
        into sums: inout [Double]
    ) { tiles.add(lists, into: &sums) }

    package static func store(
        _ source: UnsafePointer<Double>, times factors: UnsafePointer<Double>, in target: UnsafeMutablePointer<Double>,
        count: Int
    ) {
        for place in 0..<count { unsafe target[place] = source[place] * factors[place] }
    }

    package static func addSquares(
        of values: UnsafePointer<Double>, to sums: UnsafeMutablePointer<Double>, count: Int
    ) {
        for place in 0..<count { unsafe sums[place] += values[place] * values[place] }
    }
}

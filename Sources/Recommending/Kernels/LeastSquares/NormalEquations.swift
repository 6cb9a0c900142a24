/// One system of normal equations, `(start + ridge·I + Σ w wᵀ) x = Σ w`, with the memory to solve it in: made once, set up
/// for one row after another.
///
/// The matrix is stored as its upper half, row-major, padded to whole tiles of four rows by two registers; a tile of sums
/// stays in registers while the rows that it is made of go by. - Note: one thread at a time uses it.
@safe
package final class NormalEquations<Scalar: LeastSquaresScalar> {
    typealias Lanes = Scalar.Lanes
    /// Rows that are added at once: few enough to stay in the nearest cache with the matrix.
    static var chunk: Int { 64 }
    static var tileWidth: Int { 2 * Lanes.scalarCount }

    /// Unknowns.
    package let size: Int
    /// From one row of the matrix to the next one.
    let width: Int
    private let memory: UnsafeMutablePointer<Scalar>
    let matrix: UnsafeMutablePointer<Scalar>
    /// The factor's rows with the other sign, so that they are subtracted by the loop that adds.
    let negated: UnsafeMutablePointer<Scalar>
    /// The rows to be added, `[chunk × width]`.
    private let packed: UnsafeMutablePointer<Scalar>
    let right: UnsafeMutablePointer<Scalar>
    let reciprocals: UnsafeMutablePointer<Scalar>
    let unknowns: UnsafeMutablePointer<Scalar>

    package static func width(of size: Int) -> Int { (size + tileWidth - 1) / tileWidth * tileWidth }

    /// What it takes of memory.
    package static func bytes(size: Int) -> Int {
        let width = width(of: size)
        return width * (2 * width + chunk + 4) * MemoryLayout<Scalar>.stride
    }

    package init(size: Int) {
        self.size = size
        width = Self.width(of: size)
        let count = max(1, Self.bytes(size: size) / MemoryLayout<Scalar>.stride)
        let raw = UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<Scalar>.stride, alignment: 64)
        unsafe memory = raw.bindMemory(to: Scalar.self, capacity: count)
        unsafe memory.initialize(repeating: 0, count: count)
        unsafe matrix = memory
        unsafe negated = matrix + width * width
        unsafe packed = negated + width * width
        unsafe right = packed + width * Self.chunk
        unsafe reciprocals = right + width
        unsafe unknowns = reciprocals + width
    }

    deinit { unsafe memory.deallocate() }

    /// Begins anew.
    ///
    /// - Parameters:
    ///   - start: `[width × width]`; what lies beyond `size` is 0.
    ///   - ridge: added to the diagonal.
    @inline(__always)
    func begin(_ start: UnsafePointer<Scalar>, ridge: Scalar) {
        unsafe matrix.update(from: start, count: width * width)
        for index in 0..<width {
            // Unknowns beyond the last one are 0 · x = 0.
            unsafe matrix[index * width + index] += index < size ? ridge : 1
            unsafe right[index] = 0
        }
    }

    /// Begins anew, by arrays.
    package func begin(_ start: [Scalar], ridge: Scalar) {
        precondition(start.count == width * width)
        unsafe start.withUnsafeBufferPointer { if let first = $0.baseAddress { unsafe begin(first, ridge: ridge) } }
    }

    /// Adds `w wᵀ` of at most `chunk` rows to the matrix and `w` to the right side.
    @inline(__always)
    func add(_ factors: FactorMatrix<Scalar>, rows: UnsafeBufferPointer<Int32>) {
        let lanes = Lanes.scalarCount
        for place in 0..<rows.count {
            let source = unsafe UnsafeRawPointer(factors.elements + Int(rows[place]) * factors.stride)
            let target = unsafe UnsafeMutableRawPointer(packed + place * width)
            var offset = 0
            while offset < factors.stride {
                let bytes = offset * MemoryLayout<Scalar>.stride
                let values = unsafe source.load(fromByteOffset: bytes, as: Lanes.self)
                unsafe target.storeBytes(of: values, toByteOffset: bytes, as: Lanes.self)
                let sum = unsafe UnsafeMutableRawPointer(right + offset)
                unsafe sum.storeBytes(of: sum.load(as: Lanes.self) + values, as: Lanes.self)
                offset += lanes
            }
        }
        for column in stride(from: 0, to: width, by: Self.tileWidth) {
            for row in stride(from: 0, to: column + Self.tileWidth, by: 4) {
                unsafe addTile(row, column, left: packed, right: packed, count: rows.count)
            }
        }
    }

    /// Puts another right side in the place of the sum of the rows.
    package func replaceRight(_ values: [Scalar]) {
        precondition(values.count == size)
        for index in 0..<size { unsafe right[index] = values[index] }
    }

    /// Adds rows of factors, of any number.
    package func add(_ factors: FactorMatrix<Scalar>, rows: [Int32]) {
        precondition(factors.columns == size && rows.allSatisfy { $0 >= 0 && $0 < factors.rows })
        unsafe rows.withUnsafeBufferPointer { rows in
            for start in stride(from: 0, to: rows.count, by: Self.chunk) {
                let end = min(start + Self.chunk, rows.count)
                unsafe add(factors, rows: UnsafeBufferPointer(rebasing: rows[start..<end]))
            }
        }
    }

    /// `matrix[row + r, column + c] += Σ_k left[k, row + r] · right[k, column + c]` for four rows and two registers.
    @inline(__always)
    func addTile(
        _ row: Int, _ column: Int, left: UnsafePointer<Scalar>, right: UnsafePointer<Scalar>, count: Int
    ) {
        let lanes = Lanes.scalarCount
        let tile = unsafe matrix + row * width + column
        var sums = InlineArray<8, Lanes> { unsafe Self.load(tile + ($0 / 2) * width + ($0 % 2) * lanes) }
        var (l, r) = unsafe (left + row, right + column)
        for _ in 0..<count {
            let (one, two) = unsafe (Self.load(r), Self.load(r + lanes))
            for index in 0..<4 {
                let factor = unsafe Lanes(repeating: l[index])
                unsafe sums[unchecked: 2 * index] = Fused.add(factor, one, to: sums[unchecked: 2 * index])
                unsafe sums[unchecked: 2 * index + 1] = Fused.add(factor, two, to: sums[unchecked: 2 * index + 1])
            }
            unsafe l += width
            unsafe r += width
        }
        for index in 0..<8 {
            unsafe Self.store(sums[unchecked: index], tile + (index / 2) * width + (index % 2) * lanes)
        }
    }

    @inline(__always)
    static func load(_ pointer: UnsafePointer<Scalar>) -> Lanes {
        unsafe UnsafeRawPointer(pointer).load(as: Lanes.self)
    }

    @inline(__always)
    static func store(_ lanes: Lanes, _ pointer: UnsafeMutablePointer<Scalar>) {
        unsafe UnsafeMutableRawPointer(pointer).storeBytes(of: lanes, as: Lanes.self)
    }
}

/// A block of the diagonal, taken apart: `block = L · Lᵀ`, and `L⁻¹`.
@safe
final class DiagonalBlock {
    let size: Int
    /// `Lᵀ`, row-major: row operations on it are contiguous.
    private let upper: UnsafeMutablePointer<Double>
    /// `L⁻¹`, row-major.
    let inverse: UnsafeMutablePointer<Double>

    /// - Parameter size: a multiple of a tile's side.
    init(size: Int) {
        precondition(size % ProductTile.side == 0)
        self.size = size
        unsafe upper = .allocate(capacity: size * size)
        unsafe inverse = .allocate(capacity: size * size)
        unsafe upper.initialize(repeating: 0, count: size * size)
        unsafe inverse.initialize(repeating: 0, count: size * size)
    }

    deinit {
        unsafe upper.deallocate()
        unsafe inverse.deallocate()
    }

    /// Takes apart the lower triangle of a block of `rows` rows.
    ///
    /// - Parameter least: what a pivot must be above, one a row.
    /// - Returns: whether all are.
    func factor(
        _ block: UnsafePointer<Double>, stride: Int, rows: Int, least: UnsafePointer<Double>
    ) -> Bool {
        for row in 0..<rows {
            for column in row..<rows { unsafe upper[row * size + column] = block[column * stride + row] }
        }
        for pivot in 0..<rows {
            let start = unsafe upper + pivot * size
            let square = unsafe start[pivot]
            guard unsafe square > least[pivot] else { return false }
            let factor = 1 / square.squareRoot()
            for column in pivot..<rows { unsafe start[column] *= factor }
            for row in (pivot + 1)..<max(rows, pivot + 1) {
                unsafe Self.add(start, times: -start[row], to: upper + row * size, from: row, to: rows)
            }
        }
        unsafe inverse.update(repeating: 0, count: size * size)
        for row in 0..<rows {
            let target = unsafe inverse + row * size
            unsafe target[row] = 1
            for other in 0..<row {
                unsafe Self.add(
                    inverse + other * size, times: -upper[other * size + row], to: target, from: 0, to: other + 1)
            }
            let factor = unsafe 1 / upper[row * size + row]
            for column in 0...row { unsafe target[column] *= factor }
        }
        return true
    }

    /// `target += factor · source` for a range of columns, widened to whole vectors: what lies beside it is zero or unused.
    @inline(__always)
    private static func add(
        _ source: UnsafePointer<Double>, times factor: Double, to target: UnsafeMutablePointer<Double>, from: Int,
        to end: Int
    ) {
        let factors = SIMD4<Double>(repeating: factor)
        var column = from / 4 * 4
        while column < end {
            let x = unsafe UnsafeRawPointer(source + column).loadUnaligned(as: SIMD4<Double>.self)
            let place = unsafe UnsafeMutableRawPointer(target + column)
            let y = unsafe place.loadUnaligned(as: SIMD4<Double>.self)
            unsafe place.storeBytes(of: Fused.add(factors, x, to: y), as: SIMD4<Double>.self)
            column += 4
        }
    }
}

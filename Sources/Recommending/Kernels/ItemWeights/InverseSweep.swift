/// The inverse of a symmetric positive definite matrix in place, by sweeps over its lower triangle.
///
/// A sweep takes a block `K` of the diagonal, `A_KK = L·Lᵀ`, and with `Z = A_·K·L⁻ᵀ` sets `A_IJ −= Z_I·Z_Jᵀ`,
/// `A_IK = Z_I·L⁻¹` and `A_KK = −L⁻ᵀ·L⁻¹`; after all blocks the matrix is `−A⁻¹` (the sweep operator of Beaton, 1964, by
/// blocks). That are n³ operations, as many as Cholesky's way takes, and nearly all of them one product of packed panels
/// (Bientinesi, Gunter and van de Geijn, 2008, doi:10.1145/1377603.1377606).
///
/// A sweep has three phases, and all parts of one must be done before the next begins; parts of one phase may be done by
/// several threads in any order: the bits are the same.
@safe
package final class InverseSweep: @unchecked Sendable {
    private static let side = ProductTile.side
    /// Rows of a block, and of a part of a phase.
    private static let blockRows = 8 * ProductTile.side
    /// A pivot this small beside what stood there is a zero that was rounded.
    private static let least = 1e-14

    private let matrix: SquareMatrix
    private let diagonal: DiagonalBlock
    /// `L⁻¹` in panels of its rows, and of its columns.
    private let rowPanels: UnsafeMutablePointer<Double>
    private let columnPanels: UnsafeMutablePointer<Double>
    /// `A_·K` and `Z` in panels of rows.
    private let before: UnsafeMutablePointer<Double>
    private let after: UnsafeMutablePointer<Double>
    private let pivotBounds: UnsafeMutablePointer<Double>

    /// Only the matrix's lower triangle counts.
    package init(_ matrix: SquareMatrix) {
        self.matrix = matrix
        let rows = min(Self.blockRows, matrix.padded)
        diagonal = DiagonalBlock(size: rows)
        func room(_ count: Int) -> UnsafeMutablePointer<Double> {
            let memory = UnsafeMutableRawPointer.allocate(byteCount: count * 8, alignment: 64)
            let room = unsafe memory.bindMemory(to: Double.self, capacity: count)
            unsafe room.initialize(repeating: 0, count: count)
            return unsafe room
        }
        unsafe rowPanels = room(rows * rows)
        unsafe columnPanels = room(rows * rows)
        unsafe before = room(rows * matrix.padded)
        unsafe after = room(rows * matrix.padded)
        unsafe pivotBounds = room(matrix.padded)
        for row in 0..<matrix.padded {
            unsafe pivotBounds[row] = matrix.elements[row * matrix.stride + row] * Double(matrix.size) * Self.least
        }
    }

    deinit {
        unsafe rowPanels.deallocate()
        unsafe columnPanels.deallocate()
        unsafe before.deallocate()
        unsafe after.deallocate()
        unsafe pivotBounds.deallocate()
    }

    /// Sweeps in all, and the parts of the first two phases.
    package var blocks: Int { (matrix.padded + Self.blockRows - 1) / Self.blockRows }
    /// The parts of the last phase.
    package var tiles: Int { blocks * (blocks + 1) / 2 }

    private func rows(_ block: Int) -> Range<Int> {
        block * Self.blockRows..<min((block + 1) * Self.blockRows, matrix.padded)
    }

    private func tileStarts(_ block: Int) -> StrideTo<Int> {
        stride(from: rows(block).lowerBound, to: rows(block).upperBound, by: Self.side)
    }

    // MARK: - First phase

    /// Takes the diagonal's block apart: one part beside those of `gather`.
    ///
    /// - Returns: whether the matrix is positive definite so far.
    package func factor(sweep: Int) -> Bool {
        let range = rows(sweep)
        let (first, count, size) = (range.lowerBound, range.count, diagonal.size)
        let isDefinite = unsafe diagonal.factor(
            matrix.elements + first * matrix.stride + first, stride: matrix.stride, rows: count,
            least: pivotBounds + first)
        guard isDefinite else { return false }
        for panel in 0..<(count / Self.side) {
            let (rowPanel, columnPanel) = unsafe (
                rowPanels + panel * Self.side * count, columnPanels + panel * Self.side * count
            )
            for depth in 0..<count {
                for lane in 0..<Self.side {
                    let place = panel * Self.side + lane
                    unsafe rowPanel[depth * Self.side + lane] = diagonal.inverse[place * size + depth]
                    unsafe columnPanel[depth * Self.side + lane] = diagonal.inverse[depth * size + place]
                }
            }
        }
        return true
    }

    /// Packs a block's rows of `A_·K`.
    package func gather(sweep: Int, block: Int) {
        guard block != sweep else { return }
        let columns = rows(sweep)
        let (first, count, stride) = (columns.lowerBound, columns.count, matrix.stride)
        for start in tileStarts(block) {
            let panel = unsafe before + start * count
            for depth in 0..<count {
                for lane in 0..<Self.side {
                    // Above the diagonal stands what lies below it.
                    unsafe panel[depth * Self.side + lane] =
                        block > sweep
                        ? matrix.elements[(start + lane) * stride + first + depth]
                        : matrix.elements[(first + depth) * stride + start + lane]
                }
            }
        }
    }

    // MARK: - Second phase

    /// `Z = A_·K·L⁻ᵀ` for a block's rows.
    package func project(sweep: Int, block: Int) {
        guard block != sweep else { return }
        let count = rows(sweep).count
        for start in tileStarts(block) {
            for panel in stride(from: 0, to: count, by: Self.side) {
                // Rows of L⁻¹ end at the diagonal.
                unsafe ProductTile.multiply(
                    rowPanels + panel * count, before + start * count, depth: panel + Self.side, .set,
                    after + start * count + panel * Self.side, stride: Self.side)
            }
        }
    }

    // MARK: - Third phase

    /// `A_IJ −= Z_I·Z_Jᵀ` for one pair of blocks; where one of them is the sweep's own, what replaces it.
    package func update(sweep: Int, tile: Int) {
        // Tiles are counted along the rows of the lower triangle.
        var row = Int((Double(8 * tile + 1).squareRoot() - 1) / 2)
        while row * (row + 1) / 2 > tile { row -= 1 }
        while (row + 1) * (row + 2) / 2 <= tile { row += 1 }
        let column = tile - row * (row + 1) / 2
        if row == sweep || column == sweep {
            replace(sweep: sweep, row: row, column: column)
            return
        }
        let (count, stride) = (rows(sweep).count, matrix.stride)
        for right in tileStarts(column) {
            for left in tileStarts(row) where left >= right {
                unsafe ProductTile.multiply(
                    after + left * count, after + right * count, depth: count, .subtract,
                    matrix.elements + left * stride + right, stride: stride)
            }
        }
    }

    private func replace(sweep: Int, row: Int, column: Int) {
        let range = rows(sweep)
        let (first, count, stride) = (range.lowerBound, range.count, matrix.stride)
        for left in tileStarts(row) {
            for right in tileStarts(column) where left >= right {
                let tile = unsafe matrix.elements + left * stride + right
                let (above, beside) = (left - first, right - first)
                if row == column {
                    unsafe ProductTile.multiply(
                        columnPanels + above * count, columnPanels + beside * count, depth: count, .set, tile,
                        stride: stride)
                    for lane in 0..<Self.side * Self.side {
                        unsafe tile[lane / Self.side * stride + lane % Self.side].negate()
                    }
                } else if column == sweep {
                    unsafe ProductTile.multiply(
                        after + left * count, columnPanels + beside * count, depth: count, .set, tile, stride: stride)
                } else {
                    unsafe ProductTile.multiply(
                        columnPanels + above * count, after + right * count, depth: count, .set, tile, stride: stride)
                }
            }
        }
    }
}

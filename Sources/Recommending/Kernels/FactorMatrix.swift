/// Factors, `[rows × columns]`, row-major in one aligned block; rows are padded with zeros to whole vectors.
///
/// Kernels alone write to it, and only while it belongs to a training that has not ended; a model holds a copy that
/// nobody writes to, which is why it may be shared.
@safe
package final class FactorMatrix<Scalar: FactorScalar>: @unchecked Sendable {
    package let rows: Int
    package let columns: Int
    /// Scalars from one row's start to the next one's.
    package let stride: Int
    let elements: UnsafeMutablePointer<Scalar>

    /// - Parameter next: gives the values row by row.
    package init(rows: Int, columns: Int, _ next: () throws -> Scalar) rethrows {
        self.rows = rows
        self.columns = columns
        stride = (columns + Scalar.rowAlignment - 1) / Scalar.rowAlignment * Scalar.rowAlignment
        let count = max(1, rows * stride)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<Scalar>.stride, alignment: 64)
        unsafe elements = memory.bindMemory(to: Scalar.self, capacity: count)
        unsafe elements.initialize(repeating: 0, count: count)
        for row in 0..<rows {
            for column in 0..<columns { unsafe elements[row * stride + column] = try next() }
        }
    }

    /// One row.
    package convenience init(row values: [Scalar]) {
        var rest = values.makeIterator()
        self.init(rows: 1, columns: values.count) { rest.next() ?? 0 }
    }

    deinit { unsafe elements.deallocate() }

    package subscript(row: Int, column: Int) -> Scalar {
        precondition(row >= 0 && row < rows && column >= 0 && column < columns)
        return unsafe elements[row * stride + column]
    }

    package func copy() -> FactorMatrix {
        let copy = FactorMatrix(rows: rows, columns: columns) { 0 }
        unsafe copy.elements.update(from: elements, count: rows * stride)
        return copy
    }

    /// What it takes of memory.
    package var bytes: Int { rows * stride * MemoryLayout<Scalar>.stride }

    /// One row's values, without padding.
    package func values(of row: Int) -> [Scalar] { (0..<columns).map { self[row, $0] } }

    /// The values row by row, without padding.
    package var values: [Scalar] {
        var values: [Scalar] = []
        values.reserveCapacity(rows * columns)
        for row in 0..<rows {
            for column in 0..<columns { unsafe values.append(elements[row * stride + column]) }
        }
        return values
    }

    /// The product of two rows; in double precision summed from the first factor to the last.
    package func product(row: Int, with other: FactorMatrix, row otherRow: Int) -> Scalar {
        precondition(row >= 0 && row < rows && otherRow >= 0 && otherRow < other.rows && stride == other.stride)
        return unsafe Scalar.product(elements + row * stride, other.elements + otherRow * stride, count: columns)
    }
}

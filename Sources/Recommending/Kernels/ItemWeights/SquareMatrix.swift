/// A square matrix of doubles, row-major in one aligned block. Rows are padded to whole tiles: beyond `size` the diagonal
/// is 1 and everything else 0.
///
/// Kernels alone write to it, each part of it by one thread at a time, and nobody once it is shared.
@safe
package final class SquareMatrix: @unchecked Sendable {
    package let size: Int
    /// `size`, up to whole tiles.
    let padded: Int
    /// Doubles from one row's start to the next one's.
    let stride: Int
    let elements: UnsafeMutablePointer<Double>

    /// What a matrix of this size takes of memory; huge where that is no number any more.
    package static func bytes(size: Int) -> Int {
        let (square, overflows) = size.multipliedReportingOverflow(by: size)
        return overflows || square > Int.max / 16 ? Int.max / 2 : square * MemoryLayout<Double>.stride
    }

    /// A matrix of zeros.
    package init(size: Int) {
        self.size = size
        padded = max(1, (size + ProductTile.side - 1) / ProductTile.side) * ProductTile.side
        // Rows that lie a page apart would compete for the same places of the cache.
        let aligned = (padded + 7) / 8 * 8
        stride = aligned % 512 == 0 ? aligned + 8 : aligned
        let count = padded * stride
        let memory = UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<Double>.stride, alignment: 64)
        unsafe elements = memory.bindMemory(to: Double.self, capacity: count)
        unsafe elements.initialize(repeating: 0, count: count)
        for row in size..<padded { unsafe elements[row * stride + row] = 1 }
    }

    deinit { unsafe elements.deallocate() }

    package subscript(row: Int, column: Int) -> Double {
        precondition(row >= 0 && row < size && column >= 0 && column < size)
        return unsafe elements[row * stride + column]
    }

    /// The same values, with something added to the diagonal.
    package func copy(addingToDiagonal value: Double) -> SquareMatrix {
        let copy = SquareMatrix(size: size)
        unsafe copy.elements.update(from: elements, count: padded * stride)
        for row in 0..<size { unsafe copy.elements[row * stride + row] += value }
        return copy
    }

    package func copyRow(_ row: Int, into values: inout [Double]) {
        precondition(row >= 0 && row < size && values.count == size)
        unsafe values.withUnsafeMutableBufferPointer { values in
            guard let start = values.baseAddress else { return }
            unsafe start.update(from: elements + row * stride, count: size)
        }
    }

    /// A row's values.
    func withRow<Result>(_ row: Int, _ read: (UnsafeBufferPointer<Double>) throws -> Result) rethrows -> Result {
        precondition(row >= 0 && row < size)
        return try unsafe read(UnsafeBufferPointer(start: elements + row * stride, count: size))
    }
}

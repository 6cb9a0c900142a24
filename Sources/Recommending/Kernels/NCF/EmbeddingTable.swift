import CVectors

/// Embeddings with what their optimizer keeps of each value: a row holds the weights, then the first and the second
/// moment, each padded to whole vectors, so that a row is one stretch of memory.
///
/// In a training with several members each row belongs to one: only that member writes to it, at times when nobody
/// reads it.
@safe
struct EmbeddingTable<Scalar: NCFScalar> {
    let rows: Int
    let width: Int
    /// Scalars from one part of a row to the next.
    let stride: Int
    let parts: Int
    let elements: UnsafeMutablePointer<Scalar>
    let states: UnsafeMutablePointer<State>

    /// What is known of a row beside its values.
    struct State {
        /// The step up to which it has moved.
        var step = 0
        /// The last step whose batch names it, and its place among the rows that its owner learns then.
        var mark = 0
        var slot = 0
    }

    init(rows: Int, width: Int, optimizer: NCFOptimizer) {
        self.rows = rows
        self.width = width
        stride = (width + 7) / 8 * 8
        parts = optimizer.parts
        let count = max(1, rows * stride * parts)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<Scalar>.stride, alignment: 64)
        unsafe elements = memory.bindMemory(to: Scalar.self, capacity: count)
        unsafe elements.initialize(repeating: Scalar(optimizer.initialMoment), count: count)
        unsafe states = .allocate(capacity: max(1, rows))
        unsafe states.initialize(repeating: State(), count: max(1, rows))
        for row in 0..<rows { unsafe weights(row).update(repeating: 0, count: stride) }
    }

    /// Takes over another table's rows as they stand. - Precondition: it has the same shape and optimizer's rule.
    func take(_ other: EmbeddingTable) {
        precondition(rows == other.rows && width == other.width && parts == other.parts)
        unsafe elements.update(from: other.elements, count: rows * stride * parts)
        unsafe states.update(from: other.states, count: rows)
    }

    /// What it takes of memory.
    var bytes: Int { rows * (stride * parts * MemoryLayout<Scalar>.stride + MemoryLayout<State>.stride) }

    func deallocate() {
        unsafe elements.deallocate()
        unsafe states.deallocate()
    }

    /// The row's weights; its moments follow at `stride` and twice that.
    @inline(__always)
    func weights(_ row: Int) -> UnsafeMutablePointer<Scalar> { unsafe elements + row * stride * parts }

    /// Asks the processor to fetch a row.
    @inline(__always)
    func prefetch(_ row: Int) {
        unsafe tb_prefetch(states + row)
        let first = unsafe UnsafeRawPointer(weights(row))
        for offset in Swift.stride(from: 0, to: stride * parts * MemoryLayout<Scalar>.stride, by: 64) {
            unsafe tb_prefetch(first + offset)
        }
    }

    /// The member that a row belongs to: a hash of its position, spread without a division.
    @inline(__always)
    static func owner(of row: Int, members: Int) -> Int {
        members == 1 ? 0 : (row &* 40_503 & 0xFFFF) &* members >> 16
    }
}

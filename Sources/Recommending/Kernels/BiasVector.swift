/// One number for each user, or item; several threads may write to different ones at once.
///
/// Kernels alone write to it, and only while it belongs to a training that has not ended.
@safe
package final class BiasVector<Scalar: KernelScalar>: @unchecked Sendable {
    package let count: Int
    let elements: UnsafeMutablePointer<Scalar>

    /// All 0.
    package init(count: Int) {
        self.count = count
        unsafe elements = .allocate(capacity: max(1, count))
        unsafe elements.initialize(repeating: 0, count: max(1, count))
    }

    deinit { unsafe elements.deallocate() }

    package subscript(position: Int) -> Scalar {
        precondition(position >= 0 && position < count)
        return unsafe elements[position]
    }

    package func copy() -> BiasVector {
        let copy = BiasVector(count: count)
        unsafe copy.elements.update(from: elements, count: count)
        return copy
    }

    package var values: [Scalar] { unsafe Array(UnsafeBufferPointer(start: elements, count: count)) }
    /// What it takes of memory.
    package var bytes: Int { count * MemoryLayout<Scalar>.stride }
}

/// A batch's examples, and the number of the step that learns from them, counted from 1.
@safe
struct NCFBatch {
    let examples: UnsafePointer<NCFExample>
    let count: Int
    let step: Int

    @inline(__always) func user(_ place: Int) -> Int { unsafe examples[place].user }
    @inline(__always) func item(_ place: Int) -> Int { unsafe examples[place].item }
}

/// What members find out about a batch.
@safe
final class NCFBatchMemory<Scalar: NCFScalar> {
    private static var mostChunks: Int { 8 }

    let size: Int
    /// Examples a chunk, a multiple of 16.
    let chunk: Int
    /// How the loss follows each example's embeddings, `[batch × stride]`.
    let userGradients: UnsafeMutablePointer<Scalar>
    let itemGradients: UnsafeMutablePointer<Scalar>
    /// How the loss follows the dense values, `[chunks × dense values]`.
    let denseGradients: UnsafeMutablePointer<Scalar>
    /// The sum of the losses of each chunk.
    let losses: UnsafeMutablePointer<Double>

    init(_ shape: NCFShape, size: Int) {
        self.size = size
        chunk = Self.chunk(shape, size: size)
        let chunks = (size + chunk - 1) / chunk
        let stride = (shape.embedding + 7) / 8 * 8
        unsafe userGradients = NCFTraining.allocate(size * stride)
        unsafe itemGradients = NCFTraining.allocate(size * stride)
        unsafe denseGradients = NCFTraining.allocate(chunks * shape.denseCount)
        unsafe losses = .allocate(capacity: chunks)
    }

    /// Small batches are not cut, as chunks must outweigh the exchange between threads; with large layers the sums over
    /// weights, one for each chunk, must not outweigh the rest.
    static func chunk(_ shape: NCFShape, size: Int) -> Int {
        max(shape.denseCount > 8192 ? 128 : 64, (size + mostChunks * 16 - 1) / (mostChunks * 16) * 16)
    }

    func deallocate() {
        unsafe userGradients.deallocate()
        unsafe itemGradients.deallocate()
        unsafe denseGradients.deallocate()
        unsafe losses.deallocate()
    }

    func chunks(of count: Int) -> Int { (count + chunk - 1) / chunk }

    /// The sum of a batch's losses.
    func loss(chunks: Int) -> Double {
        var sum = 0.0
        for chunk in 0..<chunks { unsafe sum += losses[chunk] }
        return sum
    }
}

/// A network of neural collaborative filtering in training, as TensorFlow would train it, by one thread or several.
///
/// A batch is cut into chunks whose number depends on the batch's size alone, and every sum over chunks and examples is
/// taken in their order: the values are the same, to the bit, however many members train.
///
/// A step has three phases. In `prepare` and `apply` a member touches the embeddings that it owns and its own workspace,
/// in `learn` it reads all embeddings and writes the results of its own chunks. Members meet before and after `learn`;
/// `apply` and the next `prepare` need no meeting between them, as both keep to what is the member's own.
@safe
package final class NCFTraining<Scalar: NCFScalar>: @unchecked Sendable {
    package let shape: NCFShape
    /// `shape`'s lists, kept here as making them at every step would cost more than the step.
    let hiddenLayers: [NCFShape.Layer]
    let denseParts: [(range: Range<Int>, decays: Bool)]
    /// The tower's values for one example, its input's counted.
    let activationCount: Int
    package let optimizer: NCFOptimizer
    package let members: Int
    let users: EmbeddingTable<Scalar>
    let items: EmbeddingTable<Scalar>
    /// The dense values, then their moments, each `shape.denseCount` long.
    let dense: UnsafeMutablePointer<Scalar>
    let history: AdamHistory
    let workspaces: [NCFWorkspace<Scalar>]
    let memory: NCFBatchMemory<Scalar>
    /// The steps made so far; the first member's, like the next two.
    private(set) var step: Int
    private var lossSum = 0.0
    private var isStopped = false

    /// All values are 0 until they are set.
    ///
    /// - Parameter batchSize: the examples of a step.
    package convenience init(
        shape: NCFShape, users: Int, items: Int, optimizer: NCFOptimizer, batchSize: Int, members: Int = 1
    ) {
        self.init(
            shape: shape, users: users, items: items, optimizer: optimizer, batchSize: batchSize, members: members,
            history: AdamHistory(optimizer), step: 0)
    }

    /// - Parameters:
    ///   - history: what rows of earlier steps have missed.
    ///   - step: the steps made before.
    init(
        shape: NCFShape, users: Int, items: Int, optimizer: NCFOptimizer, batchSize: Int, members: Int,
        history: AdamHistory, step: Int
    ) {
        precondition(batchSize > 0 && members > 0)
        self.shape = shape
        hiddenLayers = shape.hidden
        denseParts = shape.denseParts
        activationCount = shape.layerSizes.reduce(0, +)
        self.optimizer = optimizer
        self.members = members
        self.users = EmbeddingTable(rows: users, width: shape.embedding, optimizer: optimizer)
        self.items = EmbeddingTable(rows: items, width: shape.embedding, optimizer: optimizer)
        unsafe dense = Self.allocate(3 * shape.denseCount)
        if optimizer.rule == .adagrad {
            for place in 0..<shape.denseCount {
                unsafe dense[shape.denseCount + place] = Scalar(optimizer.initialMoment)
            }
        }
        self.history = history
        self.step = step
        memory = NCFBatchMemory(shape, size: batchSize)
        workspaces = (0..<members).map { _ in
            NCFWorkspace(shape, batchSize: batchSize, users: users, items: items)
        }
    }

    deinit {
        users.deallocate()
        items.deallocate()
        unsafe dense.deallocate()
        memory.deallocate()
        for workspace in workspaces { workspace.deallocate() }
    }

    /// Zeroed, aligned for every vector.
    static func allocate(_ count: Int) -> UnsafeMutablePointer<Scalar> {
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: max(1, count) * MemoryLayout<Scalar>.stride, alignment: 128)
        let values = unsafe memory.bindMemory(to: Scalar.self, capacity: max(1, count))
        unsafe values.initialize(repeating: 0, count: max(1, count))
        return unsafe values
    }

    // MARK: - Learning

    /// Learns from examples, a batch after another; every member calls it with the same ones.
    ///
    /// - Parameters:
    ///   - meet: returns when all members have called it.
    ///   - isStopped: asked by the first member at every step; the pass then ends with that step.
    /// - Returns: the sum of the losses, each before its step; the first member's is the whole one.
    /// - Precondition: all positions are known.
    package func train(
        _ examples: [NCFExample], member: Int, meet: () -> Void, isStopped: () -> Bool
    ) -> Double {
        precondition(member >= 0 && member < members)
        precondition(member > 0 || examples.allSatisfy { $0.user < users.rows && $0.item < items.rows })
        return Scalar.train(self, examples, member: member, meet: meet, isStopped: isStopped)
    }

    @inline(__always)
    func pass(_ examples: [NCFExample], member: Int, meet: () -> Void, isStopped: () -> Bool) -> Double {
        let first = step
        if member == 0 { lossSum = 0 }
        unsafe examples.withUnsafeBufferPointer { examples in
            for start in Swift.stride(from: 0, to: examples.count, by: memory.size) {
                guard let base = examples.baseAddress else { return }
                let batch = unsafe NCFBatch(
                    examples: base + start, count: min(memory.size, examples.count - start),
                    step: first + start / memory.size + 1)
                prepare(batch, member)
                meet()
                if member == 0 { self.isStopped = isStopped() }
                learn(batch, member)
                meet()
                if self.isStopped { return }
                apply(batch, member)
                if member == 0 {
                    step = batch.step
                    lossSum += memory.loss(chunks: memory.chunks(of: batch.count))
                }
            }
        }
        return member == 0 ? lossSum : 0
    }
}

/// How a training goes on apart from the one that it began as.
extension NCFTraining {
    /// A training that has learned what this one has, with its moments and its steps, and goes on by itself.
    ///
    /// With the same optimizer it goes on to the bits that this one would. With another rate or decay the moves that rows
    /// have missed so far are made first, as those are this one's.
    ///
    /// - Precondition: the optimizer's rule is the same, and this training stands between two batches.
    package func copy(optimizer: NCFOptimizer, batchSize: Int, members: Int) -> NCFTraining {
        precondition(optimizer.rule == self.optimizer.rule)
        let isSame = optimizer == self.optimizer
        let copy = NCFTraining(
            shape: shape, users: users.rows, items: items.rows, optimizer: optimizer, batchSize: batchSize,
            members: members, history: isSame ? AdamHistory(history) : AdamHistory(optimizer, after: step), step: step)
        copy.users.take(users)
        copy.items.take(items)
        unsafe copy.dense.update(from: dense, count: 3 * shape.denseCount)
        if !isSame {
            settle(copy.users)
            settle(copy.items)
        }
        return copy
    }

    /// Makes the moves that rows have missed, by this training's history.
    private func settle(_ table: EmbeddingTable<Scalar>) {
        for row in 0..<(table.rows) {
            catchUp(table, row, table.stride / 8, before: step + 1)
            unsafe table.states[row].step = step
        }
    }

    /// What it takes of memory, about.
    package var bytes: Int {
        let stride = (shape.embedding + 7) / 8 * 8
        let chunk = memory.chunk
        let chunks = (memory.size + chunk - 1) / chunk
        let own = 2 * min(memory.size, max(users.rows, items.rows)) * stride + 2 * activationCount * chunk
        let scalars = shape.denseCount * (3 + chunks) + 2 * memory.size * stride + members * own
        return users.bytes + items.bytes + history.bytes + scalars * MemoryLayout<Scalar>.stride
    }
}

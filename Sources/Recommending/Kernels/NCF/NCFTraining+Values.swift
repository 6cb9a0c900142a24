import Foundation

/// The tables of a network.
package enum NCFTable: Sendable { case users, items }

extension NCFTraining {
    private func table(_ name: NCFTable) -> EmbeddingTable<Scalar> { name == .users ? users : items }

    /// Sets all embeddings, `[rows × shape.embedding]`: GMF's factors, then the half of the tower's input.
    package func set(_ name: NCFTable, _ values: [Scalar]) {
        let table = table(name)
        precondition(values.count == table.rows * table.width)
        for row in 0..<(table.rows) {
            for column in 0..<(table.width) {
                unsafe table.weights(row)[column] = values[row * table.width + column]
            }
        }
    }

    /// Sets the dense values from `start` on; see `NCFShape` for where they stand.
    package func setDense(_ values: [Scalar], at start: Int) {
        precondition(start >= 0 && start + values.count <= shape.denseCount)
        for (place, value) in values.enumerated() { unsafe dense[start + place] = value }
    }

    /// The dense values.
    package var denseValues: [Scalar] { unsafe Array(UnsafeBufferPointer(start: dense, count: shape.denseCount)) }

    /// All embeddings as they are after the last step, missed moves made up for, `[rows × shape.embedding]`. The
    /// training itself does not notice.
    package func embeddings(_ name: NCFTable) -> [Scalar] {
        let table = table(name)
        let vectors = table.stride / 8
        var values: [Scalar] = []
        values.reserveCapacity(table.rows * table.width)
        for row in 0..<(table.rows) {
            let weights = unsafe UnsafeMutableRawPointer(table.weights(row)).assumingMemoryBound(to: SIMD8<Scalar>.self)
            let last = unsafe table.states[row].step
            for vector in 0..<vectors {
                var moved = unsafe weights[vector]
                if last < step {
                    if optimizer.rule == .adam {
                        unsafe moved = MissedSteps<Scalar>(history.missed(since: last)).weights(
                            moved, weights[vectors + vector], weights[2 * vectors + vector])
                    } else if optimizer.decay != 0 {
                        moved *= SIMD8(repeating: Scalar(optimizer.keep(steps: step - last)))
                    }
                }
                for lane in 0..<min(8, table.width - vector * 8) { values.append(moved[lane]) }
            }
        }
        return values
    }
}

extension NCFOptimizer {
    /// What a weight keeps of itself over so many steps.
    func keep(steps: Int) -> Double { pow(keep, Double(steps)) }
}

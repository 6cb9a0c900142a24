extension NCFTraining {
    typealias Vector = SIMD8<Scalar>

    /// Lists a member's own rows of the batch, and makes up for the steps that they have missed.
    @inline(__always)
    func prepare(_ batch: NCFBatch, _ member: Int) {
        let workspace = workspaces[member]
        prepare(&workspace.users, users, batch, member) { $0.user($1) }
        prepare(&workspace.items, items, batch, member) { $0.item($1) }
    }

    /// Rows are asked for so many examples before they are needed: those of large tables come from memory.
    private static var lookahead: Int { 12 }

    @inline(__always)
    private func prepare(
        _ own: inout NCFWorkspace<Scalar>.Rows, _ table: EmbeddingTable<Scalar>, _ batch: NCFBatch,
        _ member: Int, _ position: (NCFBatch, Int) -> Int
    ) {
        let vectors = table.stride / 8
        own.count = 0
        for place in 0..<batch.count {
            if place + Self.lookahead < batch.count { table.prefetch(position(batch, place + Self.lookahead)) }
            let row = position(batch, place)
            guard isOwner(member, of: row), unsafe table.states[row].mark != batch.step else { continue }
            unsafe table.states[row].mark = batch.step
            unsafe table.states[row].slot = own.count
            unsafe own.rows[own.count] = Int32(truncatingIfNeeded: row)
            unsafe (own.gradients + own.count * table.stride).update(repeating: 0, count: table.stride)
            own.count += 1
            catchUp(table, row, vectors, before: batch.step)
        }
    }

    @inline(__always)
    private func isOwner(_ member: Int, of row: Int) -> Bool {
        EmbeddingTable<Scalar>.owner(of: row, members: members) == member
    }

    @inline(__always)
    func catchUp(_ table: EmbeddingTable<Scalar>, _ row: Int, _ vectors: Int, before step: Int) {
        let last = unsafe table.states[row].step
        guard last < step - 1 else { return }
        let weights = unsafe UnsafeMutableRawPointer(table.weights(row)).assumingMemoryBound(to: Vector.self)
        if optimizer.rule == .adam {
            let missed = MissedSteps<Scalar>(history.missed(since: last))
            for vector in 0..<vectors {
                let (m, v) = unsafe (weights[vectors + vector], weights[2 * vectors + vector])
                unsafe weights[vector] = missed.weights(weights[vector], m, v)
                let moments = missed.moments(m, v)
                unsafe weights[vectors + vector] = moments.first
                unsafe weights[2 * vectors + vector] = moments.second
            }
        } else if optimizer.decay != 0 {
            let keep = Vector(repeating: Scalar(optimizer.keep(steps: step - 1 - last)))
            for vector in 0..<vectors { unsafe weights[vector] *= keep }
        }
    }

    /// Sums the gradients of a member's own rows, in the order of the examples, and moves the rows and the member's part
    /// of the dense values.
    @inline(__always)
    func apply(_ batch: NCFBatch, _ member: Int) {
        let rate = optimizer.rule == .adam ? history.rate(at: batch.step) : optimizer.rate
        let rule = OptimizerRow<Scalar>(optimizer, rate: rate)
        let workspace = workspaces[member]
        unsafe apply(rule, workspace.users, users, batch, memory.userGradients, member) { $0.user($1) }
        unsafe apply(rule, workspace.items, items, batch, memory.itemGradients, member) { $0.item($1) }
        applyDense(rule, batch, member)
    }

    @inline(__always)
    private func apply(
        _ rule: OptimizerRow<Scalar>, _ own: NCFWorkspace<Scalar>.Rows, _ table: EmbeddingTable<Scalar>,
        _ batch: NCFBatch, _ gradients: UnsafeMutablePointer<Scalar>, _ member: Int, _ position: (NCFBatch, Int) -> Int
    ) {
        let vectors = table.stride / 8
        let examples = unsafe UnsafeMutableRawPointer(gradients).assumingMemoryBound(to: Vector.self)
        let sums = unsafe UnsafeMutableRawPointer(own.gradients).assumingMemoryBound(to: Vector.self)
        for place in 0..<batch.count {
            let row = position(batch, place)
            guard isOwner(member, of: row) else { continue }
            let sum = unsafe sums + table.states[row].slot * vectors
            for vector in 0..<vectors { unsafe sum[vector] += examples[place * vectors + vector] }
        }
        for slot in 0..<(own.count) {
            let row = unsafe Int(own.rows[slot])
            let weights = unsafe UnsafeMutableRawPointer(table.weights(row)).assumingMemoryBound(to: Vector.self)
            unsafe rule.step(
                weights, stride: vectors, vectors: vectors, gradient: sums + slot * vectors, decays: true)
            unsafe table.states[row].step = batch.step
        }
    }

    @inline(__always)
    private func applyDense(_ rule: OptimizerRow<Scalar>, _ batch: NCFBatch, _ member: Int) {
        let total = shape.denseCount / 8
        let share = (total * member / members)..<(total * (member + 1) / members)
        let weights = unsafe UnsafeMutableRawPointer(dense).assumingMemoryBound(to: Vector.self)
        let gradients = unsafe UnsafeMutableRawPointer(memory.denseGradients).assumingMemoryBound(to: Vector.self)
        for chunk in 1..<max(1, memory.chunks(of: batch.count)) {
            for vector in share { unsafe gradients[vector] += gradients[chunk * total + vector] }
        }
        for part in denseParts {
            let range = share.clamped(to: (part.range.lowerBound / 8)..<(part.range.upperBound / 8))
            guard !range.isEmpty else { continue }
            unsafe rule.step(
                weights + range.lowerBound, stride: total, vectors: range.count, gradient: gradients + range.lowerBound,
                decays: part.decays)
        }
    }
}

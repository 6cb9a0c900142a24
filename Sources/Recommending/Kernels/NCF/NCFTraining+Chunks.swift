extension NCFTraining {
    typealias Lanes = SIMD16<Scalar>
    typealias Values = UnsafeMutablePointer<Scalar>

    /// Passes a member's chunks forward and backward. The first member also counts the step: nobody reads the history
    /// now.
    @inline(__always)
    func learn(_ batch: NCFBatch, _ member: Int) {
        if member == 0, optimizer.rule == .adam { history.advance() }
        for chunk in stride(from: member, to: memory.chunks(of: batch.count), by: members) {
            learn(batch, chunk: chunk, workspaces[member])
        }
    }

    @inline(__always)
    private func learn(_ batch: NCFBatch, chunk: Int, _ workspace: NCFWorkspace<Scalar>) {
        let first = chunk * memory.chunk
        let count = min(memory.chunk, batch.count - first)
        let blocks = (count + 15) / 16
        gather(batch, first, count, blocks * 16, workspace)
        forward(workspace, blocks)
        unsafe memory.losses[chunk] = judge(batch, first, count, blocks * 16, workspace.outputs)
        unsafe backward(workspace, blocks, memory.denseGradients + chunk * shape.denseCount)
        scatter(batch, first, count, workspace)
    }

    /// Fills GMF's products and the tower's input; lanes without an example are 0.
    @inline(__always)
    private func gather(
        _ batch: NCFBatch, _ first: Int, _ count: Int, _ padded: Int, _ workspace: NCFWorkspace<Scalar>
    ) {
        let (factors, half) = (shape.factors, shape.half)
        for place in 0..<padded {
            let (block, lane) = (place >> 4, place & 15)
            let products = unsafe workspace.products + block * factors * 16 + lane
            let tower = unsafe workspace.activations + block * 2 * half * 16 + lane
            let itemTower = unsafe tower + half * 16
            guard place < count else {
                for factor in 0..<factors { unsafe products[factor * 16] = 0 }
                for feature in 0..<(2 * half) { unsafe tower[feature * 16] = 0 }
                continue
            }
            let p = unsafe users.weights(batch.user(first + place))
            let q = unsafe items.weights(batch.item(first + place))
            for factor in 0..<factors { unsafe products[factor * 16] = p[factor] * q[factor] }
            for feature in 0..<half {
                unsafe tower[feature * 16] = p[factors + feature]
                unsafe itemTower[feature * 16] = q[factors + feature]
            }
        }
    }

    @inline(__always)
    private func forward(_ workspace: NCFWorkspace<Scalar>, _ blocks: Int) {
        var x = unsafe workspace.activations
        for layer in hiddenLayers {
            let y = unsafe x + layer.inputs * memory.chunk
            unsafe DenseLayer.forward(
                x, y, weights: dense + layer.weights, biases: dense + layer.biases, inputs: layer.inputs,
                outputs: layer.outputs, blocks: blocks, packed: workspace.packed)
            unsafe x = y
        }
        let output = unsafe dense + shape.output
        let (factors, tower) = (shape.factors, shape.towerOutput)
        for block in 0..<blocks {
            var sum = Lanes.zero
            for factor in 0..<factors {
                let product = unsafe DenseLayer.load(workspace.products, block * factors + factor)
                unsafe sum = Scalar.fuse(product, Lanes(repeating: output[factor]), sum)
            }
            for feature in 0..<tower {
                let value = unsafe DenseLayer.load(x, block * tower + feature)
                unsafe sum = Scalar.fuse(value, Lanes(repeating: output[factors + feature]), sum)
            }
            unsafe DenseLayer.store(sum, workspace.outputs, block)
        }
    }

    /// The loss of each output, `−y·log(p + 1e-7) − (1 − y)·log(1 − p + 1e-7)` with `p = 1 / (1 + exp(−x))`, as
    /// TensorFlow's; each output becomes how the batch's mean loss follows it. - Returns: the sum of the losses.
    @inline(__always)
    private func judge(_ batch: NCFBatch, _ first: Int, _ count: Int, _ padded: Int, _ outputs: Values) -> Double {
        let epsilon = Scalar(1e-7)
        let share = 1 / Scalar(batch.count)
        var loss = 0.0
        for place in 0..<count {
            let p = unsafe 1 / (1 + Scalar.exponential(-outputs[place]))
            let slope = p * (1 - p)
            if unsafe batch.examples[first + place].isPositive {
                loss -= Double(Scalar.logarithm(p + epsilon))
                unsafe outputs[place] = -slope / (p + epsilon) * share
            } else {
                loss -= Double(Scalar.logarithm(1 - p + epsilon))
                unsafe outputs[place] = slope / (1 - p + epsilon) * share
            }
        }
        for place in count..<padded { unsafe outputs[place] = 0 }
        return loss
    }

    @inline(__always)
    private func backward(_ workspace: NCFWorkspace<Scalar>, _ blocks: Int, _ gradients: Values) {
        let (factors, tower) = (shape.factors, shape.towerOutput)
        let slopes = unsafe workspace.outputs
        for factor in 0..<factors {
            unsafe gradients[shape.output + factor] = product(workspace.products, factor, of: factors, slopes, blocks)
        }
        let before = (activationCount - tower) * memory.chunk
        var y = unsafe workspace.activations + before
        var dy = unsafe workspace.slopes + before
        for feature in 0..<tower {
            unsafe gradients[shape.output + factors + feature] = product(y, feature, of: tower, slopes, blocks)
            let weight = unsafe Lanes(repeating: dense[shape.output + factors + feature])
            for block in 0..<blocks {
                unsafe DenseLayer.store(DenseLayer.load(slopes, block) * weight, dy, block * tower + feature)
            }
        }
        for layer in hiddenLayers.reversed() {
            unsafe gate(dy, y, values: blocks * layer.outputs)
            let x = unsafe y - layer.inputs * memory.chunk
            let dx = unsafe dy - layer.inputs * memory.chunk
            unsafe DenseLayer.gradient(
                x, dy, weights: gradients + layer.weights, biases: gradients + layer.biases, inputs: layer.inputs,
                outputs: layer.outputs, blocks: blocks, turned: workspace.turned)
            unsafe DenseLayer.backward(
                dy, dx, weights: dense + layer.weights, inputs: layer.inputs, outputs: layer.outputs, blocks: blocks)
            unsafe (y, dy) = (x, dx)
        }
    }

    /// A rectified value that is 0 passes nothing back.
    @inline(__always)
    private func gate(_ dy: Values, _ y: Values, values: Int) {
        for value in 0..<values {
            unsafe DenseLayer.store(
                Scalar.gate(DenseLayer.load(dy, value), by: DenseLayer.load(y, value)), dy, value)
        }
    }

    /// `Σ a · slope` over the examples of one of `count` features.
    @inline(__always)
    private func product(_ a: Values, _ feature: Int, of count: Int, _ slopes: Values, _ blocks: Int) -> Scalar {
        var sum = Lanes.zero
        for block in 0..<blocks {
            unsafe sum = Scalar.fuse(DenseLayer.load(a, block * count + feature), DenseLayer.load(slopes, block), sum)
        }
        return Scalar.sum(sum.lowHalf + sum.highHalf)
    }

    /// Writes how the loss follows each example's embeddings.
    @inline(__always)
    private func scatter(_ batch: NCFBatch, _ first: Int, _ count: Int, _ workspace: NCFWorkspace<Scalar>) {
        let (factors, half) = (shape.factors, shape.half)
        let stride = users.stride
        let output = unsafe dense + shape.output
        for place in 0..<count {
            let p = unsafe users.weights(batch.user(first + place))
            let q = unsafe items.weights(batch.item(first + place))
            let user = unsafe memory.userGradients + (first + place) * stride
            let item = unsafe memory.itemGradients + (first + place) * stride
            let slope = unsafe workspace.outputs[place]
            for factor in 0..<factors {
                let pull = unsafe slope * output[factor]
                unsafe user[factor] = pull * q[factor]
                unsafe item[factor] = pull * p[factor]
            }
            let tower = unsafe workspace.slopes + (place >> 4) * 2 * half * 16 + (place & 15)
            let itemTower = unsafe tower + half * 16
            for feature in 0..<half {
                unsafe user[factors + feature] = tower[feature * 16]
                unsafe item[factors + feature] = itemTower[feature * 16]
            }
        }
    }
}

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
        let width = memory.chunk
        let first = chunk * width
        let count = min(width, batch.count - first)
        let lanes = (count + 15) / 16
        gather(batch, first, count, lanes * 16, workspace)
        forward(workspace, lanes)
        unsafe memory.losses[chunk] = judge(batch, first, count, lanes * 16, workspace.outputs)
        unsafe backward(workspace, lanes, memory.denseGradients + chunk * shape.denseCount)
        scatter(batch, first, count, workspace)
    }

    /// Fills GMF's products and the tower's input; lanes without an example are 0.
    @inline(__always)
    private func gather(_ batch: NCFBatch, _ first: Int, _ count: Int, _ padded: Int, _ workspace: NCFWorkspace<Scalar>)
    {
        let (factors, half, width) = (shape.factors, shape.half, memory.chunk)
        let (products, activations) = unsafe (workspace.products, workspace.activations)
        for place in 0..<count {
            let p = unsafe users.weights(batch.user(first + place))
            let q = unsafe items.weights(batch.item(first + place))
            for factor in 0..<factors { unsafe products[factor * width + place] = p[factor] * q[factor] }
            let (tower, itemTower) = unsafe (activations + place, activations + half * width + place)
            for feature in 0..<half {
                unsafe tower[feature * width] = p[factors + feature]
                unsafe itemTower[feature * width] = q[factors + feature]
            }
        }
        for place in count..<padded {
            for factor in 0..<factors { unsafe products[factor * width + place] = 0 }
            for feature in 0..<(2 * half) { unsafe activations[feature * width + place] = 0 }
        }
    }

    @inline(__always)
    private func forward(_ workspace: NCFWorkspace<Scalar>, _ lanes: Int) {
        let width = memory.chunk
        var x = unsafe workspace.activations
        for layer in hiddenLayers {
            let y = unsafe x + layer.inputs * width
            unsafe DenseLayer.forward(
                x, y, weights: dense + layer.weights, biases: dense + layer.biases, inputs: layer.inputs,
                outputs: layer.outputs, width: width, lanes: lanes)
            unsafe x = y
        }
        let output = unsafe dense + shape.output
        let (factors, tower) = (shape.factors, shape.towerOutput)
        for lane in 0..<lanes {
            var sum = Lanes.zero
            for factor in 0..<factors {
                unsafe sum = Scalar.fuse(
                    load(workspace.products + factor * width, lane), Lanes(repeating: output[factor]), sum)
            }
            for feature in 0..<tower {
                unsafe sum = Scalar.fuse(
                    load(x + feature * width, lane), Lanes(repeating: output[factors + feature]), sum)
            }
            unsafe store(sum, workspace.outputs, lane)
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
    private func backward(_ workspace: NCFWorkspace<Scalar>, _ lanes: Int, _ gradients: Values) {
        let width = memory.chunk
        let (factors, tower) = (shape.factors, shape.towerOutput)
        let slopes = unsafe workspace.outputs
        for factor in 0..<factors {
            unsafe gradients[shape.output + factor] = product(workspace.products + factor * width, slopes, lanes)
        }
        let before = shape.layerSizes.dropLast().reduce(0, +) * width
        var y = unsafe workspace.activations + before
        var dy = unsafe workspace.slopes + before
        for feature in 0..<tower {
            unsafe gradients[shape.output + factors + feature] = product(y + feature * width, slopes, lanes)
            let weight = unsafe Lanes(repeating: dense[shape.output + factors + feature])
            for lane in 0..<lanes { unsafe store(load(slopes, lane) * weight, dy + feature * width, lane) }
        }
        for layer in hiddenLayers.reversed() {
            unsafe mask(dy, y, features: layer.outputs, lanes)
            let (x, dx) = unsafe (y - layer.inputs * width, dy - layer.inputs * width)
            unsafe DenseLayer.gradient(
                x, dy, weights: gradients + layer.weights, biases: gradients + layer.biases, inputs: layer.inputs,
                outputs: layer.outputs, width: width, lanes: lanes)
            unsafe DenseLayer.backward(
                dy, dx, weights: dense + layer.weights, inputs: layer.inputs, outputs: layer.outputs, width: width,
                lanes: lanes)
            unsafe (y, dy) = (x, dx)
        }
    }

    /// A rectified value that is 0 passes nothing back.
    @inline(__always)
    private func mask(_ dy: Values, _ y: Values, features: Int, _ lanes: Int) {
        let width = memory.chunk
        for feature in 0..<features {
            for lane in 0..<lanes {
                let slope = unsafe load(dy + feature * width, lane)
                let value = unsafe load(y + feature * width, lane)
                unsafe store(Scalar.gate(slope, by: value), dy + feature * width, lane)
            }
        }
    }

    /// Writes how the loss follows each example's embeddings.
    @inline(__always)
    private func scatter(_ batch: NCFBatch, _ first: Int, _ count: Int, _ workspace: NCFWorkspace<Scalar>) {
        let (factors, half, width) = (shape.factors, shape.half, memory.chunk)
        let stride = users.stride
        let (slopes, output) = unsafe (workspace.slopes, dense + shape.output)
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
            let (tower, itemTower) = unsafe (slopes + place, slopes + half * width + place)
            for feature in 0..<half {
                unsafe user[factors + feature] = tower[feature * width]
                unsafe item[factors + feature] = itemTower[feature * width]
            }
        }
    }

    // MARK: - Sixteen examples

    @inline(__always)
    private func load(_ values: Values, _ lane: Int) -> Lanes {
        unsafe UnsafeRawPointer(values + lane * 16).load(as: Lanes.self)
    }

    @inline(__always)
    private func store(_ lanes: Lanes, _ values: Values, _ lane: Int) {
        unsafe UnsafeMutableRawPointer(values + lane * 16).storeBytes(of: lanes, as: Lanes.self)
    }

    @inline(__always)
    private func product(_ a: Values, _ b: Values, _ lanes: Int) -> Scalar {
        var sum = Lanes.zero
        for lane in 0..<lanes { unsafe sum = Scalar.fuse(load(a, lane), load(b, lane), sum) }
        return Scalar.sum(sum.lowHalf + sum.highHalf)
    }
}

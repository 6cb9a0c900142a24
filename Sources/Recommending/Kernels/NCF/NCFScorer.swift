/// A trained network that gives scores, immutable.
///
/// The tower's first layer is linear in the user's and in the item's half, so the items' share of it is summed once, and
/// a user's once for all items; the rest runs over sixteen items at a time.
@safe
package final class NCFScorer<Scalar: NCFScalar>: @unchecked Sendable {
    package let shape: NCFShape
    private let hidden: [NCFShape.Layer]
    package let userCount: Int
    package let itemCount: Int
    /// `[users × embedding]` and `[items × embedding]`, row-major.
    package let users: [Scalar]
    package let items: [Scalar]
    /// See `NCFShape`.
    package let dense: [Scalar]
    /// Items in lanes: `[features × padded items]`. GMF's factors times the output's weights, then the items' share of the
    /// first hidden layer with its biases, or of the output where there is no hidden layer.
    private let lanes: UnsafeMutablePointer<Scalar>
    private let width: Int
    /// The mean embeddings.
    private let meanUser: [Scalar]
    private let meanItem: [Scalar]

    package init(shape: NCFShape, users: [Scalar], items: [Scalar], dense: [Scalar]) {
        precondition(users.count % shape.embedding == 0 && items.count % shape.embedding == 0)
        precondition(dense.count == shape.denseCount)
        self.shape = shape
        hidden = shape.hidden
        self.users = users
        self.items = items
        self.dense = dense
        userCount = users.count / shape.embedding
        itemCount = items.count / shape.embedding
        width = (itemCount + 15) / 16 * 16
        meanUser = Self.mean(users, width: shape.embedding)
        meanItem = Self.mean(items, width: shape.embedding)
        unsafe lanes = NCFTraining.allocate((shape.factors + Self.firstOutputs(shape)) * width)
        Scalar.spread(self)
    }

    /// Fills in the lanes.
    @inline(__always)
    func spreadItems() {
        for item in 0..<itemCount {
            let row = items[(item * shape.embedding)..<((item + 1) * shape.embedding)]
            for factor in 0..<shape.factors {
                unsafe lanes[factor * width + item] = row[row.startIndex + factor] * dense[shape.output + factor]
            }
            let shares = share(of: row, half: 1)
            for (output, share) in shares.enumerated() {
                unsafe lanes[(shape.factors + output) * width + item] = share
            }
        }
    }

    private static func mean(_ rows: [Scalar], width: Int) -> [Scalar] {
        var sums = [Double](repeating: 0, count: width)
        for (place, value) in rows.enumerated() { sums[place % width] += Double(value) }
        return sums.map { Scalar($0 / Double(max(1, rows.count / width))) }
    }

    deinit { unsafe lanes.deallocate() }

    private static func firstOutputs(_ shape: NCFShape) -> Int {
        shape.hidden.first?.outputs ?? (shape.layerSizes.isEmpty ? 0 : 1)
    }

    /// What an embedding adds to the first hidden layer, or to the output; the items' share has the biases.
    @inline(__always)
    private func share(of embedding: ArraySlice<Scalar>, half: Int) -> [Scalar] {
        guard shape.half > 0 else { return [] }
        let outputs = Self.firstOutputs(shape)
        let weights = shape.hidden.first?.weights ?? shape.output + shape.factors
        var shares = [Scalar](repeating: 0, count: outputs)
        if half == 1, let first = shape.hidden.first {
            for output in 0..<outputs { shares[output] = dense[first.biases + output] }
        }
        for feature in 0..<shape.half {
            let value = embedding[embedding.startIndex + shape.factors + feature]
            for output in 0..<outputs {
                shares[output] += value * dense[weights + (half * shape.half + feature) * outputs + output]
            }
        }
        return shares
    }

    /// The network's output before the sigmoid for a user and every item; the order of scores is the order of these.
    package func logits(user: Int, into scores: inout [Scalar]) {
        precondition(user >= 0 && user < userCount && scores.count == itemCount)
        Scalar.logits(self, user: user, into: &scores)
    }

    /// The same for one item; `nil` stands for the mean of all users or items.
    package func logit(user: Int?, item: Int?) -> Scalar {
        let width = shape.embedding
        let p = user.map { users[($0 * width)..<(($0 + 1) * width)] } ?? meanUser[...]
        let q = item.map { items[($0 * width)..<(($0 + 1) * width)] } ?? meanItem[...]
        var x = Array(p.dropFirst(shape.factors)) + Array(q.dropFirst(shape.factors))
        for layer in shape.hidden {
            x = (0..<layer.outputs).map { output in
                var sum = dense[layer.biases + output]
                for input in 0..<layer.inputs {
                    sum += x[input] * dense[layer.weights + input * layer.outputs + output]
                }
                return max(0, sum)
            }
        }
        var sum = Scalar(0)
        for factor in 0..<shape.factors {
            sum += p[p.startIndex + factor] * q[q.startIndex + factor] * dense[shape.output + factor]
        }
        for (feature, value) in x.enumerated() { sum += value * dense[shape.output + shape.factors + feature] }
        return sum
    }

    /// `1 / (1 + exp(−x))`
    package static func probability(_ logit: Scalar) -> Double { 1 / (1 + Double(Scalar.exponential(-logit))) }

    @inline(__always)
    func fill(_ scores: inout [Scalar], user: Int) {
        let embedding = users[(user * shape.embedding)..<((user + 1) * shape.embedding)]
        let shares = share(of: embedding, half: 0)
        let widest = max(1, hidden.map(\.outputs).max() ?? 1)
        let size = MemoryLayout<Scalar>.stride
        unsafe withUnsafeTemporaryAllocation(byteCount: 2 * widest * 16 * size, alignment: 128) { room in
            guard let base = unsafe room.baseAddress?.assumingMemoryBound(to: Scalar.self) else { return }
            unsafe embedding.withUnsafeBufferPointer { embedding in
                unsafe shares.withUnsafeBufferPointer { shares in
                    unsafe dense.withUnsafeBufferPointer { dense in
                        unsafe scores.withUnsafeMutableBytes { scores in
                            for start in Swift.stride(from: 0, to: itemCount, by: 16) {
                                let sum = unsafe output(
                                    start, embedding, shares, dense, base, base + widest * 16)
                                if start + 16 <= itemCount {
                                    unsafe scores.storeBytes(
                                        of: sum, toByteOffset: start * size, as: SIMD16<Scalar>.self)
                                } else {
                                    for lane in 0..<(itemCount - start) {
                                        unsafe scores.storeBytes(
                                            of: sum[lane], toByteOffset: (start + lane) * size, as: Scalar.self)
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Sixteen items' outputs; `x` and `y` are room for the values of a layer.
    @inline(__always)
    private func output(
        _ start: Int, _ embedding: UnsafeBufferPointer<Scalar>, _ shares: UnsafeBufferPointer<Scalar>,
        _ dense: UnsafeBufferPointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>
    ) -> SIMD16<Scalar> {
        let block = unsafe lanes + start
        func load(_ feature: Int) -> SIMD16<Scalar> {
            unsafe UnsafeRawPointer(block + feature * width).load(as: SIMD16<Scalar>.self)
        }
        var sum = SIMD16<Scalar>.zero
        for factor in 0..<shape.factors {
            unsafe sum = Scalar.fuse(load(factor), SIMD16(repeating: embedding[factor]), sum)
        }
        guard let first = hidden.first, let weights = dense.baseAddress else {
            return unsafe shares.isEmpty ? sum : sum + load(shape.factors) + SIMD16(repeating: shares[0])
        }
        for feature in 0..<first.outputs {
            let value = unsafe load(shape.factors + feature) + SIMD16(repeating: shares[feature])
            unsafe DenseLayer.store(Scalar.relu(value), x, feature)
        }
        var (x, y) = unsafe (x, y)
        for layer in hidden.dropFirst() {
            let product = unsafe LaneProduct(
                values: UnsafePointer(x), valueStride: 16, weights: weights + layer.weights, step: layer.outputs,
                spread: 1, steps: layer.inputs)
            let target = unsafe y
            product.run(features: layer.outputs) {
                unsafe SIMD16(repeating: weights[layer.biases + $0])
            } finish: {
                unsafe DenseLayer.store(Scalar.relu($1), target, $0)
            }
            unsafe swap(&x, &y)
        }
        for feature in 0..<shape.towerOutput {
            let weight = unsafe weights[shape.output + shape.factors + feature]
            unsafe sum = Scalar.fuse(DenseLayer.load(x, feature), SIMD16(repeating: weight), sum)
        }
        return sum
    }
}

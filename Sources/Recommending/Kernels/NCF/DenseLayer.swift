/// Products of a layer's weights with the values of many examples.
///
/// Examples stand in blocks of sixteen, a block's values feature by feature: `[blocks × features × 16]`. Lanes are
/// examples, so a layer of eight fills vectors as well as one of a thousand does, and what a tile reads is one stretch of
/// memory. Weights are `[inputs × outputs]`, row-major.
enum DenseLayer<Scalar: NCFScalar> {
    typealias Lanes = SIMD16<Scalar>
    typealias Values = UnsafeMutablePointer<Scalar>

    /// Outputs whose weights are put side by side before they are used: the rows of a wide layer stand so far apart that
    /// they would push one another out of the cache.
    static var panel: Int { 24 }

    /// `y = relu(b + xᵀW)`
    ///
    /// - Parameter packed: room for `inputs × panel` values.
    @inline(__always)
    static func forward(
        _ x: Values, _ y: Values, weights: UnsafePointer<Scalar>, biases: UnsafePointer<Scalar>, inputs: Int,
        outputs: Int, blocks: Int, packed: Values
    ) {
        for first in stride(from: 0, to: outputs, by: panel) {
            let count = min(panel, outputs - first)
            var source = unsafe weights
            if count < outputs {
                for input in 0..<inputs {
                    unsafe (packed + input * count).update(from: weights + input * outputs + first, count: count)
                }
                unsafe source = UnsafePointer(packed)
            }
            for block in 0..<blocks {
                let product = unsafe LaneProduct(
                    values: UnsafePointer(x) + block * inputs * 16, valueStride: 16, weights: source, step: count,
                    spread: 1, steps: inputs)
                let y = unsafe y + (block * outputs + first) * 16
                product.run(features: count) {
                    unsafe Lanes(repeating: biases[first + $0])
                } finish: {
                    unsafe store(Scalar.relu($1), y, $0)
                }
            }
        }
    }

    /// `dx = W·dy`: how the loss follows the inputs.
    @inline(__always)
    static func backward(
        _ dy: Values, _ dx: Values, weights: UnsafePointer<Scalar>, inputs: Int, outputs: Int, blocks: Int
    ) {
        for block in 0..<blocks {
            let product = unsafe LaneProduct(
                values: UnsafePointer(dy) + block * outputs * 16, valueStride: 16, weights: weights, step: 1,
                spread: outputs, steps: outputs)
            let dx = unsafe dx + block * inputs * 16
            product.run(features: inputs) { _ in
                Lanes.zero
            } finish: {
                unsafe store($1, dx, $0)
            }
        }
    }

    /// `dW = x·dyᵀ` and `db = Σ dy`: how the loss follows weights and biases, summed over the examples.
    ///
    /// - Parameter turned: room for sixteen outputs of every example: lanes are outputs here.
    @inline(__always)
    static func gradient(
        _ x: Values, _ dy: Values, weights: Values, biases: Values, inputs: Int, outputs: Int, blocks: Int,
        turned: Values
    ) {
        for first in stride(from: 0, to: outputs, by: 16) {
            let count = min(16, outputs - first)
            for block in 0..<blocks {
                let source = unsafe dy + (block * outputs + first) * 16
                let target = unsafe turned + block * 256
                for output in 0..<16 {
                    for lane in 0..<16 {
                        unsafe target[lane * 16 + output] = output < count ? source[output * 16 + lane] : 0
                    }
                }
            }
            let product = unsafe LaneProduct(
                values: UnsafePointer(turned), valueStride: 16, weights: UnsafePointer(x), step: 1, spread: 16,
                steps: 16, segments: blocks, valueSegment: 256, weightSegment: inputs * 16)
            product.run(features: inputs) { _ in
                Lanes.zero
            } finish: { input, sums in
                let row = unsafe weights + input * outputs + first
                if count == 16 {
                    unsafe UnsafeMutableRawPointer(row).storeBytes(of: sums, as: Lanes.self)
                } else {
                    for output in 0..<count { unsafe row[output] = sums[output] }
                }
            }
            var sum = Lanes.zero
            for example in 0..<(blocks * 16) { unsafe sum += load(turned, example) }
            for output in 0..<count { unsafe biases[first + output] = sum[output] }
        }
    }

    @inline(__always)
    static func load(_ values: Values, _ feature: Int) -> Lanes {
        unsafe UnsafeRawPointer(values + feature * 16).load(as: Lanes.self)
    }

    @inline(__always)
    static func store(_ lanes: Lanes, _ values: Values, _ feature: Int) {
        unsafe UnsafeMutableRawPointer(values + feature * 16).storeBytes(of: lanes, as: Lanes.self)
    }
}

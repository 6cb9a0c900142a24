/// The rules of the optimizers over stretches of values, eight at a time.
struct OptimizerRow<Scalar: NCFScalar> {
    typealias Vector = SIMD8<Scalar>
    private let rule: NCFOptimizer.Rule
    private let rate: Vector
    private let keep: Vector

    /// - Parameter rate: this step's rate, Adam's correction included.
    init(_ optimizer: NCFOptimizer, rate: Double) {
        rule = optimizer.rule
        self.rate = Vector(repeating: Scalar(rate))
        keep = Vector(repeating: Scalar(optimizer.keep))
    }

    /// One step of `vectors` vectors; moments stand `stride` vectors after the weights.
    @inline(__always)
    func step(
        _ weights: UnsafeMutablePointer<Vector>, stride: Int, vectors: Int, gradient: UnsafePointer<Vector>,
        decays: Bool
    ) {
        let keep = decays ? self.keep : Vector(repeating: 1)
        switch rule {
        case .adam:
            let (first, second) = (NCFOptimizer.firstDecay, NCFOptimizer.secondDecay)
            let (b1, b2) = (Vector(repeating: Scalar(first)), Vector(repeating: Scalar(second)))
            let (c1, c2) = (Vector(repeating: Scalar(1 - first)), Vector(repeating: Scalar(1 - second)))
            let epsilon = Vector(repeating: Scalar(NCFOptimizer.epsilon))
            for vector in 0..<vectors {
                let g = unsafe gradient[vector]
                let m = unsafe Scalar.fuse(g, c1, weights[stride + vector] * b1)
                let v = unsafe Scalar.fuse(g * g, c2, weights[2 * stride + vector] * b2)
                let kept = Moments<Scalar>.kept(m, v)
                unsafe weights[stride + vector] = kept.first
                unsafe weights[2 * stride + vector] = kept.second
                unsafe weights[vector] = weights[vector] * keep - rate * m / (Scalar.root(v) + epsilon)
            }
        case .sgd:
            for vector in 0..<vectors {
                unsafe weights[vector] = weights[vector] * keep - rate * gradient[vector]
            }
        case .adagrad:
            for vector in 0..<vectors {
                let g = unsafe gradient[vector]
                let sum = unsafe Scalar.fuse(g, g, weights[stride + vector])
                unsafe weights[stride + vector] = sum
                unsafe weights[vector] = weights[vector] * keep - rate * g / Scalar.root(sum)
            }
        }
    }
}

/// What a row has missed, as vectors.
struct MissedSteps<Scalar: NCFScalar> {
    typealias Vector = SIMD8<Scalar>
    private let sums: (Vector, Vector, Vector, Vector)
    private let first: Vector
    private let second: Vector
    private let keep: Vector

    @inline(__always)
    init(_ missed: AdamHistory.Missed) {
        sums = (
            Vector(repeating: Scalar(missed.sums[0])), Vector(repeating: Scalar(missed.sums[1])),
            Vector(repeating: Scalar(missed.sums[2])), Vector(repeating: Scalar(missed.sums[3]))
        )
        first = Vector(repeating: Scalar(missed.first))
        second = Vector(repeating: Scalar(missed.second))
        keep = Vector(repeating: Scalar(missed.keep))
    }

    /// The weights after the missed steps; see `AdamHistory`.
    @inline(__always)
    func weights(_ w: Vector, _ m: Vector, _ v: Vector) -> Vector {
        let root = Scalar.root(v)
        let bottom = root + Vector(repeating: Scalar(NCFOptimizer.epsilon))
        let a = root / bottom
        let series = Scalar.fuse(a, Scalar.fuse(a, Scalar.fuse(a, sums.3, sums.2), sums.1), sums.0)
        return w * keep - m / bottom * series
    }

    /// The moments after them.
    @inline(__always)
    func moments(_ m: Vector, _ v: Vector) -> (first: Vector, second: Vector) {
        Moments<Scalar>.kept(m * first, v * second)
    }
}

private enum Moments<Scalar: NCFScalar> {
    typealias Vector = SIMD8<Scalar>

    /// Moments too small to move a weight become 0: arithmetic on what is below the normal range takes a hundred times
    /// as long.
    @inline(__always)
    static func kept(_ m: Vector, _ v: Vector) -> (first: Vector, second: Vector) {
        (Scalar.flush(m, below: Scalar(1e-30)), Scalar.flush(v, below: Scalar(1e-36)))
    }
}

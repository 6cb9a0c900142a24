/// Sums of products of vectors with single values: `c[f] = start[f] + Σ_s v[s] · w[s, f]`, each `c` and `v` sixteen lanes.
///
/// The one loop that a network's time goes into: forward, backward and gradient are all of this form and differ in where
/// things stand. Up to six features at a time keep twelve running sums in registers, enough for two multipliers that take
/// four cycles each.
@safe
struct LaneProduct<Scalar: NCFScalar> {
    typealias Lanes = SIMD16<Scalar>

    /// `v[s]`, `valueStride` scalars apart.
    let values: UnsafePointer<Scalar>
    let valueStride: Int
    /// `w[s, f]` stands at `s · step + f · spread`.
    let weights: UnsafePointer<Scalar>
    let step: Int
    let spread: Int
    /// Products in a sum, by segment: each begins `valueSegment` and `weightSegment` scalars after the one before.
    let steps: Int
    var segments = 1
    var valueSegment = 0
    var weightSegment = 0

    @inline(__always)
    func run(features: Int, start: (Int) -> Lanes, finish: (Int, Lanes) -> Void) {
        var feature = 0
        while feature + 6 <= features {
            tile(InlineArray<6, Lanes> { start(feature + $0) }, feature, finish)
            feature += 6
        }
        while feature + 4 <= features {
            tile(InlineArray<4, Lanes> { start(feature + $0) }, feature, finish)
            feature += 4
        }
        while feature < features {
            tile(InlineArray<1, Lanes> { start(feature + $0) }, feature, finish)
            feature += 1
        }
    }

    @inline(__always)
    private func tile<let count: Int>(
        _ start: InlineArray<count, Lanes>, _ first: Int, _ finish: (Int, Lanes) -> Void
    ) {
        var sums = start
        for segment in 0..<segments {
            var value = unsafe values + segment * valueSegment
            var weight = unsafe weights + segment * weightSegment + first * spread
            for _ in 0..<steps {
                let lanes = unsafe UnsafeRawPointer(value).load(as: Lanes.self)
                for feature in 0..<count {
                    let factor = unsafe Lanes(repeating: weight[feature * spread])
                    unsafe sums[unchecked: feature] = Scalar.fuse(lanes, factor, sums[unchecked: feature])
                }
                unsafe value += valueStride
                unsafe weight += step
            }
        }
        for feature in 0..<count { finish(first + feature, unsafe sums[unchecked: feature]) }
    }
}

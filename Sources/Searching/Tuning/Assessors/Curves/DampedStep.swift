/// The step *s* that makes |*J s* + *f*| small within a radius: |*D s*| is at most about Δ.
///
/// It solves *(JᵀJ + λ D²) s = −Jᵀf* with λ = 0 where that step is short enough, else with the λ at which |*D s*| is Δ to a
/// tenth, found by Newton's iteration on 1/|*D s*| within bounds (Moré, 1978, doi:10.1007/BFb0067700, section 5).
struct DampedStep {
    /// The negative of the step.
    private(set) var descent: [Double]
    /// λ.
    private(set) var damping: Double

    /// - Parameters:
    ///   - rotated: *Qᵀ f*, as long as a row of *R*.
    ///   - scales: the diagonal of *D*.
    ///   - damping: the λ of the step before.
    init(_ factors: PivotedQR, rotated: [Double], scales: [Double], radius: Double, damping previous: Double) {
        descent = Self.undamped(factors, rotated)
        damping = 0
        var length = Self.length(descent, scales)
        var excess = length - radius
        if excess <= 0.1 * radius { return }

        var (low, high, steepest) = Self.bounds(factors, rotated, scales, descent, radius: radius)
        damping = min(max(previous, low), high)
        if damping == 0 { damping = steepest / length }
        for round in 1...10 {
            if damping == 0 { damping = max(.leastNormalMagnitude, 0.001 * high) }
            let system = DampedTriangle(factors, rotated, scales.map { damping.squareRoot() * $0 })
            descent = system.solution
            length = Self.length(descent, scales)
            let before = excess
            excess = length - radius
            let isUnbounded = low == 0 && excess <= before && before < 0
            if excess.magnitude <= 0.1 * radius || isUnbounded || round == 10 { return }
            let direction = factors.order.map { scales[$0] * (scales[$0] * descent[$0] / length) }
            let slope = PivotedQR.norm(system.solvedTransposed(direction))
            let correction = ((excess / radius) / slope) / slope
            if excess > 0 { low = max(low, damping) }
            if excess < 0 { high = min(high, damping) }
            damping = max(low, damping + correction)
        }
    }

    private static func length(_ step: [Double], _ scales: [Double]) -> Double {
        PivotedQR.norm(step.indices.map { scales[$0] * step[$0] })
    }

    /// The step without damping; where *R* has no full rank, one that leaves the rest alone.
    private static func undamped(_ factors: PivotedQR, _ rotated: [Double]) -> [Double] {
        let triangle = factors.triangle
        var solved = rotated
        let rank = triangle.indices.first { triangle[$0][$0] == 0 } ?? triangle.count
        for index in rank..<solved.count { solved[index] = 0 }
        for place in (0..<rank).reversed() {
            solved[place] /= triangle[place][place]
            for row in 0..<place { solved[row] -= triangle[row][place] * solved[place] }
        }
        var step = solved
        for (place, column) in factors.order.enumerated() { step[column] = solved[place] }
        return step
    }

    /// Between which λ the radius is met, and how steep the descent is where it starts, in units of *D*.
    private static func bounds(
        _ factors: PivotedQR, _ rotated: [Double], _ scales: [Double], _ step: [Double], radius: Double
    ) -> (low: Double, high: Double, steepest: Double) {
        let triangle = factors.triangle
        let length = length(step, scales)
        var low = 0.0
        if triangle.indices.allSatisfy({ triangle[$0][$0] != 0 }) {
            var solved = factors.order.map { scales[$0] * (scales[$0] * step[$0] / length) }
            for place in solved.indices {
                var sum = 0.0
                for row in 0..<place { sum += triangle[row][place] * solved[row] }
                solved[place] = (solved[place] - sum) / triangle[place][place]
            }
            let slope = PivotedQR.norm(solved)
            low = (((length - radius) / radius) / slope) / slope
        }
        let gradient = factors.order.enumerated().map { place, column in
            var sum = 0.0
            for row in 0...place { sum += triangle[row][place] * rotated[row] }
            return sum / scales[column]
        }
        let steepest = PivotedQR.norm(gradient)
        let high = steepest / radius
        return (low, high == 0 ? .leastNormalMagnitude / min(radius, 0.1) : high, steepest)
    }
}

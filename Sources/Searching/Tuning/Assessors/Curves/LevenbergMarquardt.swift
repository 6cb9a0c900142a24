/// Least squares of functions that are not linear, by Levenberg and Marquardt's method in Moré's form (1978,
/// doi:10.1007/BFb0067700): damped Gauss–Newton steps within a radius that grows and shrinks with how well the linear model
/// foretells the sum.
///
/// Rules and constants are those of MINPACK's `lmdif` as SciPy's `curve_fit` calls it: derivatives by forward differences,
/// parameters scaled by their columns' greatest lengths so far, a first radius of 100 times the scaled start, `ftol` and
/// `xtol` of 1.49012e-8, `gtol` of 0. As there, a point whose derivatives are no numbers is taken for the end of the search;
/// unlike there, one to start from whose values are none has no fit.
package struct LevenbergMarquardt {
    private static let tolerance = 1.49012e-8
    private static let startRadius = 100.0

    private enum Outcome { case accepted, refused, settled, lost }

    private let residuals: ([Double]) -> [Double]
    private let limit: Int
    private var evaluations = 1
    private var point: [Double]
    private var values: [Double]
    /// The length of `values`.
    private var norm: Double
    /// One a parameter; empty before the first step.
    private var scales: [Double] = []
    private var radius = 0.0
    private var damping = 0.0
    private var isFirst = true

    /// - Parameters:
    ///   - limit: evaluations of `residuals` after which it gives up, when it looks.
    ///   - residuals: always the same number of them.
    package init(from start: [Double], limit: Int, residuals: @escaping ([Double]) -> [Double]) {
        self.residuals = residuals
        self.limit = limit
        point = start
        values = residuals(start)
        norm = PivotedQR.norm(values)
    }

    /// The parameters at which neither the sum nor they themselves change any more; `nil` where it gives up: fewer values
    /// than parameters, no finite sum to start from, too many evaluations, or no progress that doubles can show.
    package mutating func fit() -> [Double]? {
        guard !point.isEmpty, values.count >= point.count, norm.isFinite else { return nil }
        while true {
            let factors = PivotedQR(columns: derivatives())
            if scales.isEmpty {
                scales = factors.lengths.map { $0 == 0 ? 1 : $0 }
                let length = scaledLength(point)
                radius = length == 0 ? Self.startRadius : Self.startRadius * length
            }
            let rotated = factors.rotated(values)
            let slope = steepestCosine(factors, rotated)
            if slope <= 0 { return point }
            for index in scales.indices { scales[index] = max(scales[index], factors.lengths[index]) }
            attempts: while true {
                switch attempt(factors, rotated, slope: slope) {
                case .accepted: break attempts
                case .refused: continue
                case .settled: return point
                case .lost: return nil
                }
            }
        }
    }

    /// The columns of the matrix of derivatives.
    private mutating func derivatives() -> [[Double]] {
        let share = Double.ulpOfOne.squareRoot()
        evaluations += point.count
        return point.indices.map { index in
            var moved = point
            let distance = point[index] == 0 ? share : share * point[index].magnitude
            moved[index] += distance
            let there = residuals(moved)
            return values.indices.map { (there[$0] - values[$0]) / distance }
        }
    }

    private func scaledLength(_ vector: [Double]) -> Double {
        PivotedQR.norm(vector.indices.map { scales[$0] * vector[$0] })
    }

    /// The greatest cosine of the angle between the values and a column of derivatives.
    private func steepestCosine(_ factors: PivotedQR, _ rotated: [Double]) -> Double {
        guard norm != 0 else { return 0 }
        var steepest = 0.0
        for (place, column) in factors.order.enumerated() where factors.lengths[column] != 0 {
            var sum = 0.0
            for row in 0...place { sum += factors.triangle[row][place] * (rotated[row] / norm) }
            steepest = max(steepest, (sum / factors.lengths[column]).magnitude)
        }
        return steepest
    }

    /// Tries one step, and fits the radius to what came of it.
    private mutating func attempt(_ factors: PivotedQR, _ rotated: [Double], slope: Double) -> Outcome {
        let step = DampedStep(factors, rotated: rotated, scales: scales, radius: radius, damping: damping)
        damping = step.damping
        let candidate = point.indices.map { point[$0] - step.descent[$0] }
        let length = scaledLength(step.descent)
        if isFirst { radius = min(radius, length) }
        let newValues = residuals(candidate)
        evaluations += 1
        let newNorm = PivotedQR.norm(newValues)

        let actual = 0.1 * newNorm < norm ? 1 - (newNorm / norm) * (newNorm / norm) : -1
        let linear = foretold(factors, step.descent) / norm
        let damped = damping.squareRoot() * length / norm
        let predicted = linear * linear + damped * damped / 0.5
        let ratio = predicted == 0 ? 0 : actual / predicted
        resize(
            ratio: ratio, actual: actual, slope: -(linear * linear + damped * damped), length: length,
            isFar: 0.1 * newNorm >= norm)

        if ratio >= 1e-4 {
            (point, values, norm) = (candidate, newValues, newNorm)
            isFirst = false
        }
        let size = scaledLength(point)
        let isFlat = { (bound: Double) in actual.magnitude <= bound && predicted <= bound && 0.5 * ratio <= 1 }
        if isFlat(Self.tolerance) || radius <= Self.tolerance * size { return .settled }
        let accuracy = Double.ulpOfOne
        if evaluations >= limit || isFlat(accuracy) || radius <= accuracy * size || slope <= accuracy { return .lost }
        return ratio < 1e-4 ? .refused : .accepted
    }

    /// |*J s*|.
    private func foretold(_ factors: PivotedQR, _ step: [Double]) -> Double {
        var result = [Double](repeating: 0, count: step.count)
        for (place, column) in factors.order.enumerated() {
            for row in 0...place { result[row] += factors.triangle[row][place] * -step[column] }
        }
        return PivotedQR.norm(result)
    }

    /// A poor forecast shrinks the radius by the minimum of the parabola through what is known, a good one doubles it.
    private mutating func resize(ratio: Double, actual: Double, slope: Double, length: Double, isFar: Bool) {
        if ratio <= 0.25 {
            var share = actual >= 0 ? 0.5 : 0.5 * slope / (slope + 0.5 * actual)
            if isFar || share < 0.1 { share = 0.1 }
            radius = share * min(radius, length / 0.1)
            damping /= share
        } else if damping == 0 || ratio >= 0.75 {
            radius = length / 0.5
            damping *= 0.5
        }
    }
}

/// What a curve will come to, as the learning curves that agree about it foretell.
struct CurveEnsemble: Sendable {
    /// How many curves have to agree.
    private static let quorum = 4

    /// Of each curve, its last fit's, whichever points that was through: where a fit gives up, they stay.
    private var parameters = LearningCurve.allCases.map(\.usual)

    /// The value at `target`: the mean of the curves that lie close to the points, and there to each other.
    ///
    /// A curve lies close where *Σ (fit − y)² < n · mean(y)²*. Of those the median and the deviation of their values at the last
    /// point are taken; what a curve says of `target` counts where it is within *n/10* deviations of that median.
    ///
    /// - Returns: `nil` where fewer than four curves count.
    mutating func predict(_ points: [(x: Double, y: Double)], at target: Double) -> Double? {
        let curves = LearningCurve.allCases
        for (index, curve) in curves.enumerated() {
            if let fitted = curve.fitted(points) { parameters[index] = fitted }
        }
        guard let last = points.last else { return nil }
        let count = Double(points.count)
        let mean = points.reduce(0) { $0 + $1.y } / count
        let close = curves.indices.filter { index in
            let sum = points.reduce(0) { sum, point in
                let miss = curves[index].value(at: point.x, parameters[index]) - point.y
                return sum + miss * miss
            }
            return sum < mean * mean * count
        }
        guard close.count >= Self.quorum else { return nil }
        let here = close.map { curves[$0].value(at: last.x, parameters[$0]) }
        let width = count / 10 * Self.deviation(here)
        let median = Self.median(here)
        let agreeing = close.map { curves[$0].value(at: target, parameters[$0]) }
            .filter { $0 < median + width && $0 > median - width }
        guard agreeing.count >= Self.quorum else { return nil }
        return agreeing.reduce(0, +) / Double(agreeing.count)
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    private static func deviation(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(values.count)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
    }
}

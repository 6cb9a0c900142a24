import Foundation

/// CMA-ES's constants by the numbers of dimensions and of points a generation (Hansen, 2016, arXiv:1604.00772, table 1).
struct StrategyParameters: Sendable {
    /// By rank, the best one first; those of the better half add up to 1, the others are negative.
    let weights: [Double]
    /// The number of points that the positive weights are worth.
    let effective: Double
    let stepRate: Double
    let damping: Double
    let pathRate: Double
    let rankOneRate: Double
    let rankManyRate: Double

    init(dimensions: Int, population: Int) {
        let n = Double(max(1, dimensions))
        let raw = (0..<population).map { log((Double(population) + 1) / 2) - log(Double($0 + 1)) }
        let (better, worse) = (raw.filter { $0 > 0 }, raw.filter { $0 <= 0 })
        func worth(_ weights: [Double]) -> Double {
            let (sum, squares) = (weights.reduce(0, +), weights.reduce(0) { $0 + $1 * $1 })
            return squares > 0 ? sum * sum / squares : 0
        }
        let effective = max(1, worth(better))
        let one = 2 / ((n + 1.3) * (n + 1.3) + effective)
        let many = min(
            1 - one, 2 * (0.25 + effective + 1 / effective - 2) / ((n + 2) * (n + 2) + effective))
        let limit = min(
            1 + one / many, 1 + 2 * worth(worse) / (effective + 2), (1 - one - many) / (n * many))
        let (positive, negative) = (better.reduce(0, +), -worse.reduce(0, +))
        weights = raw.map { weight in
            weight > 0 ? weight / positive : negative > 0 ? max(0, limit) * weight / negative : 0
        }
        self.effective = effective
        stepRate = (effective + 2) / (n + effective + 5)
        damping = 1 + 2 * max(0, ((effective - 1) / (n + 1)).squareRoot() - 1) + stepRate
        pathRate = (4 + effective / n) / (n + 4 + 2 * effective / n)
        rankOneRate = one
        rankManyRate = many
    }
}

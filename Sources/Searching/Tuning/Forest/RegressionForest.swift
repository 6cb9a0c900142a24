package import RandomSource

/// A random forest for regression over the places of a unit cube (Breiman, 2001, doi:10.1023/A:1010933404324), with the
/// variance that model-based search needs (Hutter, Xu, Hoos and Leyton-Brown, 2014, doi:10.1016/j.artint.2013.10.003).
///
/// Each tree has its own bootstrap of the rows. Axes of numbers are split at a threshold, axes of options into the two
/// sets that tell the targets best apart. Of a parameter that is not there see `ForestAxes`. The trees' means μ and
/// variances σ² make one normal by the law of total variance: mean E(μ), variance E(σ²) + Var(μ).
package struct RegressionForest: Sendable {
    package struct Settings: Hashable, Sendable {
        package var trees = 16
        /// The share of the axes that a split chooses from.
        package var axisShare = 1.0
        package var leastToSplit = 2
        package var leastInLeaf = 1
        package var bootstraps = true
        /// Whether a threshold is drawn anywhere between two values, so that the forest is smooth and less sure far from
        /// the rows; their middle otherwise.
        package var drawsThresholds = true

        package init() {}
    }

    package struct Prediction: Hashable, Sendable {
        package let mean: Double
        package let variance: Double

        package init(mean: Double, variance: Double) {
            self.mean = mean
            self.variance = variance
        }
    }

    package let axes: ForestAxes
    /// Of targets that were brought to a mean of 0 and at most 1 from it.
    let trees: [RegressionTree]
    private let center: Double
    private let scale: Double

    /// - Parameter places: as in `UnitCube`, one a target.
    package init(
        _ cube: UnitCube, places: [[Double]], targets: [Double], settings: Settings = Settings(),
        using draws: inout SplittableGenerator
    ) {
        let axes = ForestAxes(cube)
        self.init(
            axes, rows: places.flatMap(axes.encoded), targets: targets, settings: settings, using: &draws)
    }

    /// - Parameters:
    ///   - rows: encoded places, one after another.
    ///   - targets: one a place; what is not finite counts as 0.
    /// - Complexity: rows · axes · (log rows + trees · depth).
    init(
        _ axes: ForestAxes, rows: [Double], targets: [Double], settings: Settings,
        using draws: inout SplittableGenerator
    ) {
        self.axes = axes
        let targets = targets.map { $0.isFinite ? $0 : 0 }
        let share = 1 / Double(max(1, targets.count))
        let middle = targets.reduce(0) { $0 + $1 * share }
        let spread = targets.reduce(0) { max($0, abs($1 * 0.5 - middle * 0.5)) } * 2
        let unit = spread > 0 && spread.isFinite ? spread : max(1, abs(middle))
        (center, scale) = (middle, unit)
        let table = ForestTable(axes, rows: rows, targets: targets.map { $0 / unit - middle / unit })
        let seed = SplittableGenerator(seed: draws.next())
        trees = (0..<max(1, settings.trees)).map { index in
            var grower = TreeGrower(table, settings, draws: seed.stream(UInt64(index)))
            return grower.grow()
        }
    }

    package func predict(_ place: [Double]) -> Prediction { predict(encoded: axes.encoded(place))[0] }

    /// - Parameter encoded: encoded places, one after another.
    func predict(encoded: [Double]) -> [Prediction] {
        let width = max(1, axes.options.count)
        let count = max(1, encoded.count / width)
        var (means, squares, variances) = (
            [Double](repeating: 0, count: count), [Double](repeating: 0, count: count),
            [Double](repeating: 0, count: count)
        )
        // A tree stays in the cache while all places go through it.
        for tree in trees {
            for index in 0..<count {
                let leaf = tree.leaf(encoded, at: index * width)
                means[index] += leaf.value
                squares[index] += leaf.value * leaf.value
                variances[index] += leaf.variance
            }
        }
        let share = 1 / Double(trees.count)
        return (0..<count).map { index in
            let mean = means[index] * share
            let between = max(0, squares[index] * share - mean * mean)
            return Prediction(
                mean: center + scale * mean, variance: scale * scale * (between + variances[index] * share))
        }
    }
}

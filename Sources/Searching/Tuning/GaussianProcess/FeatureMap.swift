import Values

/// The places of a unit cube as what a Gaussian process measures distances by.
///
/// A number is a feature of its axis. Options are one that is equal or not (a distance of 0 or 1, as Hamming's), and where
/// they are at least three numbers, another by their order. An axis that is not there at a place has a number of 1/2, or an
/// option of its own: so every place is a point of a Euclidean space and the covariance is a valid one, as with the
/// imputations of Levesque, Durand, Gagné and Sabourin (2017, Bayesian optimization for conditional hyperparameter spaces,
/// doi:10.1109/IJCNN.2017.7966275).
package struct FeatureMap: Sendable {
    enum Feature: Sendable {
        case number(axis: Int)
        case option(axis: Int)
        /// By the order of the options' values: where each lies from 0 to 1.
        case order(axis: Int, ranks: [Double])
    }

    let cube: UnitCube
    let features: [Feature]
    /// Whether a feature is equal or not.
    let isOption: [Bool]

    package init(_ cube: UnitCube) {
        self.cube = cube
        var features: [Feature] = []
        for (axis, description) in cube.axes.enumerated() {
            guard description.options != nil else {
                features.append(.number(axis: axis))
                continue
            }
            features.append(.option(axis: axis))
            if let ranks = Self.ranks(description.distribution) { features.append(.order(axis: axis, ranks: ranks)) }
        }
        self.features = features
        isOption = features.map { if case .option = $0 { true } else { false } }
    }

    package var count: Int { features.count }

    private static func ranks(_ distribution: Distribution) -> [Double]? {
        guard case .choice(let options) = distribution, options.count > 2 else { return nil }
        let numbers = options.compactMap { option in
            if case .value(let value) = option { value.number } else { nil }
        }
        let sorted = Set(numbers).sorted()
        guard numbers.count == options.count, sorted.count > 2 else { return nil }
        return numbers.map { Double(sorted.firstIndex(of: $0) ?? 0) / Double(sorted.count - 1) }
    }

    /// - Parameter place: snapped, with NaN where an axis is not there.
    package func features(of place: [Double]) -> [Double] {
        features.map { feature in
            switch feature {
            case .number(let axis): place[axis].isNaN ? 0.5 : place[axis]
            case .option(let axis): Double(cube.option(axis, at: place))
            case .order(let axis, let ranks): place[axis].isNaN ? 0.5 : ranks[cube.option(axis, at: place)]
            }
        }
    }
}

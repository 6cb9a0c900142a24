/// How much a parameter matters for a metric.
package struct ParameterImportance: Hashable, Sendable {
    /// What a parameter does together with another beyond what both do alone.
    package struct Pair: Hashable, Sendable {
        package let other: String
        package let share: Double
    }

    /// Nested ones with dots and with the option they stand under: `optimizer.adam.lr`.
    package let name: String
    /// From 0 to 1.
    package let share: Double
    /// With the other most important parameters, the greatest first.
    package let pairs: [Pair]

    package init(name: String, share: Double, pairs: [Pair] = []) {
        self.name = name
        self.share = share
        self.pairs = pairs
    }
}

/// Which parameters matter, by what a search has seen.
///
/// Trials that failed are left out; constraints do not count, for the question is what moves the metric.
package enum Importance {
    /// With fewer trials there is no answer.
    static let leastTrials = 8

    /// Where the trials with a loss lie, and their losses, brought to 0...1.
    static func trials(_ history: SearchHistory, objective: Int) -> (places: [[Double]], losses: [Double])? {
        let known = history.observations.filter {
            $0.losses.indices.contains(objective) && $0.losses[objective].isFinite
        }
        guard known.count >= leastTrials else { return nil }
        let losses = known.map { $0.losses[objective] }
        let (low, high) = (losses.min() ?? 0, losses.max() ?? 0)
        let range = high * 0.5 - low * 0.5
        return (known.map(\.place), losses.map { range > 0 ? ($0 * 0.5 - low * 0.5) / range : 0 })
    }

    /// The greatest first; of equals in the order of the space.
    static func sorted(_ importances: [ParameterImportance]) -> [ParameterImportance] {
        importances.enumerated().sorted { ($1.element.share, $0.offset) < ($0.element.share, $1.offset) }.map(\.element)
    }
}

extension UnitCube {
    /// The names of the axes, nested ones with the options that they stand under, so that no two are the same.
    var fullNames: [String] {
        var names: [String] = []
        for axis in axes {
            let own = axis.path.last ?? ""
            guard let condition = axis.condition, case .choice(let options) = axes[condition.axis].distribution else {
                names.append(own)
                continue
            }
            names.append("\(names[condition.axis]).\(options[condition.option].name).\(own)")
        }
        return names
    }
}

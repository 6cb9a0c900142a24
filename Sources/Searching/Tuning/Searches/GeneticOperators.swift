import Foundation
import RandomSource
import Values

/// How a search makes new places in the unit cube out of old ones, axis by axis.
enum GeneticOperators {
    /// Simulated binary crossover within bounds (Deb and Agrawal, 1995, "Simulated binary crossover for continuous search
    /// space", Complex Systems 9; bounded as by Deb, 2000, doi:10.1016/S0045-7825(99)00389-8): one of the two children of two
    /// coordinates, the nearer to its parent the greater `eta` is.
    static func cross(_ one: Double, _ other: Double, eta: Double, using draws: inout SplittableGenerator) -> Double {
        let (low, high) = (min(one, other), max(one, other))
        let isFirst = draws.nextUniform() < 0.5
        let share = draws.nextUniform()
        guard high - low > 1e-12 else { return one }
        let room = isFirst ? low : 1 - high
        let spread = 2 - pow(1 + 2 * room / (high - low), -(eta + 1))
        let factor = share <= 1 / spread ? share * spread : 1 / (2 - share * spread)
        let step = pow(factor, 1 / (eta + 1)) * (high - low)
        return min(max(0.5 * (isFirst ? low + high - step : low + high + step), 0), 1)
    }

    /// Polynomial mutation within bounds (Deb and Goyal, 1996, "A combined genetic adaptive search (GeneAS) for engineering
    /// design", Computer Science and Informatics 26): the smaller the step the greater `eta` is.
    static func mutate(_ place: Double, eta: Double, using draws: inout SplittableGenerator) -> Double {
        let share = draws.nextUniform()
        let isDown = share < 0.5
        let room = isDown ? 1 - place : place
        let weight = isDown ? 2 * share : 2 * (1 - share)
        let step = 1 - pow(weight + (1 - weight) * pow(max(0, room), eta + 1), 1 / (eta + 1))
        return min(max(isDown ? place - step : place + step, 0), 1)
    }
}

extension UnitCube {
    /// The point at a place; a coordinate that it has from a parent, to the last bit, has the parent's value.
    func point(at place: [Double], from parents: [SearchHistory.Observation]) -> JSONObject {
        point {
            max(0, option($0, at: place))
        } value: { axis in
            let parent = parents.first { $0.place[axis] == place[axis] }
            return parent.flatMap { value(axis, of: $0.point) } ?? axes[axis].distribution.value(atShare: place[axis])
        }
    }

    private func value(_ axis: Int, of point: JSONObject) -> JSONValue? {
        axes[axis].path.reduce(JSONValue.object(point)) { $0?.object?[$1] }
    }
}

extension UnitCube.Axis {
    /// A draw of the axis; where its values can be counted, of any other value than that at a share.
    func share(otherThan share: Double, using draws: inout SplittableGenerator) -> Double {
        guard let levels, levels > 1 else { return draws.nextUniform() }
        if let options {
            let here = min(max(0, Int(share * Double(options))), options - 1)
            let other = (here + 1 + draws.nextInteger(below: options - 1)) % options
            return (Double(other) + 0.5) / Double(options)
        }
        let value = distribution.value(atShare: share)
        // Roundings have unequal parts.
        for _ in 0..<50 {
            let drawn = draws.nextUniform()
            if distribution.value(atShare: drawn) != value { return drawn }
        }
        return draws.nextUniform()
    }
}

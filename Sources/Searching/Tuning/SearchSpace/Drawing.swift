import Foundation
package import RandomSource
package import Values

extension SearchSpace {
    /// One draw of every parameter, by NNI's rules (`parameter_expressions.py`).
    package func sample(using draws: inout SplittableGenerator) -> JSONObject {
        var drawn = JSONObject()
        for parameter in parameters { drawn[parameter.name] = parameter.distribution.sample(using: &draws) }
        return drawn
    }

    /// Whether the parameters are a point of the space.
    package func contains(_ point: JSONObject) -> Bool {
        point.keys.filter { $0 != "_name" }.count == parameters.count
            && parameters.allSatisfy { parameter in
                point[parameter.name].map(parameter.distribution.contains) ?? false
            }
    }
}

extension Distribution {
    package func sample(using draws: inout SplittableGenerator) -> JSONValue {
        switch self {
        case .choice(let options):
            switch options[draws.nextInteger(below: options.count)] {
            case .value(let value): return value
            case .nested(let name, let space):
                return ChoiceOption.point(name, space.sample(using: &draws))
            }
        case .randint(let lower, let upper): return .integer(lower + draws.nextInteger(below: upper - lower))
        default:
            let scale = NumericScale(self)
            return .number(scale.value(scale.sample(using: &draws)))
        }
    }

    package func contains(_ value: JSONValue) -> Bool {
        switch self {
        case .choice(let options):
            return options.contains { option in
                switch option {
                case .value(let one): one == value || (one.number != nil && one.number == value.number)
                case .nested(let name, let space):
                    value.object?["_name"] == name && space.contains(value.object ?? JSONObject())
                }
            }
        case .randint(let lower, let upper): return value.integer.map { $0 >= lower && $0 < upper } ?? false
        default:
            guard let number = value.number, number.isFinite else { return false }
            let scale = NumericScale(self)
            return scale.bounds.map { $0.contains(number) } ?? true
        }
    }
}

/// A numeric distribution as a plain one, uniform or normal, of a value or of its logarithm.
struct NumericScale {
    enum Shape {
        case uniform(low: Double, high: Double)
        case normal(mu: Double, sigma: Double)
    }

    let shape: Shape
    let isLogarithmic: Bool
    let q: Double?
    /// The closed range of the values; `nil` where there is none.
    let bounds: ClosedRange<Double>?
    /// What a step on the plain scale is worth: 2 where the range is wider than the greatest number, else 1.
    private let unit: Double

    /// A `choice` has no scale; it is seen as the positions of its options.
    init(_ distribution: Distribution) {
        switch distribution {
        case .choice(let options): self.init(0, Double(options.count), q: nil, isLogarithmic: false)
        case .randint(let lower, let upper): self.init(Double(lower), Double(upper), q: nil, isLogarithmic: false)
        case .uniform(let low, let high): self.init(low, high, q: nil, isLogarithmic: false)
        case .quniform(let low, let high, let q): self.init(low, high, q: q, isLogarithmic: false)
        case .loguniform(let low, let high): self.init(low, high, q: nil, isLogarithmic: true)
        case .qloguniform(let low, let high, let q): self.init(low, high, q: q, isLogarithmic: true)
        case .normal(let mu, let sigma): self.init(mu: mu, sigma: sigma, q: nil, isLogarithmic: false)
        case .qnormal(let mu, let sigma, let q): self.init(mu: mu, sigma: sigma, q: q, isLogarithmic: false)
        case .lognormal(let mu, let sigma): self.init(mu: mu, sigma: sigma, q: nil, isLogarithmic: true)
        case .qlognormal(let mu, let sigma, let q): self.init(mu: mu, sigma: sigma, q: q, isLogarithmic: true)
        }
    }

    private init(_ low: Double, _ high: Double, q: Double?, isLogarithmic: Bool) {
        unit = (high - low).isFinite ? 1 : 2
        shape = isLogarithmic ? .uniform(low: log(low), high: log(high)) : .uniform(low: low / unit, high: high / unit)
        self.isLogarithmic = isLogarithmic
        self.q = q
        bounds = low...high
    }

    private init(mu: Double, sigma: Double, q: Double?, isLogarithmic: Bool) {
        unit = 1
        shape = .normal(mu: mu, sigma: sigma)
        self.isLogarithmic = isLogarithmic
        self.q = q
        bounds = nil
    }

    /// The place on the plain scale of a value.
    func position(_ value: Double) -> Double { isLogarithmic ? log(max(value, .leastNormalMagnitude)) : value / unit }

    /// The value of a place on the plain scale, rounded and clipped as the type says.
    func value(_ position: Double) -> Double {
        var value = isLogarithmic ? exp(position) : position * unit
        if let q { value = (value / q).rounded(.toNearestOrEven) * q }
        if let bounds { value = min(max(value, bounds.lowerBound), bounds.upperBound) }
        return min(max(value, -Double.greatestFiniteMagnitude), .greatestFiniteMagnitude)
    }

    func sample(using draws: inout SplittableGenerator) -> Double {
        switch shape {
        case .uniform: quantile(draws.nextUniform())
        case .normal(let mu, let sigma): mu + sigma * draws.nextNormal()
        }
    }

    /// The place on the plain scale below which a share of the distribution lies.
    func quantile(_ share: Double) -> Double {
        switch shape {
        case .uniform(let low, let high): low + (high - low) * share
        case .normal(let mu, let sigma): mu + sigma * NormalDistribution.quantile(share)
        }
    }
}

package import Recommenders
package import Tuning
package import Values

/// Whether a model can take what a search would give it, told before the first trial.
package enum ParameterCheck {
    /// - Throws: `ParameterError` that names the parameter and the nearest one that there is, or `RecommenderError` where
    ///   the algorithm itself refuses a value.
    package static func check(
        _ space: SearchSpace, fixed: JSONObject, for algorithm: any LearningAlgorithm
    ) throws {
        _ = try ParameterDescription.complete(fixed, with: algorithm.parameters)
        try algorithm.check(fixed)
        let names = algorithm.parameters.map(\.name)
        if let configurations = BatchTuner.configurations(of: space) {
            for configuration in configurations {
                let whole = try ParameterDescription.complete(fixed.merging(configuration), with: algorithm.parameters)
                try algorithm.check(whole)
            }
            return
        }
        for parameter in space.parameters {
            guard let description = algorithm.parameters.first(where: { $0.name == parameter.name }) else {
                throw ParameterError.unknown(
                    parameter.name, nearest: nearestName(to: parameter.name, among: names), known: names)
            }
            for value in parameter.distribution.extremes {
                try algorithm.check(fixed.merging([parameter.name: try description.validate(value)]))
            }
        }
    }
}

extension Distribution {
    /// Values that stand for all: every option, or both bounds.
    fileprivate var extremes: [JSONValue] {
        switch self {
        case .choice(let options):
            options.map { option in
                switch option {
                case .value(let value): value
                case .nested(let name, _): name
                }
            }
        case .randint(let lower, let upper): [.integer(lower), .integer(upper - 1)]
        case .uniform(let low, let high), .loguniform(let low, let high): [.number(low), .number(high)]
        case .quniform(let low, let high, let q), .qloguniform(let low, let high, let q):
            [.number(low), .number(high), .number(min(max((low / q).rounded() * q + q, low), high))]
        case .normal(let mu, _), .lognormal(let mu, _), .qnormal(let mu, _, _), .qlognormal(let mu, _, _):
            typeName.contains("log") ? [] : [.number(mu)]
        }
    }
}

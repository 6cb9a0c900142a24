import Foundation

/// The shapes that a learning curve is taken to have: what a metric comes to after *x* epochs.
///
/// They are those of Domhan, Springenberg & Hutter (2015, "Speeding up automatic hyperparameter optimization of deep neural
/// networks by extrapolation of learning curves", IJCAI, table 1) in NNI's choice. NNI's twelfth, `ilog2` (*c − a / ln x*), is
/// left out: it is infinite at the first epoch, so that it never fits.
package enum LearningCurve: CaseIterable, Sendable {
    /// *exp(a + b/x + c ln x)*
    case vaporPressure
    /// *c − a x^−α*
    case pow3
    /// *a x + b*
    case linear
    /// *a ln x + b*
    case logLinear
    /// *θ x^η / (κ^η + x^η)*
    case hill
    /// *a / (1 + (x / e^b)^c)*
    case logPower
    /// *c − (a x + b)^−α*
    case pow4
    /// Morgan, Mercer and Flodin's: *α − (α − β) / (1 + (κ x)^δ)*
    case mmf
    /// *c − exp(−a x^α + b)*
    case exp4
    /// *α − (α − β) exp(−(κ x)^δ)*
    case weibull
    /// *α − (α − β) exp(−κ x^δ)*
    case janoschek

    /// NNI's parameters before any fit, in the order that `shape` has.
    package var usual: [Double] {
        switch self {
        case .vaporPressure: [-0.622028, -0.470050, 0.042322]
        case .pow3: [0.84, 0.52, 0.01]
        case .linear: [1, 0]
        case .logLinear: [0.378106, 0.046506]
        case .hill: [0.772320, 0.586449, 2.460843]
        case .logPower: [0.77, 2.98, -0.51]
        case .pow4: [0.1, 200, 0, 0.8]
        case .mmf: [0.7, 0.1, 0.01, 5]
        case .exp4: [0.7, 0.8, -0.8, 0.3]
        case .weibull: [0.7, 0.1, 0.01, 1]
        case .janoschek: [0.73, 0.07, 0.355, 0.46]
        }
    }

    /// - Parameter p: as many parameters as `usual` has.
    package func value(at x: Double, _ p: [Double]) -> Double {
        guard p.count == usual.count else { return .nan }
        return shape(p)(x)
    }

    /// The curve with these parameters, as many as `usual` has.
    private func shape(_ p: [Double]) -> (Double) -> Double {
        switch self {
        case .vaporPressure: { exp(p[0] + p[1] / $0 + p[2] * log($0)) }
        case .pow3: { p[0] - p[1] * pow($0, -p[2]) }
        case .linear: { p[0] * $0 + p[1] }
        case .logLinear: { p[0] * log($0) + p[1] }
        case .hill: { p[0] * pow($0, p[1]) / (pow(p[2], p[1]) + pow($0, p[1])) }
        case .logPower: { p[0] / (1 + pow($0 / exp(p[1]), p[2])) }
        case .pow4: { p[3] - pow(p[1] * $0 + p[2], -p[0]) }
        case .mmf: { p[0] - (p[0] - p[1]) / (1 + pow(p[2] * $0, p[3])) }
        case .exp4: { p[0] - exp(-p[1] * pow($0, p[3]) + p[2]) }
        case .weibull: { p[0] - (p[0] - p[1]) * exp(-pow(p[2] * $0, p[3])) }
        case .janoschek: { p[0] - (p[0] - p[1]) * exp(-p[2] * pow($0, p[3])) }
        }
    }

    /// The parameters of least squares through the points, searched for from all ones; `nil` where the search gives up.
    package func fitted(_ points: [(x: Double, y: Double)]) -> [Double]? {
        let start = [Double](repeating: 1, count: usual.count)
        var search = LevenbergMarquardt(from: start, limit: 200 * (start.count + 1)) { parameters in
            let curve = shape(parameters)
            return points.map { curve($0.x) - $0.y }
        }
        return search.fit()
    }
}

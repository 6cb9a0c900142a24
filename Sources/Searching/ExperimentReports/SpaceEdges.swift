import Display
import Foundation
import Tuning
import Values

/// A bound of a search space that the best trial lies at, and the space with more room there.
struct SpaceEdge {
    let parameter: SearchParameter
    let value: Double
    let isLower: Bool
    let bound: Double

    /// - Returns: `nil` where the value lies further than a twentieth of the range from its ends, on the scale that it is
    ///   drawn from; of a choice, where it is neither its least number nor its greatest.
    init?(_ parameter: SearchParameter, _ value: JSONValue?) {
        guard let value = value?.number else { return nil }
        self.parameter = parameter
        self.value = value
        let bounds: (low: Double, high: Double, isLog: Bool)
        switch parameter.distribution {
        case .uniform(let low, let high), .quniform(let low, let high, _): bounds = (low, high, false)
        case .loguniform(let low, let high), .qloguniform(let low, let high, _): bounds = (low, high, true)
        // The upper bound of whole numbers is not among them.
        case .randint(let low, let high): bounds = (Double(low), Double(high - 1), false)
        case .choice:
            guard let numbers = Self.numbers(parameter), numbers.count > 2, let low = numbers.min(),
                let high = numbers.max(), value == low || value == high
            else { return nil }
            (isLower, bound) = (value == low, value)
            return
        default: return nil
        }
        guard bounds.high > bounds.low else { return nil }
        let place =
            bounds.isLog
            ? (log(value) - log(bounds.low)) / (log(bounds.high) - log(bounds.low))
            : (value - bounds.low) / (bounds.high - bounds.low)
        guard place < 0.05 || place > 0.95 else { return nil }
        (isLower, bound) = place < 0.05 ? (true, bounds.low) : (false, bounds.high)
    }

    var words: String {
        let stands = value == bound ? "is" : "lies at"
        return
            "\(parameter.name) \(Figures.plain(value)) \(stands) the \(isLower ? "lowest" : "highest") that was searched, \(Figures.plain(bound)): a wider range may hold better"
    }

    private static func numbers(_ parameter: SearchParameter) -> [Double]? {
        guard case .choice(let options) = parameter.distribution else { return nil }
        let numbers = options.compactMap { option -> Double? in
            if case .value(let value) = option { return value.number }
            return nil
        }
        return numbers.count == options.count ? numbers : nil
    }

    /// The line of a space with more room at this end; `nil` where there can be none, as below a count of 1.
    var widerLine: String? {
        let (name, type) = (parameter.name, parameter.distribution.typeName)
        func line(_ values: [JSONValue]) -> String {
            "\(name) \(type) " + values.map(\.typed).joined(separator: " ")
        }
        switch parameter.distribution {
        case .choice(let options):
            guard let numbers = Self.numbers(parameter) else { return nil }
            let isWhole = numbers.allSatisfy { $0 == $0.rounded() }
            let next = isLower ? bound / 2 : bound * 2
            guard next.isFinite, !isWhole || next >= 1 else { return nil }
            let more = isWhole ? JSONValue.integer(Int(min(next.rounded(), 1e15))) : .number(next)
            let values = options.compactMap { option -> JSONValue? in
                if case .value(let value) = option { return value }
                return nil
            }
            return line(isLower ? [more] + values : values + [more])
        case .randint(let low, let high):
            guard high < 1 << 50, low > -(1 << 50) else { return nil }
            guard isLower else { return line([.integer(low), .integer(high + (high - low))]) }
            let lower = max(low > 0 ? 1 : low - (high - low), low - (high - low))
            return lower < low ? line([.integer(lower), .integer(high)]) : nil
        case .loguniform(let low, let high):
            return isLower ? line([.number(low / 10), .number(high)]) : line([.number(low), .number(high * 10)])
        case .uniform(let low, let high):
            let span = high - low
            guard isLower else { return line([.number(low), .number(high + span)]) }
            let lower = low >= 0 ? max(0, low - span) : low - span
            return lower < low ? line([.number(lower), .number(high)]) : nil
        default: return nil
        }
    }
}

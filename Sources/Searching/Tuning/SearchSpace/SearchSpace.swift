package import Values

/// A search space in NNI's terms: named parameters, each with a distribution.
package struct SearchSpace: Hashable, Sendable {
    package let parameters: [SearchParameter]

    package init(_ parameters: [SearchParameter]) { self.parameters = parameters }

    /// Top-level names in order.
    package var parameterNames: [String] { parameters.map(\.name) }

    package subscript(name: String) -> Distribution? { parameters.first { $0.name == name }?.distribution }
}

package struct SearchParameter: Hashable, Sendable {
    package let name: String
    package let distribution: Distribution

    package init(_ name: String, _ distribution: Distribution) {
        self.name = name
        self.distribution = distribution
    }
}

/// NNI's ten types. The bounds of `randint` are half-open, the others' closed.
package enum Distribution: Hashable, Sendable {
    case choice([ChoiceOption])
    case randint(lower: Int, upper: Int)
    case uniform(low: Double, high: Double)
    case quniform(low: Double, high: Double, q: Double)
    case loguniform(low: Double, high: Double)
    case qloguniform(low: Double, high: Double, q: Double)
    case normal(mu: Double, sigma: Double)
    case qnormal(mu: Double, sigma: Double, q: Double)
    case lognormal(mu: Double, sigma: Double)
    case qlognormal(mu: Double, sigma: Double, q: Double)

    package static let typeNames = [
        "choice", "randint", "uniform", "quniform", "loguniform", "qloguniform", "normal", "qnormal", "lognormal",
        "qlognormal",
    ]

    package var typeName: String {
        switch self {
        case .choice: "choice"
        case .randint: "randint"
        case .uniform: "uniform"
        case .quniform: "quniform"
        case .loguniform: "loguniform"
        case .qloguniform: "qloguniform"
        case .normal: "normal"
        case .qnormal: "qnormal"
        case .lognormal: "lognormal"
        case .qlognormal: "qlognormal"
        }
    }
}

/// One option of a choice: a plain value, or a name with parameters of its own.
package enum ChoiceOption: Hashable, Sendable {
    case value(JSONValue)
    case nested(name: JSONValue, SearchSpace)
}

/// What is wrong with a search space. `path` names the parameter, nested ones with dots.
package enum SearchSpaceError: Error, Hashable, CustomStringConvertible {
    case notObject(path: String, expected: String)
    case unknownType(path: String, type: String, nearest: String?)
    case wrongValues(path: String, type: String, expected: String, found: String)
    case reversed(path: String, low: String, high: String)
    case notPositive(path: String, what: String, found: String)
    case duplicate(path: String)
    case empty
    case unknownParent(path: String, parent: String)
    case unknownOption(path: String, parent: String, option: String, known: [String])
    case ambiguousOption(path: String, parent: String, option: String)

    package var description: String {
        switch self {
        case .notObject(let path, let expected): "\(path.isEmpty ? "a search space" : path) must be \(expected)"
        case .unknownType(let path, let type, let nearest):
            "\(path) has no known type: there is no '\(type)'; "
                + (nearest.map { "did you mean '\($0)'?" }
                    ?? "there are \(Distribution.typeNames.joined(separator: ", "))")
        case .wrongValues(let path, let type, let expected, let found):
            "\(path): \(type) takes \(expected), found \(found)"
        case .reversed(let path, let low, let high):
            "\(path): the lower bound must be below the upper one, found \(low) and \(high)"
        case .notPositive(let path, let what, let found): "\(path): \(what) must be above 0, found \(found)"
        case .duplicate(let path): "\(path) stands twice in the search space"
        case .empty: "the search space has no parameter"
        case .unknownParent(let path, let parent): "\(path): no choice named '\(parent)' stands before it"
        case .ambiguousOption(let path, let parent, let option):
            "\(path): several options of '\(parent)' are called \(option), a text and another value; rename one"
        case .unknownOption(let path, let parent, let option, let known):
            "\(path): '\(parent)' has no option '\(option)'; it has \(known.joined(separator: ", "))"
        }
    }
}

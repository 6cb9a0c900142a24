package import Values

/// A tuner by name, with its arguments.
package struct TunerDescription: Sendable {
    package let name: String
    /// One line of help.
    package let summary: String
    package let arguments: [ParameterDescription]
    private let startup: Parameter<Int>?
    private let build: @Sendable (ParameterValues, SearchSpace, Direction, UInt64) throws -> any Tuner

    /// - Parameter startup: the argument that says how many trials are random.
    init(
        _ name: String, _ summary: String, arguments: [ParameterDescription] = [],
        startup: Parameter<Int>? = nil,
        build: @escaping @Sendable (ParameterValues, SearchSpace, Direction, UInt64) throws -> any Tuner
    ) {
        self.name = name
        self.summary = summary
        self.arguments = arguments
        self.startup = startup
        self.build = build
    }

    /// How many trials are drawn at random before the tuner learns from any.
    package func randomTrials(_ given: JSONObject) -> Int {
        startup.flatMap { startup in (try? ParameterValues(given, of: arguments))?[startup] } ?? 0
    }

    /// The argument that says how many those are.
    package var startupArgument: String? { startup?.description.name }

    /// - Throws: `TunerError` where the arguments are wrong or the tuner can't search the space.
    package func make(arguments given: JSONObject, space: SearchSpace, mode: Direction, seed: UInt64) throws
        -> any Tuner
    {
        do {
            return try build(try ParameterValues(given, of: arguments), space, mode, seed)
        } catch let error as ParameterError {
            throw TunerError.argument(tuner: name, error)
        }
    }
}

package enum TunerError: Error, Hashable, CustomStringConvertible {
    case unknown(String, nearest: String?, known: [String])
    case unknownAssessor(String, nearest: String?, known: [String])
    case argument(tuner: String, ParameterError)

    package var description: String {
        switch self {
        case .unknown(let name, let nearest, let known):
            "there is no tuner '\(name)'; "
                + (nearest.map { "did you mean '\($0)'?" } ?? "there are \(known.joined(separator: ", "))")
        case .unknownAssessor(let name, let nearest, let known):
            "there is no assessor '\(name)'; "
                + (nearest.map { "did you mean '\($0)'?" } ?? "there is \(known.joined(separator: ", "))")
        case .argument(let tuner, let error): "\(tuner): \(error)"
        }
    }
}

/// Every tuner there is.
package enum Tuners {
    package static let all: [TunerDescription] = [
        RandomTuner.description, GridSearchTuner.description, TPETuner.description,
    ]
    package static var names: [String] { all.map(\.name) }

    /// - Throws: `TunerError.unknown` with the nearest name. Case does not count.
    package static func named(_ name: String) throws(TunerError) -> TunerDescription {
        if let found = all.first(where: { $0.name.lowercased() == name.lowercased() }) { return found }
        throw .unknown(name, nearest: nearestName(to: name, among: names), known: names)
    }
}

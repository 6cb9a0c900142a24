package import Values

/// An assessor by name, with its arguments.
package struct AssessorDescription: Sendable {
    package let name: String
    /// One line of help.
    package let summary: String
    package let arguments: [ParameterDescription]
    private let build: @Sendable (ParameterValues, Direction) throws -> any Assessor

    init(
        _ name: String, _ summary: String, arguments: [ParameterDescription] = [],
        build: @escaping @Sendable (ParameterValues, Direction) throws -> any Assessor
    ) {
        self.name = name
        self.summary = summary
        self.arguments = arguments
        self.build = build
    }

    /// - Throws: `TunerError` where the arguments are wrong.
    package func make(arguments given: JSONObject, mode: Direction) throws -> any Assessor {
        do {
            return try build(try ParameterValues(given, of: arguments), mode)
        } catch let error as ParameterError {
            throw TunerError.argument(tuner: name, error)
        }
    }
}

/// Every assessor there is.
package enum Assessors {
    package static let all: [AssessorDescription] = [MedianstopAssessor.description]
    package static var names: [String] { all.map(\.name) }

    /// - Throws: `TunerError.unknownAssessor` with the nearest name. Case does not count.
    package static func named(_ name: String) throws(TunerError) -> AssessorDescription {
        if let found = all.first(where: { $0.name.lowercased() == name.lowercased() }) { return found }
        throw .unknownAssessor(name, nearest: nearestName(to: name, among: names), known: names)
    }
}

package import Values

/// An assessor by name, with its arguments.
package struct AssessorDescription: Sendable {
    package let name: String
    /// One line of help.
    package let summary: String
    /// The paper or library that it is from, and where it differs from NNI's of the same name.
    package let source: String
    package let arguments: [ParameterDescription]
    /// Whether it judges a trial by others, at the same step.
    let comparesTrials: Bool
    private let build: @Sendable (ParameterValues, Direction) throws -> any Assessor

    init(
        _ name: String, _ summary: String, source: String, arguments: [any Declared] = [], comparesTrials: Bool = false,
        build: @escaping @Sendable (ParameterValues, Direction) throws -> any Assessor
    ) {
        self.name = name
        self.summary = summary
        self.source = source
        self.arguments = arguments.map(\.description)
        self.comparesTrials = comparesTrials
        self.build = build
    }

    /// - Throws: `TunerError` where the arguments are wrong, or it can't judge values that go this way.
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
    package static let all: [AssessorDescription] = [
        MedianstopAssessor.description, CurvefittingAssessor.description, PercentileAssessor.description,
        PatienceAssessor.description, ASHAAssessor.description, ForecastAssessor.description,
    ]
    package static var names: [String] { all.map(\.name) }

    /// - Throws: `TunerError.unknownAssessor` with the nearest name. Case does not count.
    package static func named(_ name: String) throws(TunerError) -> AssessorDescription {
        if let found = all.first(where: { $0.name.lowercased() == name.lowercased() }) { return found }
        throw .unknownAssessor(name, nearest: nearestName(to: name, among: names), known: names)
    }
}

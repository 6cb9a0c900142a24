import Values

/// What can be trained.
package enum Algorithms {
    package static let all: [any LearningAlgorithm] = [
        SVDAlgorithm(), NCFAlgorithm(), RandomAlgorithm(), PopularAlgorithm(), BaselineAlgorithm(), KNNAlgorithm(),
        SVDPlusPlusAlgorithm(),
    ]
    package static var names: [String] { all.map(\.name) }

    /// - Throws: `RecommenderError.unknownAlgorithm` with the nearest name.
    package static func named(_ name: String) throws(RecommenderError) -> any LearningAlgorithm {
        if let algorithm = all.first(where: { $0.name == name.lowercased() }) { return algorithm }
        throw .unknownAlgorithm(name, nearest: nearestName(to: name, among: names), known: names)
    }
}

import Values

/// What can be trained.
package enum Algorithms {
    package static let all: [any LearningAlgorithm] = [
        SVDAlgorithm(), NCFAlgorithm(), RandomAlgorithm(), PopularAlgorithm(), BaselineAlgorithm(), KNNAlgorithm(),
        ItemKNNAlgorithm(), EASEAlgorithm(), ALSAlgorithm(), BPRAlgorithm(), SLIMAlgorithm(), SVDPlusPlusAlgorithm(),
    ]
    package static var names: [String] { all.map(\.name) }
    /// Every hyper-parameter of any of them, once.
    package static var parameterNames: [String] {
        var known: Set<String> = []
        return all.flatMap { $0.parameters.map(\.name) }.filter { known.insert($0).inserted }
    }

    /// - Throws: `RecommenderError.unknownAlgorithm` with the nearest name.
    package static func named(_ name: String) throws(RecommenderError) -> any LearningAlgorithm {
        if let algorithm = all.first(where: { $0.name == name.lowercased() }) { return algorithm }
        throw .unknownAlgorithm(name, nearest: nearestName(to: name, among: names), known: names)
    }
}

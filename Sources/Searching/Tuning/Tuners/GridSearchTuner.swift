import Values

/// Every point of a grid, once; NNI's `GridSearch`, point by point (see `GridWalk`).
package struct GridSearchTuner: Tuner {
    static let description = TunerDescription(
        "GridSearch", "every point of a grid, refined in halves where it is no list", source: "NNI's GridSearch"
    ) { _, task in GridSearchTuner(space: task.space) }

    package let learns = false
    private var walk: GridWalk
    private var given = Set<JSONObject>()
    private var running: [Int: JSONObject] = [:]

    package init(space: SearchSpace) { walk = GridWalk(space) }

    package mutating func suggest(id: Int) -> Suggestion {
        if let known = running[id] { return .parameters(known) }
        while let point = walk.next() {
            // Options may be the same value twice.
            guard given.insert(point).inserted else { continue }
            running[id] = point
            return .parameters(point)
        }
        return .exhausted
    }

    package mutating func report(id: Int, _ outcome: TrialOutcome) { running[id] = nil }

    /// What was tried elsewhere is not tried again.
    package mutating func learn(from trials: [PastTrial]) { given.formUnion(trials.map(\.parameters)) }
}

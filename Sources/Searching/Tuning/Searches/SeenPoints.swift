package import Values

/// The points that a search has tried or is trying, for rules whose proposals could be among them. Where the values of all
/// parameters can be counted, `RuleTuner` sees to it.
package struct SeenPoints: Sendable {
    private var points = Set<JSONObject>()
    private var count = 0

    package init() {}

    /// Takes note of what was tried since the last call.
    package mutating func update(_ history: SearchHistory) {
        while count < history.count {
            points.insert(history.observations[count].point)
            count += 1
        }
    }

    /// The first of some draws that is new; the last one where none is.
    package func firstNew(in history: SearchHistory, _ draw: () -> JSONObject) -> JSONObject {
        var point = draw()
        if history.cube.axes.allSatisfy({ $0.levels != nil }) { return point }
        for _ in 0..<50 where points.contains(point) || history.running.values.contains(point) { point = draw() }
        return point
    }
}

package import Values

/// The places that a search has suggested or seen, so that it looks for others. Where the values of all parameters can be
/// counted, `RuleTuner` sees to it that no point comes twice.
package struct TriedPlaces: Sendable {
    private var places = Set<[Double]>()
    private var seen = 0

    package init() {}

    /// What is not there is no number, and equal to nothing; a place is told apart by numbers.
    private static func key(_ place: [Double]) -> [Double] { place.map { $0.isNaN ? -1 : $0 } }

    package var isEmpty: Bool { places.isEmpty }

    /// Takes note of what was tried since the last call.
    ///
    /// - Parameter encoded: a place as whoever asks tells places.
    package mutating func update(_ history: SearchHistory, as encoded: ([Double]) -> [Double] = { $0 }) {
        for observation in history.observations[min(seen, history.count)...] { insert(encoded(observation.place)) }
        seen = history.count
    }

    package mutating func insert(_ place: [Double]) { places.insert(Self.key(place)) }

    package mutating func insertIfNew(_ place: [Double]) -> Bool { places.insert(Self.key(place)).inserted }

    package func isNew(_ place: [Double]) -> Bool { !places.contains(Self.key(place)) }

    /// The first of some draws that was not tried and is not being tried; the last one where none is.
    package func firstNew(in history: SearchHistory, _ draw: () -> JSONObject) -> JSONObject {
        let cube = history.cube
        var point = draw()
        if cube.axes.allSatisfy({ $0.levels != nil }) { return point }
        let running = Set(history.open.compactMap { cube.place(of: $0).map(Self.key) })
        for _ in 0..<50 {
            guard let place = cube.place(of: point), !isNew(place) || running.contains(Self.key(place)) else { break }
            point = draw()
        }
        return point
    }
}

/// The places that a search has suggested or seen, so that it looks for others.
package struct TriedPlaces: Sendable {
    private var places = Set<[Double]>()
    private var seen = 0

    package init() {}

    /// What is not there is no number, and equal to nothing; a place is told apart by numbers.
    private static func key(_ place: [Double]) -> [Double] { place.map { $0.isNaN ? -1 : $0 } }

    package mutating func update(_ history: SearchHistory) {
        for observation in history.observations[min(seen, history.count)...] { insert(observation.place) }
        seen = history.count
    }

    package mutating func insert(_ place: [Double]) { places.insert(Self.key(place)) }

    package mutating func insertIfNew(_ place: [Double]) -> Bool { places.insert(Self.key(place)).inserted }

    package func isNew(_ place: [Double]) -> Bool { !places.contains(Self.key(place)) }
}

package import RandomSource

/// A Gaussian process of a search as it stands, for the choice of one suggestion.
package struct GaussianView: Sendable {
    let space: SnappedCube
    let map: FeatureMap
    package let process: GaussianProcess
    let tried: TriedPlaces
    /// Of the observations that the process has.
    package let places: [[Double]]
    /// As the process sees them.
    package let losses: [Double]
    /// What trials that run are taken to give.
    let expected: [Double]

    /// The new place where an acquisition is highest.
    package func place(
        of acquisition: Acquisition, _ effort: AcquisitionSearch.Effort, using draws: inout SplittableGenerator
    ) -> [Double]? {
        let order = places.indices.sorted { (losses[$0], $0) < (losses[$1], $1) }
        // What is expected of a trial that runs can't be gained again beside it.
        let means = order.prefix(20).map { process.mean(at: map.features(of: places[$0])) }
        let search = AcquisitionSearch(
            space: space, map: map, process: process, acquisition: acquisition, best: (means + expected).min() ?? 0,
            effort: effort.bounded(observations: process.count))
        return search.search(around: order.prefix(5).map { places[$0] }, where: tried.isNew, using: &draws)
    }

    package func prediction(at place: [Double]) -> (mean: Double, deviation: Double) {
        process.prediction(at: map.features(of: place))
    }
}

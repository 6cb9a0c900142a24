package import RandomSource
import Values

/// Metis: a Gaussian process whose suggestions are weighed against one another (Li, Liang, Shen, Lin, Sun and Zhao, 2018, Metis:
/// robustly tuning tail latencies of cloud systems, USENIX ATC): one that gains from what is known, one where least is known,
/// and observations that don't agree with the others and are measured again.
///
/// Of the first two the one is taken whose loss may be lower by the bound of 95 % confidence. A measurement is doubted where it
/// lies outside that bound of what all others say of it (Rasmussen and Williams, 2006, equation 5.12). Where Metis has mixtures
/// of normals for what gains, here is the expected improvement.
package struct MetisSearch: SearchRule {
    package struct Configuration: Sendable {
        package var model = GaussianModel.Configuration()
        package var effort = AcquisitionSearch.Effort()
        package var startup = 10
        /// Whether doubted observations are measured again.
        package var isResampling = false
        /// Whether there is but the place of lowest mean.
        package var isGreedy = false
        /// How often the suggestions are weighed, rather than the place of lowest mean taken.
        package var explorationProbability = 0.9

        package init() {}
    }

    private static let confidence = 1.96
    /// How often a place is measured in all.
    private static let mostMeasurements = 3

    private let configuration: Configuration
    private var state: GaussianState

    package init(_ task: SearchTask, _ configuration: Configuration = Configuration()) {
        self.configuration = configuration
        state = GaussianState(task, configuration.model, startup: configuration.startup)
    }

    package mutating func propose(
        trial: Int, knowing history: SearchHistory, using draws: inout SplittableGenerator
    ) -> Proposal {
        if let start = state.start(history, using: &draws) { return start }
        guard let view = state.view(history), let place = place(view, history, using: &draws) else {
            return state.chance(using: &draws)
        }
        return state.proposal(place)
    }

    private func place(
        _ view: GaussianView, _ history: SearchHistory, using draws: inout SplittableGenerator
    ) -> [Double]? {
        let isWeighed = draws.nextUniform() < configuration.explorationProbability
        if configuration.isResampling, isWeighed, let doubted = doubted(view, history) { return doubted }
        var candidates: [Acquisition] = [.confidenceBound(width: 0)]
        if isWeighed, !configuration.isGreedy { candidates = [.expectedImprovement(margin: 0), .deviation] }
        var best: (place: [Double], bound: Double)?
        for acquisition in candidates {
            guard let place = view.place(of: acquisition, configuration.effort, using: &draws) else { continue }
            let (mean, deviation) = view.prediction(at: place)
            let bound = mean - Self.confidence * deviation
            if bound < best?.bound ?? .infinity { best = (place, bound) }
        }
        return best?.place
    }

    /// The place of the observation that agrees least with all others.
    private func doubted(_ view: GaussianView, _ history: SearchHistory) -> [Double]? {
        let running = history.open.compactMap { state.space.cube.place(of: $0) }
        let distances = view.process.leaveOneOut.prefix(view.places.count)
        let order = distances.enumerated().filter { abs($0.element) > Self.confidence }
            .sorted { abs($0.element) > abs($1.element) }
        return order.lazy.map { view.places[$0.offset] }.first { place in
            (view.places + running).filter { $0 == place }.count < Self.mostMeasurements
        }
    }
}

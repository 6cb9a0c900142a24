package import RandomSource

/// Bayesian optimization by a Gaussian process (Mockus, 1978; Jones, Schonlau and Welch, 1998, doi:10.1023/A:1008306431147;
/// Snoek, Larochelle and Adams, 2012, arXiv:1206.2944): each point is where an acquisition is highest under a model of all
/// losses so far. Trials that run are taken to give what the model expects (Ginsbourger, Le Riche and Carraro, 2010,
/// doi:10.1007/978-3-642-10701-6_6).
package struct GaussianSearch: SearchRule {
    package struct Configuration: Sendable {
        package var model = GaussianModel.Configuration()
        package var acquisition = Acquisition.expectedImprovement(margin: 0)
        package var effort = AcquisitionSearch.Effort()
        /// How many of the first points come from a design.
        package var startup = 10
        /// In spaces with options: which improvements are too small to be looked for, in standard deviations of the losses, as
        /// long as much of the search is ahead.
        ///
        /// An option that looks worse by what it was tried with is never tried again while the numbers under another still
        /// gain a little.
        package var optionMargin = 0.1

        package init() {}
    }

    private let configuration: Configuration
    private let trials: Int?
    private let hasOptions: Bool
    private var state: GaussianState

    package init(_ task: SearchTask, _ configuration: Configuration = Configuration()) {
        self.configuration = configuration
        trials = task.trials
        state = GaussianState(task, configuration.model, startup: configuration.startup)
        hasOptions = state.space.cube.axes.contains { $0.options != nil }
    }

    package mutating func propose(
        trial: Int, knowing history: SearchHistory, using draws: inout SplittableGenerator
    ) -> Proposal {
        if let start = state.start(history, using: &draws) { return start }
        let acquisition = acquisition(begun: history.count + history.running.count)
        guard let place = state.view(history)?.place(of: acquisition, configuration.effort, using: &draws) else {
            return state.chance(using: &draws)
        }
        return state.proposal(place)
    }

    /// The acquisition with the margin that goes down to 0 at four fifths of the search; of one whose length is not known it is
    /// there at every second suggestion.
    private func acquisition(begun: Int) -> Acquisition {
        guard hasOptions else { return configuration.acquisition }
        let ahead = trials.map { max(0, 1 - Double(begun) / (0.8 * Double(max(1, $0)))) } ?? Double(begun % 2)
        return configuration.acquisition.widened(by: configuration.optionMargin * ahead)
    }
}

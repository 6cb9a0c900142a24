import Values

/// Bayesian optimization by a Gaussian process, with the arguments of NNI's `GP` and their defaults.
///
/// NNI's takes options by their positions, has one length for all parameters, fits nothing else, and looks for the best of
/// `selection_num_warm_up` draws. Here every parameter has a length of its own, options are equal or not, nested parameters
/// count where they are there, the noise is fitted with `alpha` as its least, and the two `selection_…` numbers are the most
/// that a search along slopes takes (400 draws and 4 starts are enough for it). Of `nu` the nearest of 0.5, 1.5 and 2.5 is
/// taken. Trials that run are taken to give what the model expects, which NNI's leaves out.
package enum GPTuner {
    private enum Utility: String, Sendable, CaseIterable { case ei, ucb, poi }

    private static let utility = Parameter(
        "utility", default: Utility.ei,
        help: "what is searched for: expected improvement, confidence bound, probability of improvement")
    private static let kappa = Parameter(
        "kappa", 0...1e6, default: 5.0, help: "ucb: standard deviations below the mean")
    private static let xi = Parameter(
        "xi", -1e6...1e6, default: 0.0, help: "ei, poi: what an improvement has to exceed, in standard deviations")
    private static let nu = Parameter("nu", 0.1...10, default: 2.5, help: "smoothness: 0.5, 1.5 or 2.5")
    private static let alpha = Parameter("alpha", 1e-9...1, default: 1e-6, help: "least variance of noise")
    private static let coldStart = Parameter<Int?>(
        "cold_start_num", 1...1_000_000, unset: "10, or a quarter of the search",
        help: "trials before the model")
    private static let warmUp = Parameter(
        "selection_num_warm_up", 1...100_000_000, default: 100_000, help: "most draws that a suggestion is chosen from")
    private static let startingPoints = Parameter(
        "selection_num_starting_points", 1...1_000_000, default: 250, help: "most starts of a search along slopes")

    static let description = TunerDescription(
        "GP", "Bayesian optimization by a Gaussian process",
        source: "Snoek, Larochelle and Adams, 2012, arXiv:1206.2944; lengths, noise, options and nesting beyond NNI's",
        arguments: [utility, kappa, xi, nu, alpha, coldStart, warmUp, startingPoints]
    ) { given, task in
        var configuration = GaussianSearch.Configuration()
        configuration.acquisition =
            switch given[utility] {
            case .ei: .expectedImprovement(margin: given[xi])
            case .ucb: .confidenceBound(width: given[kappa])
            case .poi: .probabilityOfImprovement(margin: given[xi])
            }
        configuration.model.smoothness = given[nu]
        configuration.model.leastNoise = given[alpha]
        configuration.startup = task.startup(given[coldStart], default: 10)
        configuration.effort.candidates = min(given[warmUp], configuration.effort.candidates)
        configuration.effort.starts = min(given[startingPoints], configuration.effort.starts)
        return RuleTuner(GaussianSearch(task, configuration), for: task)
    }
}

import Values

/// Metis, with the arguments of NNI's `Metis` and their defaults; see `MetisSearch`.
///
/// It searches over numbers: `choice` of numbers, `randint`, `uniform` and `quniform`, as NNI's does. Resampling has no effect
/// where every parameter is in steps, since there no point is tried twice. `selection_num_starting_points` is the most draws
/// that a suggestion is chosen from; 400 and a search along slopes are enough. `exploration_probability` is how often places
/// other than that of the lowest mean are weighed.
package enum MetisTuner {
    private static let noResampling = Parameter(
        "no_resampling", default: true, help: "whether doubtful measurements are never repeated")
    private static let noCandidates = Parameter(
        "no_candidates", default: false, help: "whether only the place of the lowest mean is tried")
    private static let startingPoints = Parameter(
        "selection_num_starting_points", 1...1_000_000, default: 600,
        help: "most draws that a suggestion is chosen from")
    private static let coldStart = Parameter<Int?>(
        "cold_start_num", 1...1_000_000, unset: "10, or a quarter of the search", help: "trials before the model")
    private static let exploration = Parameter(
        "exploration_probability", 0...1, default: 0.9, help: "how often what is little known is weighed")

    static let description = TunerDescription(
        "Metis", "a Gaussian process that weighs gain, exploration and repeated measurement",
        source: "Li et al., 2018, Metis: robustly tuning tail latencies of cloud systems, USENIX ATC",
        arguments: [noResampling, noCandidates, startingPoints, coldStart, exploration]
    ) { given, task in
        for parameter in task.space.parameters where !isSearchable(parameter.distribution) {
            throw TunerError.unfitting(
                tuner: "Metis", parameter: parameter.name, needs: "a choice of numbers, randint, uniform or quniform")
        }
        var configuration = MetisSearch.Configuration()
        configuration.isResampling = !given[noResampling]
        configuration.isGreedy = given[noCandidates]
        configuration.explorationProbability = given[exploration]
        configuration.startup = task.startup(given[coldStart], default: 10)
        configuration.effort.candidates = min(given[startingPoints], configuration.effort.candidates)
        return RuleTuner(MetisSearch(task, configuration), for: task)
    }

    private static func isSearchable(_ distribution: Distribution) -> Bool {
        switch distribution {
        case .randint, .uniform, .quniform: true
        case .choice(let options):
            options.allSatisfy { option in
                if case .value(let value) = option { value.number != nil } else { false }
            }
        default: false
        }
    }
}

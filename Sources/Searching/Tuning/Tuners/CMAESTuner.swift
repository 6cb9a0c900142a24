import Values

/// CMA-ES; see `CovarianceSearch`. NNI has no tuner of this name.
package enum CMAESTuner {
    private static let sigma = Parameter(
        "sigma0", 1e-6...10, default: 0.17, help: "standard deviation at first, of axes from 0 to 1")
    private static let population = Parameter<Int?>(
        "popsize", 2...100_000, unset: "4 + 3 ln n of n parameters", help: "trials a generation")

    static let description = TunerDescription(
        "CMAES", "covariance matrix adaptation: an evolution strategy for numbers",
        source: "Hansen, 2016, arXiv:1604.00772; margin for steps (arXiv:2205.13482), frequencies for options",
        arguments: [sigma, population]
    ) { given, task in
        RuleTuner(
            CovarianceSearch(task, initialStep: given[sigma], population: given[population]), for: task)
    }
}

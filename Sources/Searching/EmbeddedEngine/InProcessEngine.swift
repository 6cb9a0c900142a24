package import Experiments
package import Tuning

/// Threads of this process over one copy of the data.
package struct InProcessEngine: Engine {
    private let tuner: any Tuner
    private let assessor: (any Assessor)?
    private let runner: any TrialRunner

    package init(tuner: any Tuner, assessor: (any Assessor)? = nil, runner: any TrialRunner) {
        self.tuner = tuner
        self.assessor = assessor
        self.runner = runner
    }

    package func start(
        _ configuration: ExperimentConfiguration, store: any ExperimentStore,
        models: @Sendable (_ id: String) -> KeptModels?
    ) async throws -> any LiveExperiment {
        let experiment = try EmbeddedExperiment(
            configuration, tuner: tuner, assessor: assessor, runner: runner, store: store,
            models: models(configuration.id))
        await experiment.start()
        return experiment
    }
}

package import Experiments

/// Threads of this process over one copy of the data, or programs that this process starts.
package struct InProcessEngine: Engine {
    private let parts: EmbeddedExperiment.Parts

    package init(_ parts: EmbeddedExperiment.Parts) { self.parts = parts }

    package func start(
        _ configuration: ExperimentConfiguration, store: any ExperimentStore,
        models: @Sendable (_ id: String) -> KeptModels?
    ) async throws -> any LiveExperiment {
        let parts = parts.keeping(models(configuration.id))
        let experiment = try EmbeddedExperiment(configuration, parts, store: store)
        await experiment.start()
        return experiment
    }

    package func resume(
        _ earlier: ExperimentSnapshot, store: any ExperimentStore, models: @Sendable (_ id: String) -> KeptModels?
    ) async throws -> any LiveExperiment {
        let configuration = earlier.record.configuration
        let experiment = try EmbeddedExperiment(
            configuration, parts.keeping(models(configuration.id)), store: store, earlier: earlier)
        await experiment.start()
        return experiment
    }
}

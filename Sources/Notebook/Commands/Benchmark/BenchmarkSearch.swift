import EmbeddedEngine
import Experiments
import Metrics
import Notebook
import Recommenders
import Tuning
import Values

/// How a benchmark tunes a learner: an ordinary experiment, kept in the store, under the budget that all learners have.
struct BenchmarkSearch {
    /// What every learner is given.
    struct Budget: Hashable {
        let trials: Int?
        /// Seconds.
        let duration: Double?
    }

    /// What a search came to.
    struct Winner {
        let parameters: JSONObject
        let trials: Int
    }

    let experiments: SessionExperiments
    let metric: Metric
    let budget: Budget
    let seed: Int
    let concurrency: Int
    let removesSeen: Bool

    /// Searches the learner's own space, or takes what an earlier call of the same has found: one that is done is not run
    /// again, one that was broken off goes on.
    ///
    /// - Parameter name: what the experiment is called in the store.
    /// - Throws: `CancellationError`; why no trial came to anything.
    func run(
        _ algorithm: any LearningAlgorithm, on part: BenchmarkTask.Part, name: String, in session: isolated Session
    ) async throws -> Winner {
        guard !algorithm.defaultSpace.isEmpty else { return Winner(parameters: [:], trials: 1) }
        let data = SearchData.split(part.split)
        let fingerprint = try await SearchParts.fingerprint(of: data, folds: nil, in: session)
        let subject = subject(algorithm, data, fingerprint)
        let asked = configuration(algorithm, subject, name: name)
        let manager = experiments.manager(session)
        let id: String
        if let earlier = try await earlier(asked, manager) {
            id = earlier.record.id
            if earlier.record.status != .done {
                session.notice("note: '\(name)' goes on after \(earlier.trials) trials")
                let whole = try await manager.snapshot(id)
                let engine = try await engine(asked, subject, data, in: session)
                try await experiments.wait(
                    for: try await manager.resume(whole, as: whole.record.configuration, on: engine), session)
            }
        } else {
            id = asked.id
            let engine = try await engine(asked, subject, data, in: session)
            try await experiments.wait(for: try await manager.start(asked, on: engine), session)
        }
        let found = try await manager.snapshot(id)
        guard let best = found.best else {
            throw NotebookError.unavailable("no trial of '\(name)' came to anything", remedy: nil)
        }
        return Winner(parameters: best.parameters, trials: found.trials.count)
    }

    private func engine(
        _ configuration: ExperimentConfiguration, _ subject: RecommenderSubject, _ data: SearchData,
        in session: isolated Session
    ) async throws -> InProcessEngine {
        let runner = try await SearchParts.runner(configuration, subject, data, in: session)
        return InProcessEngine(try SearchParts.parts(configuration, runner: runner))
    }

    private func subject(
        _ algorithm: any LearningAlgorithm, _ data: SearchData, _ fingerprint: String
    ) -> RecommenderSubject {
        var subject = RecommenderSubject(algorithm.name, data: data.origin, fingerprint: fingerprint)
        subject.origin = data.recipe?.json
        subject.removesSeen = removesSeen
        return subject
    }

    private func configuration(
        _ algorithm: any LearningAlgorithm, _ subject: RecommenderSubject, name: String
    ) -> ExperimentConfiguration {
        var configuration = ExperimentConfiguration(
            id: ExperimentID.make(), name: name, subject: .recommender(subject),
            searchSpace: .object(algorithm.defaultSpace), tuner: "Auto", objective: metric.name, mode: metric.direction)
        configuration.maxTrials = budget.trials
        configuration.maxDuration = budget.duration
        configuration.concurrency = concurrency
        configuration.seed = seed
        return configuration
    }

    /// The newest experiment of that name which asks for the same.
    private func earlier(
        _ asked: ExperimentConfiguration, _ manager: ExperimentManager
    ) async throws -> ExperimentSummary? {
        // Without a store there is nothing of before, and whoever reads the store says so.
        let all = (try? await manager.list()) ?? []
        return all.first { summary in
            var known = summary.record.configuration
            guard summary.record.name == asked.name, known.engine == .embedded, summary.record.status.hasEnded,
                summary.record.status != .error
            else { return false }
            // What differs from one run to the next without making another search of it.
            (known.id, known.concurrency, known.spent, known.resumed) = (asked.id, asked.concurrency, 0, nil)
            (known.name, known.folder) = (asked.name, asked.folder)
            return known == asked
        }
    }
}

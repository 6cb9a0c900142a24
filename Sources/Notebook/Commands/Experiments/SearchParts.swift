import EmbeddedEngine
import Experiments
import Metrics
import Notebook
import Ratings
import RecommenderTrials
import Recommenders
import Tuning
import Values

/// What a search over a recommender's parameters is made of, from its configuration and its data: at its start and when it
/// is taken up again.
enum SearchParts {
    /// - Parameter space: in place of the configuration's.
    /// - Throws: also where the tuner hands on trainings that could not be gone on with.
    static func tuner(_ configuration: ExperimentConfiguration, space: JSONValue? = nil) throws -> any Tuner {
        let (tuner, task) = (try Tuners.named(configuration.tuner), try task(configuration, space: space))
        if tuner.control == .checkpoints, let subject = configuration.subject.recommender {
            try LearnerSpace.checkShape(
                of: task.space, fixed: subject.fixed, for: try learners(subject), tuner: tuner.name)
        }
        return try tuner.make(arguments: configuration.tunerArguments, for: task)
    }

    private static func learners(_ subject: RecommenderSubject) throws -> LearnerChoice {
        LearnerChoice(try subject.algorithms.map { try Algorithms.named($0) })
    }

    /// What a tuner is made for.
    static func task(_ configuration: ExperimentConfiguration, space: JSONValue? = nil) throws -> SearchTask {
        var task = SearchTask(
            try SearchSpace(json: space ?? configuration.searchSpace), goals: configuration.goals,
            seed: UInt64(configuration.seed), trials: configuration.maxTrials)
        task.steps = configuration.fixed["n_epochs"]?.integer
        return task
    }

    static func assessor(_ configuration: ExperimentConfiguration) throws -> AssessmentPanel? {
        if let fits = configuration.subject.recommender?.fits, fits > 1 {
            return AssessmentPanel(for: configuration.goals) { FoldRace(fits: fits, mode: $0.direction) }
        }
        return try configuration.assessor.map {
            try AssessmentPanel(
                try Assessors.named($0), arguments: configuration.assessorArguments, for: configuration.goals,
                over: try SearchSpace(json: configuration.searchSpace))
        }
    }

    /// Prepares the data.
    static func runner(
        _ configuration: ExperimentConfiguration, _ subject: RecommenderSubject, _ data: SearchData,
        in session: isolated Session
    ) async throws -> RecommenderTrialRunner {
        let learners = try learners(subject)
        let judging = try judging(configuration, subject)
        let seed = configuration.seed
        let (goals, reportsEveryEpoch) = (configuration.goals, configuration.assessor != nil)
        return try await session.compute("prepare") { _, _ in
            RecommenderTrialRunner(
                learners: learners,
                data: try data.trials(folds: subject.folds, seeds: subject.seeds, seed: seed),
                judging: judging, goals: goals, ranksEveryEpoch: reportsEveryEpoch, shelf: TrainerShelf())
        }
    }

    /// How trials are judged, the objective first.
    static func judging(_ configuration: ExperimentConfiguration, _ subject: RecommenderSubject) throws -> Judging {
        let objectives = configuration.goals.measuredMetrics
        let others = try configuration.metrics.map { try Metric(parsing: $0) }.filter { !objectives.contains($0) }
        return Judging(
            objectives + others, by: .init(rawValue: subject.judgedBy) ?? .full,
            removingSeen: subject.removesSeen)
    }

    /// The data of an experiment as they were, made again as they were made.
    ///
    /// - Throws: `NotebookError.unavailable` where they are gone or are others now.
    static func data(
        _ configuration: ExperimentConfiguration, _ subject: RecommenderSubject, in session: isolated Session
    ) async throws -> SearchData {
        let name = configuration.name
        let remedy = "--data SPLIT gives the same ratings from elsewhere"
        guard let recipe = subject.origin.flatMap(Recipe.init(json:)) else {
            throw NotebookError.unavailable(
                "it is not known how the data of '\(name)' (\(subject.data)) were made", remedy: remedy)
        }
        let made: any SessionObject
        do {
            if let atHand = session.atHand(recipe) { made = atHand } else { made = try await session.make(recipe) }
        } catch let error where !(error is CancellationError) {
            throw NotebookError.unavailable("the data of '\(name)' can't be made again: \(error)", remedy: remedy)
        }
        guard let data = SearchData(made), data.split != nil || subject.folds != nil,
            try await fingerprint(of: data, folds: subject.folds, in: session) == subject.fingerprint
        else {
            throw NotebookError.unavailable(
                "the data of '\(name)' have changed since: \(recipe.text) gives other ratings", remedy: remedy)
        }
        return data
    }

    static func parts(
        _ configuration: ExperimentConfiguration, runner: any TrialRunner
    ) throws -> EmbeddedExperiment.Parts {
        EmbeddedExperiment.Parts(
            tuner: try tuner(configuration), assessor: try assessor(configuration), runner: runner,
            retune: { try tuner(configuration, space: $0) })
    }

    /// What tells whether other data are the same.
    static func fingerprint(
        of data: SearchData, folds: Int?, in session: isolated Session
    ) async throws -> String {
        try await session.compute("prepare") { _, _ in try data.fingerprint(folds: folds) }
    }
}

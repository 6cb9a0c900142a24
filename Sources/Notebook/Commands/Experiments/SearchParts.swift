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
    static func tuner(_ configuration: ExperimentConfiguration, space: JSONValue? = nil) throws -> any Tuner {
        try Tuners.named(configuration.tuner).make(
            arguments: configuration.tunerArguments, space: try SearchSpace(json: space ?? configuration.searchSpace),
            mode: configuration.mode, seed: UInt64(configuration.seed))
    }

    static func assessor(_ configuration: ExperimentConfiguration) throws -> (any Assessor)? {
        try configuration.assessor.map {
            try Assessors.named($0).make(arguments: configuration.assessorArguments, mode: configuration.mode)
        }
    }

    /// Prepares the data.
    static func runner(
        _ configuration: ExperimentConfiguration, _ subject: RecommenderSubject, _ split: SplitObject,
        in session: isolated Session
    ) async throws -> RecommenderTrialRunner {
        let algorithm = try Algorithms.named(subject.algorithm)
        let judging = try judging(configuration, subject)
        let reportsEveryEpoch = configuration.assessor != nil
        return try await session.compute("prepare") { [train = split.split.train, judged = split.judged.table] _, _ in
            RecommenderTrialRunner(
                algorithm: algorithm, trainset: try Trainset(train), validation: judged, judging: judging,
                ranksEveryEpoch: algorithm.ranksEveryEpoch || reportsEveryEpoch)
        }
    }

    /// How trials are judged, the objective first.
    static func judging(_ configuration: ExperimentConfiguration, _ subject: RecommenderSubject) throws -> Judging {
        let metrics = [configuration.objective] + configuration.metrics.filter { $0 != configuration.objective }
        return Judging(
            try metrics.map { try Metric(parsing: $0) }, by: .init(rawValue: subject.judgedBy) ?? .full,
            removingSeen: subject.removesSeen)
    }

    /// The data of an experiment as they were, made again as they were made.
    ///
    /// - Throws: `NotebookError.unavailable` where they are gone or are others now.
    static func split(
        _ configuration: ExperimentConfiguration, _ subject: RecommenderSubject, in session: isolated Session
    ) async throws -> SplitObject {
        let name = configuration.name
        let remedy = "--data SPLIT gives the same ratings from elsewhere"
        guard let recipe = subject.origin.flatMap(Recipe.init(json:)) else {
            throw NotebookError.unavailable(
                "it is not known how the data of '\(name)' (\(subject.data)) were made", remedy: remedy)
        }
        let made: any SessionObject
        do { made = try await session.make(recipe) } catch let error where !(error is CancellationError) {
            throw NotebookError.unavailable("the data of '\(name)' can't be made again: \(error)", remedy: remedy)
        }
        guard let split = made as? SplitObject,
            try await fingerprint(of: split, in: session) == subject.fingerprint
        else {
            throw NotebookError.unavailable(
                "the data of '\(name)' have changed since: \(recipe.text) gives other ratings", remedy: remedy)
        }
        return split
    }

    static func parts(
        _ configuration: ExperimentConfiguration, runner: any TrialRunner
    ) throws -> EmbeddedExperiment.Parts {
        EmbeddedExperiment.Parts(
            tuner: try tuner(configuration), assessor: try assessor(configuration), runner: runner,
            retune: { try tuner(configuration, space: $0) })
    }

    /// What tells whether other data are the same.
    static func fingerprint(of split: SplitObject, in session: isolated Session) async throws -> String {
        try await session.compute("prepare") { [split] _, _ in
            split.split.train.fingerprint + split.judged.table.fingerprint
        }
    }
}

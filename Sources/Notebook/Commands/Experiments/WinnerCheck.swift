import Display
import ExperimentReports
import Experiments
import Foundation
import Metrics
import Notebook
import Ratings
import RecommenderTrials
import Recommenders
import Statistics
import Tuning
import Values

/// Judges the best trial of a search once more, on ratings that chose nothing or with seeds that did not.
struct WinnerCheck {
    /// A middle trial that takes longer is not trained again for an explanation.
    private static let mostSeconds = 60.0
    private static let freshSeeds = 3

    private let configuration: ExperimentConfiguration
    private let subject: RecommenderSubject
    private let data: SearchData
    private let metric: Metric
    private let judging: Judging

    /// - Parameter remakes: whether data that no name holds any more are made again for it.
    /// - Returns: `nil` where no recommender was searched by a metric, or its data are not at hand.
    init?(_ configuration: ExperimentConfiguration, remakes: Bool, in session: isolated Session) async throws {
        guard let subject = configuration.subject.recommender,
            let metric = try? Metric(parsing: configuration.objective),
            let recipe = subject.origin.flatMap(Recipe.init(json:)), remakes || session.atHand(recipe) != nil
        else { return nil }
        do { data = try await SearchParts.data(configuration, subject, in: session) } catch let error
            where !(error is CancellationError)
        { return nil }
        self.configuration = configuration
        self.subject = subject
        self.metric = metric
        judging = try SearchParts.judging(configuration, subject)
    }

    /// What chose, and a test part that did not, with the same users at the same positions.
    private var parts: (chosen: RatingTable, test: RatingTable)? {
        guard subject.folds == nil, let split = data.split?.split, let validation = split.validation,
            !validation.isEmpty, !split.test.isEmpty
        else { return nil }
        return (validation, split.test)
    }

    /// On the test part, where the search has one.
    ///
    /// - Parameter middle: the model before which the best one's lead is told.
    func optimism(
        of best: any Recommender, before middle: (any Recommender)? = nil, in session: isolated Session
    ) async throws -> SearchOptimism? {
        guard let parts else { return nil }
        let judging = judging.with([metric])
        return try await session.compute("judge again") { [metric] stop, _ in
            let (chosen, test) = (Self.few(parts.chosen), Self.few(parts.test))
            func judged(_ model: any Recommender) throws -> SearchOptimism.Parts? {
                let one = try judging.measured(of: model, on: chosen, stop: stop).first
                let other = try judging.measured(of: model, on: test, stop: stop).first
                guard let one, let other else { return nil }
                return SearchOptimism.Parts(chosen: one, again: other.placed(from: test.users, to: chosen.users))
            }
            guard let own = try judged(best) else { return nil }
            return SearchOptimism(metric, best: own, middle: try middle.flatMap { try judged($0) })
        }
    }

    /// The ratings of so many users as are enough to tell.
    private static func few(_ table: RatingTable) -> RatingTable {
        guard table.users.count > SearchOptimism.mostUsers else { return table }
        let step = table.users.count / SearchOptimism.mostUsers + 1
        return table.selecting(
            rows: (0..<table.count).filter { Int(table.userPositions[$0]).isMultiple(of: step) })
    }

    // MARK: - For an explanation

    /// All that can be said of the winner.
    func lines(_ object: ExperimentObject, _ snapshot: ExperimentSnapshot, in session: isolated Session) async throws
        -> [String]
    {
        guard let model = try await object.best().field("model") as? ModelObject else { return [] }
        let middle = try await middle(object, snapshot)
        var lines: [String] = []
        if let optimism = try await optimism(of: model.model, before: middle, in: session) {
            lines += [optimism.words] + (optimism.leadWords.map { [$0] } ?? [])
        } else if let best = snapshot.best, let words = try await withFreshSeeds(best, in: session) {
            lines.append(words)
        }
        if let middle { lines += try await fallen(model.model, middle, in: session) }
        return lines
    }

    /// The model of the trial in the middle, where it differs from the best and is quickly trained again.
    private func middle(_ object: ExperimentObject, _ snapshot: ExperimentSnapshot) async throws -> (any Recommender)? {
        guard let middle = Explanation.middle(snapshot), middle.sequence != snapshot.best?.sequence,
            (middle.seconds ?? .infinity) < Self.mostSeconds
        else { return nil }
        return try? await (object.trial(middle.sequence)?.field("model") as? ModelObject)?.model
    }

    /// The best trial's parameters trained with other seeds; where folds divide the ratings, with other folds.
    private func withFreshSeeds(_ best: TrialRecord, in session: isolated Session) async throws -> String? {
        guard let chosen = best.metrics[metric.name]?.number, (best.seconds ?? .infinity) < Self.mostSeconds,
            TrialBudgets.budget(of: best.parameters) == nil
        else { return nil }
        let learners = LearnerChoice(try subject.algorithms.map { try Algorithms.named($0) })
        let (seed, judging, data, subject) = (configuration.seed, judging.with([metric]), data, subject)
        let fresh = try await session.compute("prepare") { _, _ in
            try data.trials(fresh: Self.freshSeeds, folds: subject.folds, seed: seed)
        }
        let runner = RecommenderTrialRunner(learners: learners, data: fresh, judging: judging)
        let request = TrialRequest(sequence: best.sequence, parameters: configuration.fixed.merging(best.parameters))
        let again = try? await runner.run(request, TrialHandle(id: best.id, sequence: best.sequence)).objective
        guard let again, again.isFinite, again != chosen else { return nil }
        let luck = metric.direction == .maximize ? chosen - again : again - chosen
        let what = subject.folds == nil ? "\(Self.freshSeeds) other seeds" : "other folds"
        let words =
            "optimism: \(metric.name) \(Figures.plain(chosen)) where it was chosen, \(Figures.plain(again)) with \(what)"
        return luck > 0 ? words + ": \(Figures.plain(luck)) of it was luck" : words + ": no luck in it"
    }

    /// Usual metrics that are worse than the middle trial's, by more than their interval.
    private func fallen(
        _ best: any Recommender, _ middle: any Recommender, in session: isolated Session
    ) async throws -> [String] {
        guard subject.folds == nil, let truth = data.split?.judged.table else { return [] }
        let usual = (try? Algorithms.named(best.algorithm).usualMetrics) ?? []
        let others = Set(usual + judging.metrics + [.ndcg(10)]).subtracting([metric]).filter { other in
            other.needsRanking || [best, middle].allSatisfy { $0.scoreKind == .rating }
        }
        let judging = judging.with(others.sorted { $0.name < $1.name })
        let measured = try await session.compute("judge") { stop, _ in
            try [best, middle].map { try judging.measured(of: $0, on: Self.few(truth), stop: stop) }
        }
        return PairTests(["the best", "the middle one"], measured, by: .t).pairs
            .filter { $0.isToldApart && !$0.isFirstBetter }
            .map { pair in
                "but the middle trial's \(pair.metric.name) is better by \(pair.extent): \(metric.name) was bought with it"
            }
    }
}

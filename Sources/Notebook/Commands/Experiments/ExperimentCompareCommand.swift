import Display
import ExperimentReports
import Experiments
import Metrics
import Notebook
import Ratings
import Recommenders
import Statistics
import Tuning
import Values

struct ExperimentCompareCommand: Command {
    let experiments: SessionExperiments
    let names: Parameter<[String]> = .experiments
    let test: Parameter<PairedTest> = .pairedTest

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment compare",
            "best values, trials and seconds of experiments side by side, and whether their best models differ",
            arguments: [names], options: [test], examples: ["experiment compare tpe tpe~1"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let objects = try await experiments.named(names, call, session)
        var snapshots: [ExperimentSnapshot] = []
        for object in objects {
            if !session.isInteractive { try await object.waitForEnd() }
            snapshots.append(try await object.snapshot())
        }
        var table = ExperimentTable.comparison(snapshots)
        var tests = PairTests([])
        do { tests = try await self.tests(objects, snapshots, by: call[test], in: session) } catch let error
            where !(error is CancellationError)
        { session.notice("note: their best models are not tested: \(error)") }
        // Every pair is said: experiments of other objectives or data have none.
        table.note = tests.pairs.map(\.words).joined(separator: "\n")
        var object = TableObject(table.marked())
        object.more["tests"] = tests.json
        object.beneath["tests"] = TestsObject(tests)
        return object
    }

    /// Of each two experiments the best models on what both were judged by.
    private func tests(
        _ objects: [ExperimentObject], _ snapshots: [ExperimentSnapshot], by test: PairedTest,
        in session: isolated Session
    ) async throws -> PairTests {
        var pairs: [PairTests.Pair] = []
        var values: [String: UserValues] = [:]
        for first in objects.indices {
            for second in objects.indices.dropFirst(first + 1) {
                let (one, other) = (snapshots[first].record.configuration, snapshots[second].record.configuration)
                let (a, b) = (snapshots[first].record.name, snapshots[second].record.name)
                guard let metric = Self.sharedMetric(one, other) else { continue }
                if [one, other].contains(where: { $0.subject.recommender?.folds != nil }) {
                    // A model of all ratings was trained on what would judge it, so what is compared are folds.
                    if let own = FittedValues(snapshots[first]), let others = FittedValues(snapshots[second]),
                        let difference = own.difference(to: others)
                    {
                        pairs.append(PairTests.Pair(metric, a, b, difference, of: "fit"))
                    } else {
                        session.notice(
                            "note: the best of \(a) and \(b) are not tested: only values on the same folds can be compared one by one, and those have the same --folds, --seeds and --seed"
                        )
                    }
                    continue
                }
                for place in [first, second] where values[objects[place].id] == nil {
                    values[objects[place].id] = try await userValues(
                        objects[place], snapshots[place].record.configuration, by: metric, in: session)
                }
                guard let own = values[one.id], let others = values[other.id] else { continue }
                if let pair = PairTests.Pair(metric, a, own, b, others, by: test) { pairs.append(pair) }
            }
        }
        return PairTests(pairs)
    }

    /// What two searches of the same ratings were judged by in the same way; `nil` where they were not.
    private static func sharedMetric(_ one: ExperimentConfiguration, _ other: ExperimentConfiguration) -> Metric? {
        guard one.id != other.id, one.objective == other.objective, let subject = one.subject.recommender,
            let second = other.subject.recommender, let fingerprint = subject.fingerprint,
            // Folds divide other ratings than a split's parts, which is told.
            fingerprint == second.fingerprint || (subject.folds == nil) != (second.folds == nil),
            subject.judgedBy == second.judgedBy, subject.removesSeen == second.removesSeen
        else { return nil }
        return try? Metric(parsing: one.objective)
    }

    private func userValues(
        _ object: ExperimentObject, _ configuration: ExperimentConfiguration, by metric: Metric,
        in session: isolated Session
    ) async throws -> UserValues? {
        guard let subject = configuration.subject.recommender,
            let model = try await object.best().field("model") as? ModelObject,
            let split = try await SearchParts.data(configuration, subject, in: session).split
        else { return nil }
        let judging = try SearchParts.judging(configuration, subject).with([metric])
        return try await session.compute("judge") {
            [model = model.trained.recommender, truth = split.judged.table] stop, _ in
            try judging.measured(of: model, on: truth, stop: stop).first?.users
        }
    }
}

import Display
import ExperimentReports
import Experiments
import Metrics
import Notebook
import Ratings
import Recommenders
import Tuning
import Values

struct ExperimentCompareCommand: Command {
    let experiments: SessionExperiments
    let names: Parameter<[String]> = .experiments

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment compare",
            "best values, trials and seconds of experiments side by side, and whether their best models differ",
            arguments: [names], examples: ["experiment compare tpe tpe~1"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let objects = try await experiments.named(names, call, session)
        var snapshots: [ExperimentSnapshot] = []
        for object in objects {
            if !session.isInteractive { try await object.waitForEnd() }
            snapshots.append(try await object.snapshot())
        }
        var table = ExperimentTable.comparison(snapshots)
        var tests: [Test] = []
        do { tests = try await self.tests(objects, snapshots, in: session) } catch let error
            where !(error is CancellationError)
        { session.notice("note: their best models are not tested: \(error)") }
        let adjusted = PairedTest.adjusted(tests.map(\.result.p))
        table.note = zip(tests, adjusted).map { $0.words(adjusted: $1) }.joined(separator: "\n")
        var object = TableObject(table)
        object.more["tests"] = .array(zip(tests, adjusted).map { $0.json(adjusted: $1) })
        return object
    }

    /// Two experiments' best models on what both were judged by.
    private struct Test {
        let metric: String
        let first: String
        let second: String
        let mode: Direction
        let result: PairedTest

        func json(adjusted: Double) -> JSONValue {
            [
                "metric": .string(metric), "a": .string(first), "b": .string(second),
                "difference": .number(result.difference), "low": .number(result.low), "high": .number(result.high),
                "p": .number(result.p), "adjusted": .number(adjusted), "n": .integer(result.count),
            ]
        }

        func words(adjusted: Double) -> String {
            guard adjusted < 0.05 else {
                return "\(first), \(second): no difference can be told from \(Figures.count(result.count, "user"))"
            }
            let isFirst = mode.isBetter(result.difference, than: 0)
            let (better, worse) = isFirst ? (first, second) : (second, first)
            let ends = [abs(result.low), abs(result.high)].sorted().map { Figures.plain($0) }
            let p = adjusted < 0.001 ? "p < 0.001" : "p = \(Figures.fixed(adjusted, decimals: 3))"
            let what = metric == Metric.rmse.name ? "its squared error a user" : metric
            return
                "\(better) is better than \(worse) by \(Figures.plain(abs(result.difference))) [\(ends[0]), \(ends[1])] in \(what), \(p)"
        }
    }

    private func tests(
        _ objects: [ExperimentObject], _ snapshots: [ExperimentSnapshot], in session: isolated Session
    ) async throws -> [Test] {
        var tests: [Test] = []
        var values: [String: [Int: Double]] = [:]
        for first in objects.indices {
            for second in objects.indices.dropFirst(first + 1) {
                let (one, other) = (snapshots[first].record.configuration, snapshots[second].record.configuration)
                guard one.id != other.id, one.objective == other.objective,
                    let subject = one.subject.recommender, let fingerprint = subject.fingerprint,
                    fingerprint == other.subject.recommender?.fingerprint,
                    subject.judgedBy == other.subject.recommender?.judgedBy,
                    subject.removesSeen == other.subject.recommender?.removesSeen,
                    // A model of all ratings was trained on what would judge it.
                    subject.folds == nil, other.subject.recommender?.folds == nil
                else { continue }
                for place in [first, second] where values[objects[place].id] == nil {
                    values[objects[place].id] = try await userValues(
                        objects[place], snapshots[place].record.configuration, in: session)
                }
                let (a, b) = (values[one.id] ?? [:], values[other.id] ?? [:])
                let users = a.keys.filter { b[$0] != nil }.sorted()
                if let result = PairedTest(users.map { a[$0] ?? 0 }, users.map { b[$0] ?? 0 }) {
                    tests.append(
                        Test(
                            metric: one.objective, first: snapshots[first].record.name,
                            second: snapshots[second].record.name, mode: one.mode, result: result))
                }
            }
        }
        return tests
    }

    private func userValues(
        _ object: ExperimentObject, _ configuration: ExperimentConfiguration, in session: isolated Session
    ) async throws -> [Int: Double] {
        guard let subject = configuration.subject.recommender,
            let model = try await object.best().field("model") as? ModelObject,
            let split = try await SearchParts.data(configuration, subject, in: session).split
        else { return [:] }
        let judging = try SearchParts.judging(configuration, subject)
        return try await session.compute("judge") {
            [model = model.trained.recommender, truth = split.judged.table] stop, _ in
            try judging.userValues(of: model, on: truth, stop: stop)
        }
    }
}

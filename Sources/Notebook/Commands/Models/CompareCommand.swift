import Metrics
import Notebook
import Recommenders
import Statistics
import Values

struct CompareCommand: Command {
    let models = Reference<any SessionObject>(
        "MODEL", [.model, .trial, .predictions], isRequired: true, isList: true, help: "trained models")
    let data = Reference<DatasetObject>("on", .dataset, help: "the ratings that are true")
    let judging = JudgingOptions()
    let test: Parameter<PairedTest> = .pairedTest

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "compare", "metrics of several models side by side, the best of each marked, and whether they differ",
            arguments: [models], options: [data] + judging.all + [test],
            gives: .table,
            examples: [
                "compare svd other --on data.test --metrics rmse ndcg@10",
                "compare svd other --on data.test --metrics ndcg@10 --test wilcoxon",
            ])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let truth = try await session.object(data, call).table
        let objects = try await session.objects(models, call)
        guard let first = objects.first else { return nil }
        let how = try judging.judging(try await judging.metrics(of: first, call), call)
        let names = call.words(models).map(\.text)
        var judged: [JudgedObject] = []
        for (name, object) in zip(names, objects) {
            judged.append(try await judging.judged(object, named: name, judges: models, call))
        }
        try await JudgingNotes.tell(of: judged, on: truth, how, in: session)
        var measured: [[MeasuredMetric]] = []
        for one in judged {
            measured.append(try await judging.measured(one, on: truth, how, call, in: session))
        }
        let test = call[test]
        let tests = try await session.compute("compare") { [measured] _, _ in PairTests(names, measured, by: test) }
        return table(names, how.metrics, measured, tests)
    }

    private func table(
        _ names: [String], _ metrics: [Metric], _ measured: [[MeasuredMetric]], _ tests: PairTests
    ) -> TableObject {
        let values = metrics.indices.map { column in measured.map { $0[column].value } }
        let best = metrics.indices.map { metrics[$0].direction.best(of: values[$0]) }
        let letters = metrics.indices.map { tests.letters(names, by: metrics[$0], values: values[$0]) }
        let rows = names.indices.map { row -> [JSONValue] in
            let marks = metrics.indices.filter { values[$0][row] == best[$0] }.map { metrics[$0].name }
            return [.string(names[row])] + values.map { .number($0[row]) } + [.string(marks.joined(separator: " "))]
                + letters.map { .string($0[row]) }
        }
        let groups = metrics.count == 1 ? ["group"] : metrics.map { "group \($0.name)" }
        let note = tests.words { metric in
            metrics.firstIndex(of: metric).flatMap { column in
                best[column].flatMap { best in values[column].firstIndex(of: best).map { names[$0] } }
            }
        }
        var table = TableObject(
            columns: ["model"] + metrics.map(\.name) + ["best in"] + groups, rows: rows,
            note: note.isEmpty ? nil : note)
        table.table = table.table.marked()
        table.more["tests"] = tests.json
        table.beneath["tests"] = TestsObject(tests)
        return table
    }
}

extension Parameter<PairedTest> {
    static var pairedTest: Self {
        Parameter(
            "test", default: PairedTest.t,
            help: "how models are told apart: paired t, Wilcoxon's signed ranks, or random signs")
    }
}

import Display
import ExperimentReports
import Experiments
import Foundation
import Testing
import Tuning
import Values

@Suite struct ExperimentReportsTests {
    private func snapshot(_ mode: Direction = .minimize) -> ExperimentSnapshot {
        let record = ExperimentRecord(
            configuration: ExperimentConfiguration(
                id: "i", name: "n", subject: .recommender(RecommenderSubject("svd", data: "")), searchSpace: [:],
                tuner: "TPE", objective: "loss",
                mode: mode), status: .done, owner: "")
        let values: [Double?] = [3, 1, nil, 2, .nan, 1]
        return ExperimentSnapshot(
            record: record,
            trials: values.enumerated().map { sequence, value in
                var trial = TrialRecord(
                    id: "t\(sequence)", sequence: sequence, status: value == nil ? .failed : .succeeded,
                    parameters: ["x": .integer(sequence)])
                if let value { trial.metrics = ["loss": .number(value), "rsquared": .number(-value)] }
                return trial
            })
    }

    @Test func everyTrialIsARowWithAllThatAnyHas() {
        let table = TrialTable.table(snapshot().trials)
        #expect(table.columns == ["trial", "status", "loss", "rsquared", "x", "seconds"])
        #expect(table.rows.count == 6 && table.rows[2][2] == .null)
    }

    @Test(arguments: Direction.allCases) func rowsAreSortedBestFirstAndThoseWithoutAValueLast(mode: Direction) throws {
        let table = TrialTable.table(snapshot().trials)
        let sorted = try #require(TrialTable.sorted(table, by: "loss", mode))
        let expected = mode == .minimize ? [1, 5, 3, 0, 2, 4] : [0, 3, 1, 5, 2, 4]
        #expect(sorted.rows.map { $0[0].integer } == expected)
        #expect(TrialTable.sorted(table, by: "nothing", mode) == nil)
    }

    @Test(arguments: Direction.allCases) func theBestSoFarNeverGetsWorse(mode: Direction) {
        let history = HistoryPlot.bestSoFar(snapshot(mode))
        #expect(history.map(\.sequence) == [0, 1, 3, 5])
        #expect(history.map(\.best) == (mode == .minimize ? [3, 1, 1, 1] : [3, 3, 3, 3]))
        let plot = HistoryPlot.plot(snapshot(mode))
        #expect(plot.series.map(\.name) == ["trials", "best so far", "failed or without a value"])
        #expect(plot.title == "n: loss")
    }

    @Test func anExportHoldsTheConfigurationAndEveryTrial() throws {
        let json = ExperimentExport.json(snapshot())
        #expect(json.object?["status"] == "DONE")
        #expect(json.object?["trials"]?.array?.count == 6)
        let configuration = try #require(json.object?["configuration"])
        #expect(ExperimentConfiguration(json: configuration) == snapshot().record.configuration)
    }

    @Test func whatIsProposedNextIsTheCallThatWasMadeWithMoreTrials() throws {
        var subject = RecommenderSubject("svd", data: "")
        #expect(try explained(subject).contains("next: experiment resume n --max-trials 14"))
        subject.call = "experiment start svd r --folds 4 --tuner TPE"
        let text = try explained(subject)
        #expect(
            text.contains("next: experiment start svd r --folds 4 --tuner TPE --max-trials 14, or: experiment resume"))
    }

    private func explained(_ subject: RecommenderSubject) throws -> String {
        let snapshot = snapshot()
        var configuration = snapshot.record.configuration
        configuration.subject = .recommender(subject)
        let record = ExperimentRecord(configuration: configuration, status: .done, owner: "")
        return try Explanation.text(ExperimentSnapshot(record: record, trials: snapshot.trials))
    }

    @Test func anExperimentIsARowWithItsCountsAndItsBest() {
        let ledger = ExperimentLedger(snapshot().record, trials: snapshot().trials)
        let table = ExperimentTable.table([ledger.summary])
        #expect(table.column("trials") == [6] && table.column("best") == [1.0] && table.column("status") == ["DONE"])
    }
}

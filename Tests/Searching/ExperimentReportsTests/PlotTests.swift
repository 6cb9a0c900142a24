import Display
import ExperimentReports
import Experiments
import Foundation
import Testing
import Tuning
import Values

@Suite struct PlotTests {
    private static let space: JSONValue = [
        "lr": ["_type": "loguniform", "_value": [0.001, 1]],
        "optimizer": [
            "_type": "choice",
            "_value": [
                ["_name": "adam", "beta": ["_type": "uniform", "_value": [0, 1]]], ["_name": "sgd"],
            ],
        ],
    ]

    private func snapshot(_ trials: [TrialRecord], goals: Goals = Goals(.minimize, of: "loss")) -> ExperimentSnapshot {
        var configuration = ExperimentConfiguration(
            id: "i", name: "e", subject: .recommender(RecommenderSubject("svd", data: "")), searchSpace: Self.space,
            tuner: "TPE", objective: "loss", mode: .minimize)
        configuration.goals = goals
        return ExperimentSnapshot(
            record: ExperimentRecord(configuration: configuration, status: .done, owner: ""), trials: trials)
    }

    private func trial(_ number: Int, _ loss: Double?, _ status: TrialStatus = .succeeded) -> TrialRecord {
        let share = Double(number * 37 % 101) / 101
        let optimizer: JSONValue =
            number.isMultiple(of: 2) ? ["_name": "adam", "beta": .number(share)] : ["_name": "sgd"]
        var trial = TrialRecord(
            id: "t\(number)", sequence: number, status: status,
            parameters: ["lr": .number(0.001 + share), "optimizer": optimizer])
        if let loss { trial.metrics = ["loss": .number(loss), "coverage": .number(1 - share)] }
        trial.startTime = Date(timeIntervalSince1970: Double(number))
        trial.endTime = Date(timeIntervalSince1970: Double(number) + 1.5)
        return trial
    }

    private func plots(_ snapshot: ExperimentSnapshot, _ request: PlotRequest = PlotRequest()) throws -> [Plot] {
        [
            try HistoryPlot.plot([snapshot], request), try SlicePlot.plot(snapshot, "lr", request),
            try ImportancePlot.plot(snapshot, request), try ParallelPlot.plot(snapshot, request),
            try CurvesPlot.plot(snapshot, request), try TimelinePlot.plot(snapshot, request),
            try ParetoPlot.plot(snapshot, request), try ContourPlot.plot(snapshot, "lr", "optimizer", request),
        ]
    }

    @Test func aPictureOfNothingSaysWhy() throws {
        for plot in try plots(snapshot([])) {
            #expect(plot.isEmpty && !plot.notes.isEmpty, "\(plot.title)")
        }
    }

    @Test(arguments: [1, 2, 20], [1.0, .infinity, .nan, -1e300])
    func constantInfiniteAndMissingValuesAreToldInASentence(count: Int, value: Double) throws {
        let trials = (0..<count).map { trial($0, value) } + [trial(count, nil, .failed)]
        for plot in try plots(snapshot(trials)) {
            #expect(!plot.notes.isEmpty, "\(plot.title)")
            #expect(!SVGRenderer().render(plot).contains("nan "))
            #expect(!TerminalRenderer(columns: 60, rows: 18, glyphs: .ascii).render(plot).isEmpty)
        }
    }

    @Test func failedAndStoppedTrialsAreShownAsWhatTheyAre() throws {
        var failed = trial(2, nil, .failed)
        failed.error = "diverged\nat line 3"
        var stopped = trial(3, nil, .earlyStopped)
        stopped.intermediate = [3, 2.5]
        stopped.error = "its best of 0.94614672 is worse than the median"
        let plots = try plots(snapshot([trial(0, 1), trial(1, 2), failed, stopped]))
        let history = plots[0]
        #expect(history.series.map(\.name) == ["trials", "best so far", "stopped early", "failed or without a value"])
        #expect(history.series[2].points == [Point(3, 2.5)] && history.series[3].style == .rug)
        #expect(history.notes.contains { $0.contains("1 trial failed, the first, trial 2: diverged") })
        #expect(history.notes.contains { $0.hasSuffix("its best of 0.9461 is worse than the median") })
        let curves = plots[4]
        #expect(curves.series.last?.points == [Point(2, 2.5)])
        #expect(curves.series.last?.name.contains("worse than the median") == true)
        #expect(plots[5].series.map(\.name) == ["succeeded", "stopped early", "failed or cancelled"])
    }

    @Test func aNestedParameterThatHalfOfTheTrialsLackIsDrawnOfTheOthers() throws {
        let whole = snapshot((0..<20).map { trial($0, Double($0)) })
        for name in ["optimizer.adam.beta", "beta"] {
            let plot = try SlicePlot.plot(whole, name)
            #expect(plot.xLabel == "optimizer.adam.beta" && plot.series[0].points.count == 10)
            #expect(plot.notes.contains("10 of 20 trials have no optimizer.adam.beta"))
        }
        #expect(try SlicePlot.plot(whole, "optimizer").x.names == ["adam", "sgd"])
        #expect(
            try ParallelPlot.plot(whole).uprights.map(\.name) == ["lr", "optimizer", "optimizer.adam.beta", "loss"])
        #expect(throws: PlotError.self) { try SlicePlot.plot(whole, "lrr") }
    }

    @Test func theAxisOfALogarithmicParameterIsLogarithmic() throws {
        let plot = try SlicePlot.plot(snapshot((0..<20).map { trial($0, Double($0)) }), "lr")
        #expect(plot.x.isLog && !plot.y.isLog)
    }

    @Test(arguments: Direction.allCases) func outliersStandAtTheEdgeAndAreCounted(mode: Direction) throws {
        let sign = mode == .minimize ? 1.0 : -1.0
        let trials =
            (0..<20).map { trial($0, sign * (1 + Double($0) / 100)) } + [trial(20, sign * 1e6), trial(21, sign * 50)]
        let plot = try HistoryPlot.plot([snapshot(trials, goals: Goals(mode, of: "loss"))], PlotRequest())
        #expect(plot.notes.contains { $0.hasPrefix("2 values of loss worse than") }, "\(plot.notes)")
        let limits = try #require(plot.y.limits)
        #expect(limits.contains(sign) && !limits.contains(sign * 50), "the best is seen")
        #expect(plot.series[0].points.count == 22, "the numbers stay what they are")
    }

    @Test func theBestAndThoseThatKeepAConditionAreShownAlone() throws {
        let whole = snapshot((0..<20).map { trial($0, Double($0)) })
        var request = PlotRequest(top: try BestTrials(parsing: "10%"))
        #expect(try HistoryPlot.plot([whole], request).series[0].points.map(\.x) == [0, 1])
        request = PlotRequest(conditions: [
            try TrialCondition(parsing: "loss<3"), try TrialCondition(parsing: "optimizer == adam"),
        ])
        let plot = try HistoryPlot.plot([whole], request)
        #expect(plot.series[0].points.map(\.x) == [0, 2])
        #expect(plot.notes == ["shown: 2 of 20 trials, loss < 3 and optimizer == adam"])
        let unknown = PlotRequest(conditions: [try TrialCondition(parsing: "reg < 1")])
        #expect(throws: PlotError.self) { try HistoryPlot.plot([whole], unknown) }
        for text in ["lr", "< 3", "lr < high", "lr <"] {
            #expect(throws: PlotError.self) { try TrialCondition(parsing: text) }
        }
        for text in ["0", "-1", "0%", "101%", "many"] {
            #expect(throws: PlotError.self) { try BestTrials(parsing: text) }
        }
    }

    @Test func whatMattersIsTheParameterThatTheLossFollows() throws {
        let trials = (0..<60).map { trial($0, Double($0 * 37 % 101) / 101) }
        let bars = try ImportancePlot.plot(snapshot(trials)).series.first?.points ?? []
        #expect(bars.first?.label == "lr" && (bars.first?.y ?? 0) > 50)
    }

    @Test func theHypervolumeOfTwoObjectivesNeverShrinks() throws {
        let goals = Goals([Goal("loss", .minimize), Goal("coverage", .maximize)])
        let whole = snapshot((0..<40).map { trial($0, Double($0 * 13 % 40)) }, goals: goals)
        let plot = try HistoryPlot.plot([whole], PlotRequest())
        let volumes = plot.series[0].points.map(\.y)
        #expect(volumes.count == 40 && volumes == volumes.sorted() && (volumes.last ?? 0) > 0)
        #expect(plot.yLabel == "hypervolume of loss and coverage")
        let front = try ParetoPlot.plot(whole)
        #expect(front.series.map(\.name) == ["beaten by another", "the front"])
        #expect(
            Set(front.series[1].points)
                == Set(whole.front.map { Point($0.metrics["loss"]?.number ?? 0, $0.metrics["coverage"]?.number ?? 0) }))
    }

    @Test func experimentsOfOnePictureAreToldApart() throws {
        let (one, other) = (snapshot([trial(0, 3), trial(1, 1)]), snapshot([trial(0, 2)]))
        let plot = try HistoryPlot.plot([one, other], PlotRequest())
        #expect(plot.series.map { $0.points.map(\.y) } == [[3, 1], [2]])
        let foreign = snapshot([trial(0, 2)], goals: Goals(.maximize, of: "coverage"))
        let mixed = try HistoryPlot.plot([one, foreign], PlotRequest())
        #expect(mixed.notes.contains { $0.contains("not of one kind") })
    }

    @Test func trialsThatRanAtOnceStandInRowsOfTheirOwn() throws {
        let plot = try TimelinePlot.plot(snapshot((0..<4).map { trial($0, 1) }))
        #expect(plot.y.names == ["worker 1", "worker 2"])
        #expect(plot.series[0].points.map(\.y) == [0, 0, 1, 1, 0, 0, 1, 1])
    }
}

import Testing
import Tuning
import Values

@Suite struct AssessmentPanelTests {
    private static let several = Goals([Goal("ndcg", .maximize), Goal("rmse", .minimize)])

    /// Trials of one report have completed with (0.5, 1.0).
    private func taught() throws -> AssessmentPanel {
        var panel = try AssessmentPanel(try Assessors.named("Medianstop"), for: Self.several)
        for id in 0..<3 {
            #expect(panel.assess(id: id, step: 1, values: [0.5, 1]) == .goOn)
            panel.end(id: id, .measured(Measured([0.5, 1])))
        }
        return panel
    }

    @Test func aTrialIsStoppedOnlyWhereEveryObjectiveIsHopeless() throws {
        var panel = try taught()
        #expect(panel.assess(id: 10, step: 1, values: [0.4, 0.9]) == .goOn)
        #expect(panel.assess(id: 11, step: 1, values: [0.6, 1.1]) == .goOn)
        guard case .stop(let reason) = panel.assess(id: 12, step: 1, values: [0.4, 1.1]) else {
            Issue.record("not stopped")
            return
        }
        #expect(reason.contains("better in every objective"))
    }

    @Test func anAssessorThatLooksAtATrialAloneStopsItOnlyWhereEveryObjectiveStands() throws {
        var panel = try AssessmentPanel(
            try Assessors.named("Patience"), arguments: ["patience": 2], for: Self.several)
        #expect((1...6).allSatisfy { panel.assess(id: 0, step: $0, values: [0.1 * Double($0), 1]) == .goOn })
        let words = (1...6).map { panel.assess(id: 1, step: $0, values: [0.5, 1]) }
        guard case .stop(let reason)? = words.first(where: { $0 != .goOn }) else {
            Issue.record("not stopped")
            return
        }
        #expect(reason.contains("ndcg: ") && reason.contains("rmse: "))
    }

    @Test func valuesThatAreMissingOrNoNumbersAreTheWorst() throws {
        var panel = try taught()
        #expect(panel.assess(id: 10, step: 1, values: [.nan, 0.9]) == .goOn)
        #expect(panel.assess(id: 11, step: 1, values: [.nan, .nan]) != .goOn)
        #expect(panel.assess(id: 12, step: 1, values: []) != .goOn)
        #expect(panel.assess(id: 13, step: 1, values: [0.4]) != .goOn)
        panel.end(id: 10, .measured(Measured([])))
        panel.end(id: 11, .stoppedEarly(Measured([])))
        panel.end(id: 99, .failed)
    }

    @Test(arguments: AssessorContractTests.cases) func withOneObjectiveItIsItsAssessor(
        item: AssessorContractTests.Case
    ) throws {
        let description = try Assessors.named(item.name)
        var alone = try description.make(arguments: [:], mode: item.mode)
        var panel = try AssessmentPanel(description, for: Goals(item.mode))
        for id in 0..<8 {
            var word = Assessment.goOn
            for step in 1...9 where word == .goOn {
                let value = Double((id * 31 + step * step * 7) % 17) / 17 + 0.1 * Double(step)
                word = alone.assess(id: id, step: step, value: value)
                #expect(panel.assess(id: id, step: step, values: [value]) == word)
            }
            let value = Double(id % 5)
            let outcome = word == .goOn ? TrialOutcome.value(value) : .stoppedEarly(last: value)
            alone.end(id: id, outcome)
            panel.end(id: id, outcome)
        }
    }

    @Test func anObjectiveThatItsAssessorCannotJudgeIsRefused() throws {
        #expect(throws: TunerError.self) {
            try AssessmentPanel(try Assessors.named("Curvefitting"), for: Self.several)
        }
    }
}

import Foundation
import Testing
import Tuning
import Values

/// What every assessor keeps to.
@Suite struct AssessorContractTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let mode: Direction
        var sign: Double { mode == .maximize ? 1 : -1 }
        var testDescription: String { "\(name) \(mode.rawValue)" }

        /// Forecast would wait for more trials, and let some go on in any case.
        func make(_ arguments: JSONObject = [:]) throws -> any Assessor {
            let usual: JSONObject = name == "Forecast" ? ["n_startup_trials": 8, "never_judged": 0] : [:]
            return try Assessors.named(name).make(arguments: usual.merging(arguments), mode: mode)
        }
    }

    /// Curvefitting takes values that grow alone.
    static let cases = Assessors.names.flatMap { name in
        Direction.allCases.filter { name != "Curvefitting" || $0 == .maximize }.map { Case(name: name, mode: $0) }
    }

    private static func saturating(to top: Double) -> [Double] {
        (0..<30).map { index in
            let share: Double = 1 - exp(-Double(index + 1) / 5)
            return (top * share * 1e6).rounded() / 1e6
        }
    }

    private static func uneven(to top: Double) -> [Double] {
        (0..<30).map { index in
            let noise: Double = Double((index * 7919 + 3) % 13 - 6) / 6
            let share: Double = 1 - 0.8 * pow(Double(index + 1), -0.7)
            return top * share * (1 + 0.05 * noise)
        }
    }

    private static func bad(_ name: String) -> (Double) -> [Double] {
        switch name {
        case "Patience": { [Double](repeating: $0, count: 30) }
        case "Curvefitting": uneven
        default: saturating
        }
    }

    /// Eight fair curves, the best, then four bad ones.
    @Test(arguments: cases) func badCurvesAreStoppedAndTheBestNever(item: Case) throws {
        var assessor = try item.make(item.name == "Curvefitting" ? ["epoch_num": 30, "gap": 4] : [:])
        let fair = item.name == "Curvefitting" ? Self.uneven : Self.saturating
        let bad = Self.bad(item.name)
        var curves = (0..<8).map { fair(0.6 + 0.02 * Double($0 * 5 % 8)) }
        curves.append(fair(0.95))
        curves += (0..<4).map { bad(0.2 + 0.01 * Double($0)) }
        for (id, curve) in curves.enumerated() {
            var stop: Int?
            for (index, value) in curve.enumerated() where stop == nil {
                if assessor.assess(id: id, step: index + 1, value: item.sign * value) != .goOn { stop = index }
            }
            let last = item.sign * curve[stop ?? curve.count - 1]
            assessor.end(id: id, stop == nil ? .value(last) : .stoppedEarly(last: last))
            if id == 8 { #expect(stop == nil) }
            if id > 8 { #expect(stop != nil) }
        }
    }

    /// Reports of many trials at once, with what is no number, steps out of order, ends that come twice or of nobody.
    private func turmoil(_ assessor: any Assessor) -> [Assessment] {
        var assessor = assessor
        var words: [Assessment] = []
        let odd: [Double] = [.nan, .infinity, -.infinity, 0, -0.0, 1e308, -1e308, .leastNonzeroMagnitude]
        assessor.end(id: 77, .value(1))
        assessor.end(id: 78, .failed)
        for round in 0..<12 {
            for id in 0..<8 {
                let plain = Double((id * 37 + round * 11) % 23) / 23
                let value = (round * 5 + id) % 7 == 0 ? odd[(round + id) % odd.count] : plain
                let step = round % 5 == 4 ? [0, -3, .min, .max, round][id % 5] : round + 1
                words.append(assessor.assess(id: id, step: step, value: value))
            }
            let outcomes: [TrialOutcome] = [
                .value(0.5), .failed, .value(.nan), .cancelled, .stoppedEarly(last: 0.1), .measured(Measured([])),
            ]
            assessor.end(id: round % 8, outcomes[round % outcomes.count])
            assessor.end(id: round % 8, .value(0.4))
        }
        return words
    }

    @Test(arguments: cases) func whateverIsReportedIsBorneAndDecisionsRepeat(item: Case) throws {
        let words = turmoil(try item.make())
        #expect(words.count == 96)
        #expect(words == turmoil(try item.make()))
    }

    @Test(arguments: cases) func nobodyIsStoppedAtTheFirstReportOfASearch(item: Case) throws {
        for value in [0, 1, -1, .nan, .infinity] {
            var assessor = try item.make()
            #expect(assessor.assess(id: 0, step: 1, value: value) == .goOn)
        }
    }

    /// After others have completed, a trial whose reports are no numbers fares no better than one that is bad.
    @Test(arguments: cases) func aTrialWithoutNumbersIsStopped(item: Case) throws {
        var assessor = try item.make()
        for id in 0..<8 {
            let curve = Self.saturating(to: 0.6 + 0.02 * Double(id)).prefix(10)
            for (index, value) in curve.enumerated() {
                _ = assessor.assess(id: id, step: index + 1, value: item.sign * value)
            }
            assessor.end(id: id, .value(item.sign * (curve.last ?? 0)))
        }
        let words = (1...10).map { assessor.assess(id: 20, step: $0, value: .nan) }
        #expect(words.contains { $0 != .goOn })
    }

    /// Patience looks at a trial alone and Curvefitting at what it foretells; the others never stop a trial that has been
    /// ahead of all at each report.
    @Test(arguments: cases.filter { !["Patience", "Curvefitting"].contains($0.name) })
    func whoIsAheadOfAllIsNeverStopped(item: Case) throws {
        var assessor = try item.make()
        for id in 0..<14 {
            let curve = Self.uneven(to: 0.3 + 0.04 * Double(id))
            for (index, value) in curve.prefix(12).enumerated() {
                #expect(assessor.assess(id: id, step: index + 1, value: item.sign * value) == .goOn)
            }
            assessor.end(id: id, .value(item.sign * curve[11]))
        }
    }

    @Test(arguments: Assessors.all.map(\.name)) func everyOneSaysWhatItDoesAndWhereItIsFrom(name: String) throws {
        let description = try Assessors.named(name)
        #expect(!description.summary.isEmpty && !description.source.isEmpty && !description.arguments.isEmpty)
        #expect(description.arguments.allSatisfy { !$0.help.isEmpty })
        let error = #expect(throws: TunerError.self) {
            try description.make(arguments: ["no_such": 1], mode: .maximize)
        }
        #expect(error?.description.contains(description.arguments[0].name) == true)
    }
}

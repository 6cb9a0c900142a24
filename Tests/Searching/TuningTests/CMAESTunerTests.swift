import Foundation
import Testing
import Tuning
import Values

@Suite struct CMAESTunerTests {
    private static let square =
        #"{"x": {"_type": "uniform", "_value": [-5, 10]}, "y": {"_type": "uniform", "_value": [0, 15]}}"#

    private func make(
        _ space: String, seed: UInt64 = 1, name: String = "CMAES", _ arguments: JSONObject = [:]
    ) throws -> any Tuner {
        try Tuners.named(name).make(
            arguments: arguments, for: SearchTask(try Spaces.read(space), goals: Goals(.minimize), seed: seed))
    }

    private func least(_ tuner: any Tuner, _ trials: Int, _ value: (JSONObject) -> Double?) -> Double {
        var (tuner, least) = (tuner, Double.infinity)
        for id in 0..<trials {
            guard case .parameters(let point) = tuner.suggest(id: id) else { break }
            let value = value(point)
            least = min(least, value ?? .infinity)
            tuner.report(id: id, value.map { .value($0) } ?? .failed)
        }
        return least
    }

    private func branin(_ point: JSONObject) -> Double {
        let (x, y) = (point["x"]?.number ?? 0, point["y"]?.number ?? 0)
        let bend = y - 5.1 / (4 * Double.pi * Double.pi) * x * x + 5 / Double.pi * x - 6
        return bend * bend + 10 * (1 - 1 / (8 * Double.pi)) * cos(x) + 10
    }

    private func space(_ axes: Int) -> String {
        "{" + (0..<axes).map { #""x\#($0)": {"_type": "uniform", "_value": [-5, 5]}"# }.joined(separator: ",") + "}"
    }

    @Test func itBeatsRandomOnBranin() throws {
        let seeds = 0..<8 as Range<UInt64>
        let (cma, random) = (
            try seeds.map { least(try make(Self.square, seed: $0), 60, branin) }.reduce(0, +),
            try seeds.map { least(try make(Self.square, seed: $0, name: "Random"), 60, branin) }.reduce(0, +)
        )
        #expect(cma < random)
    }

    /// Of 1 to 1000 along turned axes: to be found only by a covariance that is learnt.
    @Test func aNarrowTurnedValleyIsFollowedToItsEnd() throws {
        let found = least(try make(space(3), seed: 2), 900) { point in
            let x = point.map { ($0.1.number ?? 0) - 1 }
            guard x.count == 3 else { return nil }
            let (u, v, w) = (x[0] + x[1], x[0] - x[1] + x[2], x[1] - 2 * x[2])
            return u * u + 1000 * v * v + 30 * w * w
        }
        #expect(found < 1e-6)
    }

    @Test func aTrapIsLeftByAnotherStart() throws {
        // Two bowls; the middle, where the search begins, is in the wide and shallow one.
        let found = least(try make(space(1), seed: 3, ["popsize": 4]), 1500) { point in
            let x = point["x0"]?.number ?? 0
            return min(0.1 * x * x + 1, 3 * (x - 4.2) * (x - 4.2))
        }
        #expect(found < 1e-4)
    }

    @Test func whatItLearnsFromIsAModel() throws {
        var tuner = try make(Self.square, ["popsize": 6])
        for id in 0..<18 {
            guard case .parameters(let point) = tuner.suggest(id: id) else { break }
            #expect(tuner.modelled == max(0, id - 5))
            tuner.report(id: id, .value(branin(point)))
        }
    }

    @Test func stepsAndOptionsAreFoundToo() throws {
        let space = """
            {"o": {"_type": "choice", "_value": [{"_name": "p", "a": {"_type": "uniform", "_value": [0, 1]}}, {"_name": "q"}, {"_name": "r"}]},
             "k": {"_type": "randint", "_value": [0, 50]}, "q": {"_type": "quniform", "_value": [0, 1, 0.25]}, "x": {"_type": "uniform", "_value": [0, 1]}}
            """
        for seed in 1...3 as ClosedRange<UInt64> {
            let found = least(try make(space, seed: seed), 300) { point in
                let option = point["o"]?.object ?? [:]
                let a = option["a"]?.number
                let base: Double = a.map { 0.2 * ($0 - 0.9) * ($0 - 0.9) } ?? (option["_name"] == "q" ? 0.2 : 0.4)
                let (k, q, x) = (point["k"]?.number ?? 0, point["q"]?.number ?? 0, point["x"]?.number ?? 0)
                return base + 0.01 * (k - 41) * (k - 41) + abs(q - 0.75) + (x - 0.1) * (x - 0.1)
            }
            #expect(found < 0.02)
        }
    }

    @Test func trialsThatRunAtOnceAreLearntFromInTurn() throws {
        var tuner = try make(space(2), seed: 5)
        var least = Double.infinity
        for round in 0..<40 {
            let ids = (round * 8)..<(round * 8 + 8)
            let points = ids.map { id -> JSONObject in
                if case .parameters(let point) = tuner.suggest(id: id) { point } else { [:] }
            }
            for (id, point) in zip(ids, points).reversed() {
                let value = point.reduce(0) { $0 + pow(($1.1.number ?? 9) - 2, 2) }
                least = min(least, value)
                tuner.report(id: id, id % 11 == 0 ? .failed : .value(value))
            }
        }
        #expect(least < 1e-3)
    }

    @Test func aSpaceOfOptionsAloneIsSearched() throws {
        let axes = (0..<6).map { #""c\#($0)": {"_type": "choice", "_value": ["r", "s", "t", "u"]}"# }
        let found = least(try make("{" + axes.joined(separator: ",") + "}", seed: 6), 250) { point in
            Double(point.filter { $0.1 != "t" }.count)
        }
        #expect(found <= 1)
    }
}

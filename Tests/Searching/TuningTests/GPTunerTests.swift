import Foundation
import Testing
import Tuning
import Values

@Suite struct GPTunerTests {
    private static let square =
        #"{"x": {"_type": "uniform", "_value": [-5, 10]}, "y": {"_type": "uniform", "_value": [0, 15]}}"#

    private func make(
        _ name: String = "GP", _ space: String = square, seed: UInt64 = 1, trials: Int? = nil,
        arguments: JSONObject = [:], goals: Goals = Goals(.minimize)
    ) throws -> any Tuner {
        try Tuners.named(name).make(
            arguments: arguments, for: SearchTask(try Spaces.read(space), goals: goals, seed: seed, trials: trials))
    }

    private func branin(_ point: JSONObject) -> Double {
        let (x, y) = (point["x"]?.number ?? 0, point["y"]?.number ?? 0)
        let bend = y - 5.1 / (4 * Double.pi * Double.pi) * x * x + 5 / Double.pi * x - 6
        return bend * bend + 10 * (1 - 1 / (8 * Double.pi)) * cos(x) + 10
    }

    private func run(
        _ tuner: inout any Tuner, _ ids: Range<Int>, _ value: (JSONObject) -> Double?
    ) -> [(point: JSONObject, value: Double?)] {
        ids.compactMap { id in
            guard case .parameters(let point) = tuner.suggest(id: id) else { return nil }
            let value = value(point)
            tuner.report(id: id, value.map { .value($0) } ?? .failed)
            return (point, value)
        }
    }

    @Test func itFindsBraninsLeastInThirtyTrials() throws {
        for seed in 1...3 as ClosedRange<UInt64> {
            var tuner = try make(seed: seed, trials: 30)
            let values = run(&tuner, 0..<30, branin).compactMap(\.value)
            #expect((values.min() ?? 9) < 0.45)
            #expect(tuner.modelled == 23)
        }
    }

    @Test(arguments: ["ei", "ucb", "poi"]) func everyUtilityGetsNearer(utility: String) throws {
        let arguments: JSONObject = [
            "utility": .string(utility), "cold_start_num": 5, "kappa": 2, "xi": 0.3, "nu": 1.5,
        ]
        var tuner = try make(seed: 2, arguments: arguments)
        let values = run(&tuner, 0..<25, branin).compactMap(\.value)
        #expect((values.min() ?? 9) < 2)
    }

    @Test func theArgumentsAreChecked() throws {
        for arguments in [["utility": "best"], ["nu": -1], ["alpha": 0], ["cold_start_num": 0]] as [JSONObject] {
            #expect(throws: TunerError.self) { try make(arguments: arguments) }
        }
    }

    @Test func theOptionAndItsParametersAreFound() throws {
        let space = """
            {"o": {"_type": "choice", "_value": [{"_name": "p", "a": {"_type": "uniform", "_value": [0, 1]}},
             {"_name": "q", "b": {"_type": "uniform", "_value": [0, 1]}}, {"_name": "r"}]},
             "k": {"_type": "randint", "_value": [0, 20]}}
            """
        var tuner = try make("GP", space, seed: 3, trials: 40)
        let found = run(&tuner, 0..<40) { point in
            let (option, k) = (point["o"]?.object ?? [:], point["k"]?.number ?? 0)
            let base: Double =
                switch option["_name"]?.string {
                case "p": 0.3 + pow((option["a"]?.number ?? 0) - 0.2, 2)
                case "q": pow((option["b"]?.number ?? 0) - 0.7, 2)
                default: 0.5
                }
            return base + 0.01 * (k - 13) * (k - 13)
        }
        let best = try #require(found.min { ($0.value ?? 9) < ($1.value ?? 9) })
        #expect(best.point["o"]?.object?["_name"] == "q" && best.point["k"] == 13)
        #expect((best.value ?? 9) < 0.01)
    }

    @Test func aRegionThatFailsIsLeft() throws {
        var tuner = try make(seed: 4, trials: 40)
        let found = run(&tuner, 0..<40) { ($0["x"]?.number ?? 0) < 2.5 ? nil : branin($0) }
        #expect(found.suffix(15).filter { $0.value == nil }.count <= 5)
        #expect((found.compactMap(\.value).min() ?? 9) < 1)
    }

    @Test func lossesOfAMillionDoNotHideTheOthers() throws {
        var tuner = try make(seed: 5, trials: 35)
        let found = run(&tuner, 0..<35) { ($0["y"]?.number ?? 0) > 12 ? 1e6 : branin($0) }
        #expect((found.compactMap(\.value).min() ?? 9) < 1)
    }

    @Test func openTrialsAreKeptApart() throws {
        var tuner = try make(seed: 6)
        _ = run(&tuner, 0..<15, branin)
        var places: [[Double]] = []
        for id in 15..<19 {
            guard case .parameters(let point) = tuner.suggest(id: id) else { continue }
            places.append([(point["x"]?.number ?? 0) / 15, (point["y"]?.number ?? 0) / 15])
        }
        for one in places.indices {
            for other in 0..<one {
                #expect(zip(places[one], places[other]).contains { abs($0 - $1) > 1e-3 })
            }
        }
    }

    @Test func maximizingIsMinimizingTheNegative() throws {
        var (down, up) = (try make(seed: 7), try make(seed: 7, goals: Goals(.maximize)))
        let (one, other) = (run(&down, 0..<20, branin), run(&up, 0..<20) { -branin($0) })
        #expect(one.map(\.point) == other.map(\.point))
    }

    /// The model is a function of the history: a search that is taken up again goes on as it would have.
    @Test func whatWasLearntAtOnceIsAsGoodAsWhatWasSeen() throws {
        var first = try make(seed: 8)
        let past = run(&first, 0..<30, branin)
        var second = try make(seed: 8)
        second.learn(from: past.map { PastTrial(parameters: $0.point, outcome: .value($0.value ?? 0)) })
        let (one, other) = (first.suggest(id: 30), second.suggest(id: 30))
        #expect(one == other)
    }

    @Test func aMetricThatMissesAConstraintCountsAsBad() throws {
        let goals = Goals([Goal("default", .minimize)], subjectTo: [Constraint("x", .atLeast, 5)])
        var tuner = try make(seed: 9, trials: 35, goals: goals)
        var best = Double.infinity
        for id in 0..<35 {
            guard case .parameters(let point) = tuner.suggest(id: id), let x = point["x"]?.number else { continue }
            let violation = max(0, 5 - x)
            if violation == 0 { best = min(best, branin(point)) }
            tuner.report(id: id, .measured(Measured([branin(point)], violation: violation)))
        }
        // The least value there is Branin's third minimum.
        #expect(best < 0.6)
    }

    /// Bounds and losses at the ends of what numbers can tell.
    @Test(arguments: ["GP", "CMAES", "Metis"]) func extremesAreBorne(name: String) throws {
        let text = """
            {"i": {"_type": "randint", "_value": [-4611686018427387900, 4611686018427387900]},
             "j": {"_type": "randint", "_value": [9223372036854770000, 9223372036854775807]},
             "q": {"_type": "quniform", "_value": [1e300, 1e308, 1e-300]}, "u": {"_type": "uniform", "_value": [0, 5e-324]},
             "c": {"_type": "choice", "_value": [7]}}
            """
        let space = try Spaces.read(text)
        for losses in [
            [1e308, -1e308, 0, 1e-300], [3], [.leastNonzeroMagnitude, 0], [Double.nan, 1e200, -.infinity],
        ] as [[Double]] {
            var tuner = try make(name, text, seed: 3, trials: 20)
            for id in 0..<20 {
                guard case .parameters(let point) = tuner.suggest(id: id) else {
                    Issue.record("no suggestion")
                    return
                }
                #expect(space.contains(point))
                tuner.report(id: id, .value(losses[id % losses.count]))
            }
        }
    }
}

import Foundation
import Testing
import Tuning
import Values

@Suite struct MetisTunerTests {
    private static let line = #"{"x": {"_type": "uniform", "_value": [0, 1]}}"#

    private func make(_ space: String, seed: UInt64 = 1, _ arguments: JSONObject = [:]) throws -> any Tuner {
        try Tuners.named("Metis").make(
            arguments: arguments, for: SearchTask(try Spaces.read(space), goals: Goals(.minimize), seed: seed))
    }

    private func run(_ tuner: inout any Tuner, _ ids: Range<Int>, _ value: (Int, JSONObject) -> Double) -> [JSONObject]
    {
        ids.compactMap { id in
            guard case .parameters(let point) = tuner.suggest(id: id) else { return nil }
            tuner.report(id: id, .value(value(id, point)))
            return point
        }
    }

    @Test func itFindsTheLeastOfNumbers() throws {
        var tuner = try make(Spaces.numbers, seed: 2)
        var least = Double.infinity
        _ = run(&tuner, 0..<45) { _, point in
            let number = { (name: String) in point[name]?.number ?? 0 }
            let value =
                pow(number("a") - 2.5, 2) + 0.1 * pow(number("b") - 7, 2) + pow(number("c") - 0.3, 2)
                + 0.05 * pow(number("d") - 5, 2)
            least = min(least, value)
            return value
        }
        #expect(least < 0.01)
        #expect(tuner.modelled == 35)
    }

    @Test(arguments: [
        ("loguniform", "[0.1, 1]"), ("normal", "[0, 1]"), ("qloguniform", "[1, 8, 1]"), ("choice", #"["r", 1]"#),
        ("choice", #"[{"_name": "r"}, 1]"#),
    ])
    func whatIsNoPlainNumberIsRefusedByName(type: String, values: String) throws {
        let space = #"{"x": {"_type": "uniform", "_value": [0, 1]}, "y": {"_type": "\#(type)", "_value": \#(values)}}"#
        let needs = "a choice of numbers, randint, uniform or quniform"
        #expect(throws: TunerError.unfitting(tuner: "Metis", parameter: "y", needs: needs)) { try make(space) }
    }

    /// Nothing lies where the search has not looked, however flat what it has seen is.
    @Test func whatIsLittleKnownIsTried() throws {
        var (weighing, greedy) = (
            try make(Self.line, seed: 3, ["cold_start_num": 4]),
            try make(Self.line, seed: 3, ["cold_start_num": 4, "no_candidates": true])
        )
        func widestGap(_ points: [JSONObject]) -> Double {
            let places = [0] + points.compactMap { $0["x"]?.number }.sorted() + [1]
            return zip(places, places.dropFirst()).map { $1 - $0 }.max() ?? 1
        }
        let value = { (_: Int, point: JSONObject) in sin(12 * (point["x"]?.number ?? 0)) }
        let (wide, narrow) = (run(&weighing, 0..<16, value), run(&greedy, 0..<16, value))
        #expect(widestGap(wide) < widestGap(narrow))
    }

    @Test func aDoubtfulMeasurementIsRepeatedWhereAskedFor() throws {
        func repeats(_ arguments: JSONObject) throws -> Int {
            var tuner = try make(Self.line, seed: 4, arguments)
            // One measurement of a smooth function is far off.
            let points = run(&tuner, 0..<18) { id, point in
                pow((point["x"]?.number ?? 0) - 0.4, 2) + (id == 6 ? 0.8 : 0)
            }
            return points.dropFirst(10).filter { $0 == points[6] }.count
        }
        #expect(try repeats(["no_resampling": false]) >= 1)
        #expect(try repeats([:]) == 0)
    }
}

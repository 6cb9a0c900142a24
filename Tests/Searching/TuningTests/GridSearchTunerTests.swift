import Foundation
import TestSupport
import Testing
import Tuning
import Values

@Suite struct GridSearchTunerTests {
    @Test func aFiniteSpaceIsVisitedPointByPointOnce() throws {
        let space = try Spaces.read(
            """
            {"a": {"_type": "choice", "_value": [1, 2, {"_name": "n", "m": {"_type": "choice", "_value": [5, 6]}}]},
             "b": {"_type": "randint", "_value": [0, 3]}, "c": {"_type": "quniform", "_value": [0, 1, 0.5]}}
            """)
        var tuner = GridSearchTuner(space: space)
        var points: [JSONObject] = []
        var id = 0
        while case .parameters(let point) = tuner.suggest(id: id), id < 1000 {
            points.append(point)
            id += 1
        }
        #expect(points.count == 4 * 3 * 3)
        #expect(Set(points).count == points.count)
        #expect(tuner.suggest(id: 5000) == .exhausted)
    }

    @Test func billionsOfWholeNumbersAreCountedNotListed() throws {
        var tuner = GridSearchTuner(
            space: try Spaces.read("{\"x\": {\"_type\": \"randint\", \"_value\": [5, 9000000000000000000]}}"))
        #expect(tuner.suggest(id: 0) == .parameters(["x": 5]))
        #expect(tuner.suggest(id: 1) == .parameters(["x": 6]))
    }

    @Test func stepsThatNumbersCannotCountDoNotTrap() throws {
        var tuner = GridSearchTuner(
            space: try Spaces.read("{\"x\": {\"_type\": \"quniform\", \"_value\": [1e300, 1e308, 1e-300]}}"))
        #expect(tuner.suggest(id: 0) != .waiting)
    }

    @Test func aRangeIsRefinedInHalvesAndEndsWhereNumbersDo() throws {
        var tuner = GridSearchTuner(space: try Spaces.read("{\"x\": {\"_type\": \"uniform\", \"_value\": [0, 1]}}"))
        #expect(values(&tuner, 7) == [0.5, 0.25, 0.75, 0.125, 0.375, 0.625, 0.875])
        tuner = GridSearchTuner(
            space: try Spaces.read("{\"x\": {\"_type\": \"uniform\", \"_value\": [1, 1.0000000000000009]}}"))
        let all = values(&tuner, 100)
        #expect(Set(all).count == all.count && (3...5).contains(all.count))
    }

    @Test func whatWasTriedElsewhereIsNotTriedAgain() throws {
        var tuner = GridSearchTuner(space: try Spaces.read("{\"x\": {\"_type\": \"uniform\", \"_value\": [0, 1]}}"))
        tuner.learn(from: [0.25, 0.125].map { PastTrial(parameters: ["x": .number($0)], outcome: .failed) })
        #expect(values(&tuner, 4) == [0.5, 0.75, 0.375, 0.625])
    }

    @Test func aTrialThatAsksTwiceIsAnsweredTheSame() throws {
        var tuner = GridSearchTuner(space: try Spaces.read("{\"x\": {\"_type\": \"uniform\", \"_value\": [0, 1]}}"))
        let first = tuner.suggest(id: 0)
        #expect(tuner.suggest(id: 0) == first && tuner.suggest(id: 1) != first)
    }

    /// A value that only the very end of a range rounds to is found too, and roundings without bounds come to an end.
    @Test func roundedRangesAreListedWhole() throws {
        var tuner = GridSearchTuner(
            space: try Spaces.read("{\"x\": {\"_type\": \"quniform\", \"_value\": [0.5, 2.5, 1]}}"))
        #expect(values(&tuner, 10).sorted() == [0.5, 1, 2])
        tuner = GridSearchTuner(
            space: try Spaces.read("{\"x\": {\"_type\": \"qnormal\", \"_value\": [0, 1, 2]}}"))
        let all = values(&tuner, 100)
        #expect(all.first == 0 && all.sorted() == [-8, -6, -4, -2, 0, 2, 4, 6, 8])
    }

    @Test(.enabled(if: SharedFolder.isThere, Comment(rawValue: SharedFolder.note)))
    func everyPointIsNNIsInItsOrder() throws {
        let golden = try Reference.object(at: SharedFolder.golden("tuning.json"))
        let grids = golden["grids"]?.array ?? []
        #expect(grids.count > 3)
        for grid in grids {
            var tuner = GridSearchTuner(space: try SearchSpace(json: grid["space"]))
            for (id, point) in (grid["points"].array ?? []).enumerated() {
                guard case .parameters(let own) = tuner.suggest(id: id) else {
                    Issue.record("ended after \(id) points")
                    break
                }
                #expect(isNear(.object(own), point), "\(id) \(own) \(point)")
            }
            #expect((tuner.suggest(id: 9999) == .exhausted) == (grid["then_exhausted"] == true))
        }
    }

    private func isNear(_ one: JSONValue, _ other: JSONValue) -> Bool {
        if let (one, other) = one.object.flatMap({ one in other.object.map { (one, $0) } }) {
            return one.keys == other.keys && one.allSatisfy { isNear($0.value, other[$0.key] ?? .null) }
        }
        if let one = one.number, let other = other.number { return abs(one - other) <= 1e-12 * max(1, abs(other)) }
        return one == other
    }

    private func values(_ tuner: inout GridSearchTuner, _ count: Int) -> [Double] {
        var values: [Double] = []
        for id in 0..<count {
            guard case .parameters(let point) = tuner.suggest(id: id) else { break }
            values.append(point["x"]?.number ?? .nan)
        }
        return values
    }
}

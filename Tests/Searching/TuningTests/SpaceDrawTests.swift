import Foundation
import RandomSource
import Testing
import Tuning
import Values

/// Draws of the ten types against their distributions, with NNI's rounding (to a multiple of q, half to even) and clipping.
@Suite struct SpaceDrawTests {
    private static let count = 20_000

    private func draws(_ type: String, _ values: String, seed: UInt64 = 5) throws -> [JSONValue] {
        let space = try Spaces.read("{\"x\": {\"_type\": \"\(type)\", \"_value\": \(values)}}")
        var draws = SplittableGenerator(seed: seed)
        return (0..<Self.count).map { _ in space.sample(using: &draws)["x"] ?? .null }
    }

    private func numbers(_ type: String, _ values: String) throws -> [Double] {
        try draws(type, values).map { $0.number ?? .nan }.sorted()
    }

    /// The largest distance of the draws' distribution from another, taken just below and at every draw; by chance it is above
    /// the bound once in 10,000 times (Kolmogorov and Smirnov).
    private func distance(_ sorted: [Double], _ cumulative: (Double) -> Double) -> Double {
        sorted.enumerated().map { place, value in
            let share = cumulative(value)
            return max(
                abs(share - Double(place) / Double(sorted.count)), abs(Double(place + 1) / Double(sorted.count) - share)
            )
        }.max() ?? 1
    }

    private let bound = 2.23 / Double(count).squareRoot()

    @Test func plainRangesAreDrawnEvenly() throws {
        let uniform = try numbers("uniform", "[-1, 3]")
        #expect(distance(uniform) { ($0 + 1) / 4 } < bound && uniform[0] >= -1 && uniform[Self.count - 1] <= 3)
        let logarithmic = try numbers("loguniform", "[1e-5, 10]")
        #expect(distance(logarithmic) { log($0 / 1e-5) / log(1e6) } < bound)
        #expect(logarithmic[0] >= 1e-5 && logarithmic[Self.count - 1] <= 10)
    }

    @Test func aRangeOfAllNumbersIsDrawnEvenly() throws {
        let all = try numbers("uniform", "[-1.7e308, 1.7e308]")
        #expect(distance(all) { $0 / 1.7e308 / 2 + 0.5 } < bound && Set(all).count == Self.count)
        let space = try Spaces.read("{\"x\": {\"_type\": \"uniform\", \"_value\": [-1.7e308, 1.7e308]}}")
        for name in ["GridSearch", "TPE", "QMC"] {
            var tuner = try Tuners.named(name).make(for: SearchTask(space, goals: Goals(.minimize), seed: 1))
            for id in 0..<60 {
                guard case .parameters(let point) = tuner.suggest(id: id), let x = point["x"]?.number else {
                    Issue.record("no point")
                    return
                }
                #expect(space.contains(point))
                tuner.report(id: id, .value(abs(x / 1e308 - 1)))
            }
        }
    }

    @Test func bellsAreDrawnAsBells() throws {
        #expect(distance(try numbers("normal", "[2, 3]")) { NormalDistribution.cumulative(($0 - 2) / 3) } < bound)
        let logarithmic = try numbers("lognormal", "[-1, 2]")
        #expect(distance(logarithmic) { NormalDistribution.cumulative((log($0) + 1) / 2) } < bound)
        #expect(logarithmic[0] > 0)
    }

    /// Each multiple of q has the share of what rounds to it; clipped ends have it all.
    private func isRounded(
        _ values: [Double], q: Double, in range: ClosedRange<Double>, _ cumulative: (Double) -> Double
    ) -> Bool {
        var counts: [Double: Int] = [:]
        for value in values { counts[value, default: 0] += 1 }
        return counts.allSatisfy { value, count in
            let step = (value / q).rounded()
            let isEnd = value == range.lowerBound || value == range.upperBound
            guard range.contains(value), isEnd || value == step * q else { return false }
            let low = value == range.lowerBound ? 0 : cumulative(max((step - 0.5) * q, range.lowerBound))
            let high = value == range.upperBound ? 1 : cumulative(min((step + 0.5) * q, range.upperBound))
            let share = high - low
            let deviation = (share * (1 - share) / Double(Self.count)).squareRoot()
            return abs(Double(count) / Double(Self.count) - share) < 5 * deviation + 2 / Double(Self.count)
        }
    }

    @Test func roundedRangesAreClippedToTheirBounds() throws {
        let uniform = try numbers("quniform", "[1, 10, 3]")
        #expect(Set(uniform) == [1, 3, 6, 9])
        #expect(isRounded(uniform, q: 3, in: 1...10) { ($0 - 1) / 9 })
        // 11 rounds to 12, which is no value.
        let clipped = try numbers("quniform", "[0, 11, 4]")
        #expect(Set(clipped) == [0, 4, 8, 11])
        let logarithmic = try numbers("qloguniform", "[1, 100, 5]")
        #expect(logarithmic[0] == 1 && logarithmic[Self.count - 1] == 100)
        #expect(isRounded(logarithmic, q: 5, in: 1...100) { log($0) / log(100) })
    }

    @Test func roundedBellsAreNotClipped() throws {
        let normal = try numbers("qnormal", "[10, 3, 2]")
        #expect(isRounded(normal, q: 2, in: -.infinity ... .infinity) { NormalDistribution.cumulative(($0 - 10) / 3) })
        #expect(normal[0] < 2 && normal[Self.count - 1] > 18)
        let logarithmic = try numbers("qlognormal", "[1, 1, 0.5]")
        #expect(
            isRounded(logarithmic, q: 0.5, in: 0 ... .infinity) {
                $0 > 0 ? NormalDistribution.cumulative(log($0) - 1) : 0
            })
        #expect(logarithmic[0] == 0)
    }

    @Test func halvesAreRoundedToTheEvenMultiple() throws {
        for (low, even) in [(0.0, 0.0), (1, 2), (2, 2), (3, 4), (-1, 0), (-2, -2)] {
            let cube = UnitCube(
                SearchSpace([SearchParameter("x", .quniform(low: low, high: low + 1, q: 1))]))
            #expect(cube.point { _ in 0.5 }["x"] == .number(even), "\(low)")
        }
    }

    @Test func optionsAndWholeNumbersAreDrawnEvenlyWithoutTheUpperBound() throws {
        let spread = { (share: Double) in 5 * (share * (1 - share) * Double(Self.count)).squareRoot() }
        let whole = try draws("randint", "[2, 9]")
        for value in 2..<9 {
            #expect(abs(Double(whole.count { $0 == .integer(value) }) - Double(Self.count) / 7) < spread(1 / 7))
        }
        #expect(Set(whole).count == 7)
        let options = try draws("choice", "[\"a\", 3, 2.5, [1, 2]]")
        for value in ["a", 3, 2.5, [1, 2]] as [JSONValue] {
            #expect(abs(Double(options.count { $0 == value }) - Double(Self.count) / 4) < spread(1 / 4))
        }
    }

    @Test func aNestedParameterIsDrawnUnderItsOptionAlone() throws {
        let options = try draws(
            "choice", #"[{"_name": "a", "m": {"_type": "uniform", "_value": [0, 1]}}, {"_name": "b"}]"#)
        let inner = options.compactMap { $0.object?["m"]?.number }.sorted()
        #expect(abs(Double(inner.count) / Double(Self.count) - 0.5) < 0.02)
        #expect(distance(inner) { $0 } < 2.23 / Double(inner.count).squareRoot())
        #expect(options.allSatisfy { ($0.object?["_name"] == "a") == ($0.object?["m"] != nil) })
    }
}

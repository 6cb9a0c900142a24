import Foundation
import Testing
import Tuning
import Values

/// ZDT1 in four dimensions (Zitzler, Deb and Thiele, 2000): its front is `b = 1 − √a`.
@Suite struct SeveralObjectivesTests {
    private func hypervolume(_ name: String, seed: UInt64, trials: Int = 60, arguments: JSONObject = [:]) throws
        -> Double
    {
        let space = SearchSpace((0..<4).map { SearchParameter("x\($0)", .uniform(low: 0, high: 1)) })
        var tuner = try Tuners.named(name).make(
            arguments: arguments,
            for: SearchTask(
                space, goals: Goals([Goal("a", .minimize), Goal("b", .maximize)]), seed: seed, trials: trials))
        var losses: [[Double]] = []
        for id in 0..<trials {
            guard case .parameters(let point) = tuner.suggest(id: id) else { break }
            let x = (0..<4).map { point["x\($0)"]?.number ?? 0 }
            let g = 1 + 3 * (x[1] + x[2] + x[3])
            let b = g * (1 - (x[0] / g).squareRoot())
            losses.append([x[0], b])
            tuner.report(id: id, .measured(Measured([x[0], -b])))
        }
        return Hypervolume(reference: [1.2, 1.2]).volume(of: losses)
    }

    @Test(arguments: ["Auto", "TPE", "NSGAII"]) func theFrontIsNearerThanChancesInBothDirections(name: String) throws {
        let (ours, chance) = try (1...3).reduce(into: (0.0, 0.0)) { sums, seed in
            sums.0 += try hypervolume(name, seed: UInt64(seed))
            sums.1 += try hypervolume("Random", seed: UInt64(seed))
        }
        #expect(ours > chance, "\(name)")
        if name == "Auto" { #expect(ours / 3 > 0.9) }
    }

    @Test func densitiesComeNearerToTheFrontThanAPopulationDoes() throws {
        let (ours, others) = try (1...4).reduce(into: (0.0, 0.0)) { sums, seed in
            sums.0 += try hypervolume("TPE", seed: UInt64(seed))
            sums.1 += try hypervolume("NSGAII", seed: UInt64(seed))
        }
        #expect(ours > others)
    }
}

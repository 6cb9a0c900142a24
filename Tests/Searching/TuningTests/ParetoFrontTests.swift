import RandomSource
import Testing
import Tuning

@Suite struct ParetoFrontTests {
    /// Points on a coarse lattice, so that many share a loss or all.
    private func points(_ count: Int, losses: Int, seed: UInt64) -> [[Double]] {
        var draws = SplittableGenerator(seed: seed)
        return (0..<count).map { _ in (0..<losses).map { _ in Double(draws.nextInteger(below: 12)) } }
    }

    /// Fronts by the definition.
    private func peeled(_ losses: [[Double]]) -> [[Int]] {
        var left = Array(losses.indices)
        var fronts: [[Int]] = []
        while !left.isEmpty {
            let front = left.filter { one in !left.contains { Pareto.dominates(losses[$0], losses[one]) } }
            fronts.append(front)
            left.removeAll { front.contains($0) }
        }
        return fronts
    }

    @Test(arguments: [1, 2, 3, 5]) func frontsAreWhatIsNotDominatedOnceTheFrontsBeforeAreTakenAway(count: Int) {
        for seed in 0..<5 as Range<UInt64> {
            let losses = points(80, losses: count, seed: seed)
            #expect(Pareto.fronts(losses: losses) == peeled(losses))
        }
    }

    @Test func dominationIsNowhereWorseAndSomewhereBetter() {
        #expect(Pareto.dominates([1, 2], [1, 3]) && Pareto.dominates([0, 0], [1, 1]))
        #expect(!Pareto.dominates([1, 2], [1, 2]) && !Pareto.dominates([0, 3], [1, 2]))
        #expect(!Pareto.dominates([.nan, 0], [1, 1]) && !Pareto.dominates([0, 0], [.nan, 1]))
    }

    @Test func whatMissesAConstraintIsBehindAllThatDoesNotAndFailuresAreLast() {
        let losses: [[Double]] = [[9, 9], [0, 0], [1, 1], [], [0, .nan], [8, 10], [0, 1]]
        let fronts = Pareto.fronts(losses: losses, violations: [0, 0.5, 0.1, .infinity, 0, 0, 0.5])
        #expect(fronts == [[0, 5], [2], [1, 6], [3, 4]])
        #expect(Pareto.fronts(losses: []).isEmpty)
        #expect(Pareto.fronts(losses: [[], []], violations: [.infinity, .infinity]) == [[0, 1]])
    }

    @Test func crowdingIsTheDistanceFromNeighboursInSharesOfTheRange() {
        let distances = Pareto.crowding([[0, 10], [1, 6], [2, 5], [4, 0]])
        #expect(distances[0] == .infinity && distances[3] == .infinity)
        #expect(abs(distances[1] - (2.0 / 4 + 5.0 / 10)) < 1e-12 && abs(distances[2] - (3.0 / 4 + 6.0 / 10)) < 1e-12)
        #expect(Pareto.crowding([]).isEmpty && Pareto.crowding([[1, 1]]) == [.infinity])
        // Where all are the same there is no range, and none is nearer than another but for the ends.
        #expect(Pareto.crowding([[1, 1], [1, 1], [1, 1]])[1] == 0)
    }

    @Test func hypervolumeIsTheAreaUpToTheReference() {
        #expect(Hypervolume(reference: [4, 4]).volume(of: [[1, 3], [2, 1], [3, 2], [2, 5]]) == 3 + 4)
        #expect(Hypervolume(reference: [4, 4]).volume(of: [[5, 0], [0, 5], [4, 4]]) == 0)
        #expect(Hypervolume(reference: [1, 1]).volume(of: []) == 0)
    }
}

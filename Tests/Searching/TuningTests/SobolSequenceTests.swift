import RandomSource
import Testing
import Tuning

@Suite struct SobolSequenceTests {
    @Test func everyCoordinateHasOnePointInEachOfItsEqualParts() {
        let sequence = SobolSequence(dimensions: 90, seed: 7)
        for power in [0, 1, 4, 7] {
            let points = (0..<1 << power).map { sequence.point(index: $0) }
            for dimension in 0..<90 {
                let parts = points.map { Int($0[dimension] * Double(points.count)) }
                #expect(parts.sorted() == Array(0..<points.count), "\(dimension)")
            }
        }
    }

    /// The first two coordinates are a (0, 2)-sequence.
    @Test func theFirstTwoCoordinatesHaveOnePointInEveryRectangleOfItsArea() {
        let sequence = SobolSequence(dimensions: 2, seed: 3)
        for block in 0..<3 {
            let points = (block * 64..<(block + 1) * 64).map { sequence.point(index: $0) }
            for wide in [1.0, 2, 4, 8, 16, 32, 64] {
                let cells = Set(points.map { [Int($0[0] * wide), Int($0[1] * 64 / wide)] })
                #expect(cells.count == 64)
            }
        }
    }

    @Test func everyTwoCoordinatesFillTheirSquareEvenly() {
        let sequence = SobolSequence(dimensions: 45, seed: 11)
        let points = (0..<1024).map { sequence.point(index: $0) }
        for one in 0..<45 {
            for other in 0..<one {
                var counts = [Int](repeating: 0, count: 16)
                for point in points { counts[Int(point[one] * 4) * 4 + Int(point[other] * 4)] += 1 }
                // Where chance has 64 ± 8 a cell.
                #expect(counts.allSatisfy { (24...104).contains($0) }, "\(one) \(other) \(counts)")
            }
        }
    }

    @Test func aMeanOverItIsNearerThanOneOverChance() {
        func error(_ seed: UInt64, _ point: (Int) -> [Double]) -> Double {
            let sum = (0..<256).reduce(0.0) { sum, index in
                sum + point(index).reduce(1) { $0 * (1 + ($1 - 0.5) * ($1 + 0.3)) }
            }
            var truth = 1.0
            for _ in 0..<5 { truth *= 1 + 1.0 / 3 - 0.1 - 0.15 }
            return abs(sum / 256 - truth)
        }
        var (even, chance) = (0.0, 0.0)
        for seed in 0..<20 as Range<UInt64> {
            let sequence = SobolSequence(dimensions: 5, seed: seed)
            even += error(seed) { sequence.point(index: $0) }
            var draws = SplittableGenerator(seed: seed)
            chance += error(seed) { _ in (0..<5).map { _ in draws.nextUniform() } }
        }
        #expect(even < chance / 5)
    }

    @Test func aSeedRepeatsAndAnotherDiffersEvenAtTheFirstPoint() {
        let one = SobolSequence(dimensions: 3, seed: 1)
        #expect(one.point(index: 0) == SobolSequence(dimensions: 3, seed: 1).point(index: 0))
        #expect(one.point(index: 0) != SobolSequence(dimensions: 3, seed: 2).point(index: 0))
        #expect(one.point(index: 5) != one.point(index: 6))
    }

    @Test func anyIndexAndNoDimensionAreBorne() {
        #expect(SobolSequence(dimensions: 0, seed: 1).point(index: 3).isEmpty)
        for index in [-1, .min, .max] {
            #expect(SobolSequence(dimensions: 2, seed: 1).point(index: index).allSatisfy { (0..<1).contains($0) })
        }
    }
}

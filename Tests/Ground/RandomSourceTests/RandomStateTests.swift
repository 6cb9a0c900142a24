import Foundation
import RandomSource
import TestSupport
import Testing
import Values

@Suite struct RandomStateTests {
    @Test func drawsAreNumPysToTheBit() {
        let cases = Reference.json["random_state"]?.array ?? []
        #expect(cases.count == 3)
        for item in cases {
            let seed = UInt32(item["seed"].integer ?? 0)
            var words = RandomState(seed: seed)
            #expect((0..<700).map { _ in Int(words.nextUInt32()) }.suffix(5) == item["uint32"].integers[...])
            var samples = RandomState(seed: seed)
            #expect((0..<5).map { _ in samples.randomSample() } == item["random_sample"].numbers)
            var normals = RandomState(seed: seed)
            #expect((0..<5).map { _ in normals.normal(mean: 0.5, standardDeviation: 0.1) } == item["normal"].numbers)
            var order = RandomState(seed: seed)
            #expect(order.permutation(20) == item["permutation"].integers)
        }
    }

    @Test(.enabled(if: SharedFolder.isThere, Comment(rawValue: SharedFolder.note))) func drawsAreTheGoldenOnes() throws
    {
        let golden = try JSONValue(parsingUTF8: [UInt8](Data(contentsOf: SharedFolder.golden("random_state.json"))))
        let seed = UInt32(golden["seed"].integer ?? 0)
        var (words, samples, normals) = (RandomState(seed: seed), RandomState(seed: seed), RandomState(seed: seed))
        #expect(golden["uint32"].integers == (0..<10).map { _ in Int(words.nextUInt32()) })
        #expect(golden["random_sample"].numbers == (0..<10).map { _ in samples.randomSample() })
        #expect(
            golden["normal(0,0.1)"].numbers == (0..<11).map { _ in normals.normal(mean: 0, standardDeviation: 0.1) })
        for count in [20, 1000] {
            var order = RandomState(seed: seed)
            #expect(golden["permutation(\(count))"].integers == order.permutation(count))
        }
    }

    @Test func boundsOfAnIntervalAreReachedAndNeverPassed() {
        var state = RandomState(seed: 1)
        let draws = (0..<2000).map { _ in state.interval(5) }
        #expect(Set(draws) == Set(0...5))
        #expect(state.interval(0) == 0)
        #expect(state.permutation(0).isEmpty)
    }
}

@Suite struct SplittableGeneratorTests {
    @Test func aSeedRepeatsAndAnotherDiffers() {
        var (one, same, other) = (
            SplittableGenerator(seed: 5), SplittableGenerator(seed: 5), SplittableGenerator(seed: 6)
        )
        let draws = (0..<100).map { _ in one.next() }
        #expect(draws == (0..<100).map { _ in same.next() })
        #expect(draws != (0..<100).map { _ in other.next() })
    }

    @Test func aStreamDoesNotDependOnWhatWasDrawn() {
        var used = SplittableGenerator(seed: 5)
        let fresh = used
        _ = (0..<10).map { _ in used.next() }
        var (one, other) = (used.stream(3), fresh.stream(3))
        #expect(one.next() == other.next())
        var next = fresh.stream(4)
        #expect(one.next() != next.next())
    }

    @Test func drawsHaveTheRightMoments() {
        var generator = SplittableGenerator(seed: 1)
        let uniform = (0..<20_000).map { _ in generator.nextUniform() }
        let normal = (0..<20_000).map { _ in generator.nextNormal() }
        #expect(uniform.allSatisfy { $0 >= 0 && $0 < 1 })
        #expect(abs(uniform.reduce(0, +) / 20_000 - 0.5) < 0.01)
        #expect(abs(normal.reduce(0, +) / 20_000) < 0.03)
        #expect(abs(normal.reduce(0) { $0 + $1 * $1 } / 20_000 - 1) < 0.05)
        #expect(Set((0..<200).map { _ in generator.nextInteger(below: 4) }) == Set(0..<4))
        #expect(generator.nextInteger(below: 0) == 0)
    }
}

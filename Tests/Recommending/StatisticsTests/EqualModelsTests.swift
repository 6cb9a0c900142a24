import RandomSource
import Statistics
import Testing

/// Ten models that are equally good: whoever compares all of them should seldom find a winner.
@Suite struct EqualModelsTests {
    private static func table(_ draws: inout SplittableGenerator) -> [[Double]] {
        let hardness = (0..<100).map { _ in draws.nextNormal() }
        return (0..<10).map { _ in hardness.map { $0 + draws.nextNormal() } }
    }

    @Test(arguments: [PairedTest.t, .wilcoxon]) func fewTablesNameAWinner(test: PairedTest) {
        let generator = SplittableGenerator(seed: 21)
        let named = (0..<1000).count { simulation in
            var draws = generator.stream(UInt64(simulation))
            let models = Self.table(&draws)
            let p = models.indices.flatMap { one in
                models[(one + 1)...].map { other in test.p(of: zip(models[one], other).map { $0 - $1 }) }
            }
            return Holm.adjusted(p).contains { $0 < 0.05 }
        }
        #expect(named <= 55, "\(named) of 1,000")
    }

    @Test func withoutHolmMostTablesWould() {
        let generator = SplittableGenerator(seed: 22)
        let named = (0..<100).count { simulation in
            var draws = generator.stream(UInt64(simulation))
            let models = Self.table(&draws)
            return models.indices.contains { one in
                models[(one + 1)...].contains { PairedTest.t.p(of: zip(models[one], $0).map { $0 - $1 }) < 0.05 }
            }
        }
        #expect(named > 50)
    }
}

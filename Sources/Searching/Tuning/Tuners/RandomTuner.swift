import RandomSource
import Values

/// Independent draws from the space; NNI's `Random`. Trial `n`'s draw depends on the seed and on `n` alone.
package struct RandomTuner: Tuner {
    static let description = TunerDescription("Random", "independent draws from the space") { _, space, _, seed in
        RandomTuner(space: space, seed: seed)
    }

    private let space: SearchSpace
    private let generator: SplittableGenerator

    package init(space: SearchSpace, seed: UInt64) {
        self.space = space
        generator = SplittableGenerator(seed: seed)
    }

    package func suggest(id: Int) -> Suggestion {
        var draws = generator.stream(UInt64(bitPattern: Int64(id)))
        return .parameters(space.sample(using: &draws))
    }

    package func report(id: Int, _ outcome: TrialOutcome) {}
}

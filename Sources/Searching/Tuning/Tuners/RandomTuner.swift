import RandomSource
import Values

/// Independent draws from the space; NNI's `Random`. Trial `n`'s draw depends on the seed and on `n` alone, but for points
/// of a finite space, none of which comes twice.
package struct RandomTuner: Tuner {
    static let description = TunerDescription("Random", "independent draws from the space") { _, space, _, seed in
        RandomTuner(space: space, seed: seed)
    }

    private let space: SearchSpace
    private let generator: SplittableGenerator
    private var tried: TriedPoints
    /// The points by trial, for a trial that asks twice.
    private var given: [Int: JSONObject] = [:]

    package init(space: SearchSpace, seed: UInt64) {
        self.space = space
        tried = TriedPoints(space)
        generator = SplittableGenerator(seed: seed)
    }

    package mutating func suggest(id: Int) -> Suggestion {
        if let known = given[id] { return .parameters(known) }
        var draws = generator.stream(UInt64(bitPattern: Int64(id)))
        guard let point = tried.next({ space.sample(using: &draws) }) else { return .exhausted }
        given[id] = point
        return .parameters(point)
    }

    package mutating func report(id: Int, _ outcome: TrialOutcome) { given[id] = nil }
}

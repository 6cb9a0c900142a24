package import RandomSource
import Values

/// Independent draws from the space; NNI's `Random`. Trial `n`'s draw depends on the seed and on `n` alone, but for points
/// of a finite space, none of which comes twice.
package struct RandomTuner: SearchRule {
    static let description = TunerDescription(
        "Random", "independent draws from the space",
        source: "Bergstra and Bengio, 2012, Random search for hyper-parameter optimization", takesSeveral: true
    ) { _, task in RuleTuner(RandomTuner(task.space), for: task) }

    /// A search of it, for whoever wants no other.
    package static func search(_ space: SearchSpace, seed: UInt64) -> any Tuner {
        RuleTuner(RandomTuner(space), for: SearchTask(space, goals: Goals(.minimize), seed: seed))
    }

    package let learns = false
    private let space: SearchSpace

    package init(_ space: SearchSpace) { self.space = space }

    package func propose(
        trial: Int, knowing history: SearchHistory, using draws: inout SplittableGenerator
    ) -> Proposal { Proposal(space.sample(using: &draws), isModelled: false) }
}

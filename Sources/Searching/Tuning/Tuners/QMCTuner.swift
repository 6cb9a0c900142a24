package import RandomSource

/// Points that fill the space more evenly than chance does: a scrambled Sobol sequence over the unit cube of the space
/// (compared with chance and grids by Bergstra and Bengio, 2012; see `SobolSequence`).
///
/// Trial `n` has the sequence's point `n`, and so goes on evenly in a search that is taken up again.
package struct QMCTuner: SearchRule {
    static let description = TunerDescription(
        "QMC", "a scrambled Sobol sequence, which fills the space evenly",
        source: "Owen, 1995, Randomly permuted (t,m,s)-nets and (t,s)-sequences; not one of NNI's"
    ) { _, task in RuleTuner(QMCTuner(UnitCube(task.space), seed: task.seed), for: task) }

    package let learns = false
    private let cube: UnitCube
    private let start: QuasiRandomStart
    private var last: Int?
    /// How many points were passed over because they had been tried.
    private var skipped = 0

    package init(_ cube: UnitCube, seed: UInt64) {
        self.cube = cube
        start = QuasiRandomStart(cube, seed: seed)
    }

    package mutating func propose(
        trial: Int, knowing history: SearchHistory, using draws: inout SplittableGenerator
    ) -> Proposal {
        if last == trial { skipped += 1 }
        last = trial
        return Proposal(cube.point(at: start.place(trial &+ skipped)), isModelled: false)
    }
}

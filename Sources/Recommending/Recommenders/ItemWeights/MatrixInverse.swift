import Compute
import Kernels
import Synchronization

/// The inverse of a symmetric positive definite matrix by several threads; see `InverseSweep`.
final class MatrixInverse: Sendable {
    private let sweep: InverseSweep
    private let stop: StopFlag
    /// The next part of each of a sweep's three phases.
    private let gathered = Atomic<Int>(0)
    private let projected = Atomic<Int>(0)
    private let updated = Atomic<Int>(0)
    /// The phase after which all members leave, counted over all sweeps.
    private let lastPhase = Atomic<Int>(Int.max)
    private let isSingular = Atomic<Bool>(false)

    private init(_ matrix: SquareMatrix, _ stop: StopFlag) {
        sweep = InverseSweep(matrix)
        self.stop = stop
    }

    /// Replaces the lower triangle by that of `−A⁻¹`.
    ///
    /// - Returns: whether there is an inverse; the matrix is spoilt where there is none.
    /// - Throws: `ComputeError.stopped`.
    static func negate(_ matrix: SquareMatrix, threads: Int, stop: StopFlag) throws -> Bool {
        let inverse = MatrixInverse(matrix, stop)
        ThreadTeam.run(min(threads, inverse.sweep.blocks)) { _, team in
            for sweep in 0..<inverse.sweep.blocks {
                guard inverse.takePart(in: sweep, team) else { return }
            }
        }
        try stop.check()
        return !inverse.isSingular.load(ordering: .acquiring)
    }

    /// - Returns: whether to go on. Members agree, as an end is told by the phase in which it was seen.
    private func takePart(in number: Int, _ team: ThreadTeam) -> Bool {
        let (phase, blocks) = (3 * number, sweep.blocks)
        work(phase, gathered, blocks + 1) { part in
            // The longest part first.
            if part > 0 {
                sweep.gather(sweep: number, block: part - 1)
            } else if !sweep.factor(sweep: number) {
                isSingular.store(true, ordering: .releasing)
                lastPhase.store(phase, ordering: .releasing)
            }
        }
        updated.store(0, ordering: .relaxed)
        team.meet()
        if lastPhase.load(ordering: .acquiring) <= phase { return false }
        work(phase + 1, projected, blocks) { sweep.project(sweep: number, block: $0) }
        gathered.store(0, ordering: .relaxed)
        team.meet()
        if lastPhase.load(ordering: .acquiring) <= phase + 1 { return false }
        work(phase + 2, updated, sweep.tiles) { sweep.update(sweep: number, tile: $0) }
        projected.store(0, ordering: .relaxed)
        team.meet()
        return lastPhase.load(ordering: .acquiring) > phase + 2
    }

    private func work(_ phase: Int, _ next: borrowing Atomic<Int>, _ count: Int, _ body: (Int) -> Void) {
        while true {
            if stop.isStopped { return lastPhase.store(phase, ordering: .releasing) }
            let part = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard part < count else { return }
            body(part)
        }
    }
}

import Synchronization

extension ThreadTeam {
    /// Does pieces of work that do not touch one another, numbered from 0, each once: whichever thread is free takes the next
    /// one. Returns when all are done, or soon after a request to stop.
    package static func share(
        _ pieces: Int, threads: Int, stop: StopFlag, _ work: @escaping @Sendable (_ piece: Int) -> Void
    ) {
        let next = Next()
        run(max(1, min(threads, pieces))) { _, _ in
            while !stop.isStopped {
                let piece = next.take()
                guard piece < pieces else { return }
                work(piece)
            }
        }
    }

    private final class Next: Sendable {
        private let number = Atomic<Int>(0)

        func take() -> Int { number.wrappingAdd(1, ordering: .relaxed).oldValue }
    }
}

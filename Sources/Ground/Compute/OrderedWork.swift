import Foundation
import Synchronization

/// Gives pieces of work one after another. - Note: one thread at a time calls it.
package protocol PieceSource<Piece> {
    associatedtype Piece: Sendable
    mutating func next() throws -> Piece?
}

/// Takes results in the order of their pieces. - Note: one thread at a time calls it.
package protocol ResultSink<Result> {
    associatedtype Result: Sendable
    mutating func take(_ result: Result) throws
}

/// Pieces that come in order, are worked on by several threads at once, and whose results are taken in order: what comes
/// out is the same at any number of threads. What is done before its turn waits in memory, so that only so many pieces are
/// given out before the first of them is taken.
package final class OrderedWork<Source: PieceSource & SendableMetatype, Sink: ResultSink & SendableMetatype>: Sendable {
    private struct Given {
        var source: Source
        var count = 0
        var isOver = false
    }

    private struct Taken {
        var sink: Sink
        /// What is done before its turn. An end by an error has its turn too, so that the first fault of all is told.
        var waiting: [Int: Result<Sink.Result, any Error>] = [:]
        var count = 0
    }

    private let given: Mutex<Given>
    private let taken: Mutex<Taken>
    private let failure = Mutex<(any Error)?>(nil)
    private let isStopped = Atomic<Bool>(false)
    /// One for each piece that may be given out.
    private let room = DispatchSemaphore(value: 0)
    private let work: @Sendable (Source.Piece) -> Sink.Result

    private init(
        _ source: sending Source, _ sink: sending Sink, _ work: @escaping @Sendable (Source.Piece) -> Sink.Result
    ) {
        given = Mutex(Given(source: source))
        taken = Mutex(Taken(sink: sink))
        self.work = work
    }

    /// Works until the source ends or something fails.
    ///
    /// - Parameters:
    ///   - threads: twice as many pieces at most are given out and not taken yet.
    ///   - work: what it gives depends on the piece alone.
    /// - Throws: what the source or the sink throws first.
    package static func run(
        threads: Int, from source: sending Source, into sink: sending Sink,
        _ work: @escaping @Sendable (Source.Piece) -> Sink.Result
    ) throws -> Sink where Sink: Sendable {
        let pipeline = OrderedWork(source, sink, work)
        for _ in 0..<max(1, threads) * 2 { pipeline.room.signal() }
        ThreadTeam.run(threads) { _, _ in pipeline.workToTheEnd() }
        if let error = pipeline.failure.withLock({ $0 }) { throw error }
        return pipeline.taken.withLock { $0.sink }
    }

    private func workToTheEnd() {
        // Whoever waits for room learns from the one before that there is no more to do.
        defer { room.signal() }
        while let (number, piece) = nextPiece() {
            let result = piece.map(work)
            do {
                try taken.withLock { taken in
                    taken.waiting[number] = result
                    while let next = taken.waiting.removeValue(forKey: taken.count) {
                        taken.count += 1
                        try taken.sink.take(next.get())
                        room.signal()
                    }
                }
            } catch {
                isStopped.store(true, ordering: .relaxed)
                failure.withLock { $0 = $0 ?? error }
            }
        }
    }

    private func nextPiece() -> (Int, Result<Source.Piece, any Error>)? {
        room.wait()
        guard !isStopped.load(ordering: .relaxed) else { return nil }
        return given.withLock { given in
            guard !given.isOver else { return nil }
            let piece = Result { try given.source.next() }
            given.count += 1
            switch piece {
            case .success(let piece?): return (given.count - 1, .success(piece))
            case .success(nil):
                given.isOver = true
                return nil
            case .failure(let error):
                given.isOver = true
                return (given.count - 1, .failure(error))
            }
        }
    }
}

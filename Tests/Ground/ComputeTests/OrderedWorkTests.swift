import Compute
import Foundation
import Synchronization
import Testing

@Suite struct OrderedWorkTests {
    private struct Fault: Error, Equatable { let number: Int }

    private struct Numbers: PieceSource {
        var left: Int
        var number = 0
        var fault: Int?
        mutating func next() throws -> Int? {
            if number == fault { throw Fault(number: number) }
            guard number < left else { return nil }
            defer { number += 1 }
            return number
        }
    }

    private struct List: ResultSink, Sendable {
        var taken: [Int] = []
        var refused: Int?
        mutating func take(_ result: Int) throws {
            if result == refused { throw Fault(number: result) }
            taken.append(result)
        }
    }

    @Test(arguments: 1...4) func resultsComeInOrderAtAnyNumberOfThreads(threads: Int) throws {
        let list = try OrderedWork.run(threads: threads, from: Numbers(left: 500), into: List()) { number in
            // Later pieces are often done before earlier ones.
            var sum = number
            for step in 0..<((500 - number) * 20) { sum = (sum &* 31 &+ step) % 1_000_003 }
            return sum < 0 ? -1 : number
        }
        #expect(list.taken == Array(0..<500))
    }

    @Test(arguments: 1...3) func ofSeveralFaultsTheFirstInOrderIsTold(threads: Int) {
        #expect(throws: Fault(number: 40)) {
            try OrderedWork.run(threads: threads, from: Numbers(left: 100, fault: 60), into: List(refused: 40)) { $0 }
        }
        #expect(throws: Fault(number: 30)) {
            try OrderedWork.run(threads: threads, from: Numbers(left: 100, fault: 30), into: List(refused: 40)) { $0 }
        }
    }

    /// Pieces that are given out and not taken yet, now and at the most.
    private final class Held: Sendable {
        private let counts = Mutex((now: 0, most: 0))

        var most: Int { counts.withLock { $0.most } }

        func add(_ count: Int) {
            counts.withLock {
                $0.now += count
                $0.most = max($0.most, $0.now)
            }
        }
    }

    private struct HeldNumbers: PieceSource {
        let held: Held
        var number = 0

        mutating func next() -> Int? {
            guard number < 100 else { return nil }
            held.add(1)
            number += 1
            return number - 1
        }
    }

    private struct HeldList: ResultSink, Sendable {
        let held: Held
        var taken: [Int] = []

        mutating func take(_ result: Int) {
            held.add(-1)
            taken.append(result)
        }
    }

    @Test(arguments: 2...4) func whatIsDoneBeforeItsTurnWaitsForRoom(threads: Int) throws {
        let held = Held()
        let list = try OrderedWork.run(threads: threads, from: HeldNumbers(held: held), into: HeldList(held: held)) {
            number in
            // All that there is room for is done before the first piece.
            while number == 0, held.most < 2 * threads { sched_yield() }
            return number
        }
        #expect(list.taken == Array(0..<100))
        #expect(held.most == 2 * threads)
    }
}

import Compute
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
}

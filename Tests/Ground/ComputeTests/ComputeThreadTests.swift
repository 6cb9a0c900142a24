import Compute
import Foundation
import Testing

@Suite struct ComputeThreadTests {
    private struct Failure: Error, Equatable {}

    @Test func resultsAndErrorsComeBack() async throws {
        #expect(try await ComputeThread.run(name: "test") { _ in 6 * 7 } == 42)
        await #expect(throws: Failure()) { try await ComputeThread.run(name: "test") { _ -> Int in throw Failure() } }
    }

    @Test func cancellingTheTaskStopsTheWork() async {
        let task = Task {
            try await ComputeThread.run(name: "test") { stop in
                while true { try stop.check() }
            }
        }
        task.cancel()
        await #expect(throws: ComputeError.stopped) { try await task.value }
    }

    @Test func cancellingComesBackAtOnceHoweverLongTheWorkTakesToNotice() async throws {
        let task = Task {
            try await ComputeThread.run(name: "test") { _ in
                Thread.sleep(forTimeInterval: 30)
                return 1
            }
        }
        try await Task.sleep(for: .milliseconds(50))
        let start = ContinuousClock.now
        task.cancel()
        await #expect(throws: ComputeError.stopped) { try await task.value }
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test func aTaskThatWasCancelledBeforeRunsNothing() async {
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await ComputeThread.run(name: "test") { _ in 1 }
        }
        task.cancel()
        await #expect(throws: ComputeError.stopped) { try await task.value }
    }

    @Test func aFlagStaysUp() throws {
        let flag = StopFlag()
        try flag.check()
        flag.stop()
        #expect(flag.isStopped)
        #expect(throws: ComputeError.stopped) { try flag.check() }
        #expect(CoreBudget.available >= 1 && CoreBudget(cores: 0).inUse == 0)
    }
}

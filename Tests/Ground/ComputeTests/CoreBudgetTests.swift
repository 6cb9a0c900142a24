import Compute
import Synchronization
import Testing

@Suite struct CoreBudgetTests {
    private final class Highest: Sendable {
        private let state = Mutex(0)
        var value: Int { state.withLock { $0 } }
        func see(_ value: Int) { state.withLock { $0 = max($0, value) } }
    }

    @Test func neverMoreTakeACoreThanThereAre() async throws {
        let budget = CoreBudget(cores: 2)
        let most = Highest()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<12 {
                group.addTask {
                    try await budget.take(stop: StopFlag())
                    most.see(budget.inUse)
                    try await Task.sleep(for: .milliseconds(2))
                    budget.give()
                }
            }
            try await group.waitForAll()
        }
        #expect(most.value == 2 && budget.inUse == 0)
    }

    @Test func whatSeveralThreadsCanShareTakesNoMoreThanIsFree() async throws {
        let budget = CoreBudget(cores: 4)
        budget.takeAtOnce()
        #expect(budget.takeFree(upTo: 2) == 2 && budget.takeFree(upTo: 9) == 1 && budget.takeFree(upTo: 9) == 0)
        let waiting = Task { try await budget.take(stop: StopFlag()) }
        try await Task.sleep(for: .milliseconds(40))
        // The free one is for who waited.
        budget.give(2)
        try await waiting.value
        #expect(budget.inUse == 3 && budget.takeFree(upTo: -1) == 0)
    }

    @Test func whatAPersonWaitsForStartsAtOnceAndOthersWaitForIt() async throws {
        let budget = CoreBudget(cores: 1)
        try await budget.take(stop: StopFlag())
        budget.takeAtOnce()
        #expect(budget.inUse == 2)
        let waiting = Task { try await budget.take(stop: StopFlag()) }
        budget.give()
        try await Task.sleep(for: .milliseconds(40))
        #expect(budget.inUse == 1)
        budget.give()
        try await waiting.value
        #expect(budget.inUse == 1)
    }

    @Test func whoeverIsStoppedWaitsNoLonger() async throws {
        let (budget, stop) = (CoreBudget(cores: 1), StopFlag())
        try await budget.take(stop: StopFlag())
        let waiting = Task { try await budget.take(stop: stop) }
        stop.stop()
        await #expect(throws: ComputeError.stopped) { try await waiting.value }
        #expect(budget.inUse == 1)
    }
}

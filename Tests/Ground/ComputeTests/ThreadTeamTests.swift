import Compute
import Synchronization
import Testing

@Suite struct ThreadTeamTests {
    @Test(arguments: 1...4) func nobodyGoesOnBeforeAllHaveMet(members: Int) {
        let rounds = 500
        let counts = (0..<rounds).map { _ in 0 }
        let state = Mutex(counts)
        let early = Atomic<Int>(0)
        ThreadTeam.run(members) { _, team in
            for round in 0..<rounds {
                state.withLock { $0[round] += 1 }
                team.meet()
                if state.withLock({ $0[round] }) != members { early.wrappingAdd(1, ordering: .relaxed) }
            }
        }
        #expect(early.load(ordering: .relaxed) == 0)
    }

    @Test func everyMemberRunsOnceAndIsWaitedFor() {
        let seen = Mutex<[Int]>([])
        ThreadTeam.run(3) { member, team in seen.withLock { $0.append(member) } }
        #expect(seen.withLock { $0.sorted() } == [0, 1, 2])
    }
}

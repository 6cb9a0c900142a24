import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Threads that work in step: each does its share, and all meet before the next one.
///
/// Meetings come every few microseconds, so a member waits by looking, and gives its core away only when the others are
/// late: a kernel's wake-up would take longer than the work.
package final class ThreadTeam: Sendable {
    private static let patience = 4000

    package let members: Int
    private let arrived = Atomic<Int>(0)
    private let meetings = Atomic<Int>(0)

    private init(_ members: Int) { self.members = members }

    /// Returns when every member has called it. What members wrote before is visible to all after.
    package func meet() {
        guard members > 1 else { return }
        let meeting = meetings.load(ordering: .acquiring)
        if arrived.wrappingAdd(1, ordering: .acquiringAndReleasing).newValue == members {
            arrived.store(0, ordering: .relaxed)
            meetings.store(meeting + 1, ordering: .releasing)
            return
        }
        var looks = 0
        while meetings.load(ordering: .acquiring) == meeting {
            looks += 1
            if looks > Self.patience { sched_yield() }
        }
    }

    /// Runs `body` once a member, the first on the calling thread, and returns when all have ended. Each member must
    /// come to the same meetings.
    package static func run(_ members: Int, _ body: @escaping @Sendable (_ member: Int, _ team: ThreadTeam) -> Void) {
        let team = ThreadTeam(max(1, members))
        let ended = DispatchSemaphore(value: 0)
        for member in 1..<max(1, team.members) {
            let thread = Thread {
                body(member, team)
                ended.signal()
            }
            thread.name = "team \(member)"
            thread.start()
        }
        body(0, team)
        for _ in 1..<team.members { ended.wait() }
    }
}

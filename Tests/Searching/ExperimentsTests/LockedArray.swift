import Synchronization

/// Numbers that several threads add.
final class LockedArray: Sendable {
    private let numbers = Mutex<[Int]>([])
    func append(_ number: Int) { numbers.withLock { $0.append(number) } }
    var values: [Int] { numbers.withLock { $0 } }
}

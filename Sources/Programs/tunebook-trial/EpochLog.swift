import Platform
import Synchronization

/// Says each epoch's result on standard error, where it was asked for.
final class EpochLog: Sendable {
    private let name: String
    private let isVerbose: Bool
    private let epoch = Mutex(0)

    init(name: String, isVerbose: Bool) {
        self.name = name
        self.isVerbose = isVerbose
    }

    func add(_ value: Double) {
        guard isVerbose else { return }
        let number = epoch.withLock { epoch in
            epoch += 1
            return epoch
        }
        StandardStream.error.send("epoch \(number): \(name) \(value)\n")
    }
}

import Synchronization

/// What trainings on the same data have in common, computed once by whoever asks first and freed with the data.
final class SharedWork: Sendable {
    private final class Slot: Sendable {
        let value = Mutex<(any Sendable)?>(nil)
    }

    private let slots = Mutex<[String: Slot]>([:])

    /// The value under a name; made where there is none yet. Who asks for it meanwhile waits.
    ///
    /// - Throws: what `make` throws; the next one who asks makes it again.
    func value<Value: Sendable>(_ name: String, _ make: () throws -> Value) throws -> Value {
        let slot = slots.withLock { slots in
            let slot = slots[name] ?? Slot()
            slots[name] = slot
            return slot
        }
        return try slot.value.withLock { kept in
            if let value = kept as? Value { return value }
            let value = try make()
            kept = value
            return value
        }
    }
}

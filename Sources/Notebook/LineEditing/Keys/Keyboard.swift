import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The keys of the terminal, one event at a time. Reads no byte before it is wanted: what is typed ahead stays for whoever
/// reads next.
struct Keyboard {
    /// What waiting for a key gives.
    enum Report: Hashable {
        case event(KeyEvent)
        /// Signals, or a wake-up.
        case signals([UInt8])
        /// The terminal is gone.
        case closed
    }

    /// A key that was pressed elsewhere and is meant for the prompt.
    private static let pushedBack = Mutex<[KeyEvent]>([])

    private var decoder = KeyDecoder()
    private var events: [KeyEvent] = []

    mutating func next() -> Report {
        events += Self.pushedBack.withLock { pushed in
            defer { pushed = [] }
            return pushed
        }
        while true {
            if !events.isEmpty { return .event(events.removeFirst()) }
            let limit = decoder.mayEnd ? KeyDecoder.patience : nil
            let hasInput = Signals.wait(input: STDIN_FILENO, seconds: limit)
            let signals = Signals.drain()
            if hasInput, !signals.contains(Signals.interrupt) {
                guard let byte = readByte() else { return .closed }
                events += decoder.take(byte)
                if signals.isEmpty { continue }
            }
            // What was half said before an interrupt means nothing any more.
            if signals.contains(Signals.interrupt) { decoder.end() }
            if !signals.isEmpty { return .signals(signals) }
            if !hasInput { decoder.end() }
        }
    }

    /// Forgets what has come and was not asked for.
    mutating func reset() {
        events = []
        decoder.end()
    }

    /// The next keyboard that is asked for a key gives this one.
    static func pushBack(_ event: KeyEvent) { pushedBack.withLock { $0.append(event) } }

    /// Whether keys are waiting, typed ahead or just now.
    static func hasInput(within seconds: Double = 0) -> Bool {
        var watched = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&watched, 1, Int32(seconds * 1000)) > 0
    }

    private func readByte() -> UInt8? {
        var byte: UInt8 = 0
        while true {
            let count = unsafe read(STDIN_FILENO, &byte, 1)
            if count == 1 { return byte }
            if count < 0, errno == EINTR { continue }
            return nil
        }
    }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What reading a line of standard input ended with.
package enum RawInput: Hashable, Sendable {
    case line([UInt8])
    case interrupted
    case endOfInput
}

/// Lines of a standard input that is no terminal, as they arrive.
package struct InputReader: ~Copyable {
    private var buffer: [UInt8] = []
    private var start = 0
    /// Where the search for the line's end goes on.
    private var searched = 0
    private let limit: Int
    private var hasEnded = false

    /// - Parameter limit: of a longer line the first so many bytes and one more come as a line of their own, so that an
    ///   input without line ends takes no memory without end.
    package init(limit: Int) { self.limit = limit }

    /// The next line without its end.
    package mutating func readLine() -> RawInput {
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0A) { return .line(take(upTo: end, andOver: 1)) }
            if buffer.count - start > limit { return .line(take(upTo: start + limit + 1, andOver: 0)) }
            if hasEnded { return start < buffer.count ? .line(take(upTo: buffer.count, andOver: 0)) : .endOfInput }
            buffer.removeFirst(start)
            start = 0
            searched = buffer.count
            let hasInput = Signals.wait(input: STDIN_FILENO)
            let signals = Signals.drain()
            let ends = Set([Signals.interrupt] + Signals.endings)
            if !ends.isDisjoint(with: signals) { return .interrupted }
            if hasInput { fill() }
        }
    }

    private mutating func take(upTo end: Int, andOver count: Int) -> [UInt8] {
        defer {
            start = end + count
            searched = start
        }
        return Array(buffer[start..<end])
    }

    private mutating func fill() {
        var block = [UInt8](repeating: 0, count: 1 << 16)
        let count = unsafe block.withUnsafeMutableBytes { unsafe read(STDIN_FILENO, $0.baseAddress, $0.count) }
        if count > 0 { buffer += block[..<count] } else if count == 0 || errno != EINTR { hasEnded = true }
    }
}

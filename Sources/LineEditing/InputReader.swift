#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Lines of a standard input that is no terminal, as they arrive.
package struct InputReader: ~Copyable {
    private var buffer: [UInt8] = []
    private var start = 0
    private var hasEnded = false

    package init() {}

    /// The next line without its end; what is not UTF-8 is kept as replacement characters.
    package mutating func readLine() -> LineInput {
        while true {
            if let end = buffer[start...].firstIndex(of: 0x0A) {
                defer { start = end + 1 }
                return .line(String(decoding: buffer[start..<end], as: UTF8.self))
            }
            if hasEnded {
                guard start < buffer.count else { return .endOfInput }
                defer { start = buffer.count }
                return .line(String(decoding: buffer[start...], as: UTF8.self))
            }
            buffer.removeFirst(start)
            start = 0
            let hasInput = Signals.wait(input: STDIN_FILENO)
            let signals = Signals.drain()
            if signals.contains(Signals.interrupt) { return .interrupted }
            if signals.contains(Signals.terminate) || signals.contains(Signals.hangUp) { return .endOfInput }
            if hasInput { fill() }
        }
    }

    private mutating func fill() {
        var block = [UInt8](repeating: 0, count: 1 << 16)
        let count = unsafe block.withUnsafeMutableBytes { unsafe read(STDIN_FILENO, $0.baseAddress, $0.count) }
        if count > 0 { buffer += block[..<count] } else if count == 0 || errno != EINTR { hasEnded = true }
    }
}

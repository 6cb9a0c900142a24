import CLibedit
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Signals and wake-ups as bytes in one pipe, read on the main thread alone.
package enum Signals {
    package static let interrupt = UInt8(SIGINT)
    package static let windowChange = UInt8(SIGWINCH)
    package static let suspend = UInt8(SIGTSTP)
    package static let terminate = UInt8(SIGTERM)
    package static let hangUp = UInt8(SIGHUP)
    /// Ctrl-\\: ends the program as a termination does.
    package static let quit = UInt8(SIGQUIT)
    /// What wants the program to end.
    package static let endings = [terminate, hangUp, quit]
    /// A wake-up that is no signal.
    package static let wake: UInt8 = 0xFF

    static let descriptor: Int32 = tb_signals_open()

    /// Lets interrupts, terminations and changes of the window arrive in the pipe, and a broken pipe be an error.
    package static func begin() {
        tb_standard_descriptors()
        _ = descriptor
        tb_signal_ignore_pipe()
        for signal in [SIGINT, SIGTERM, SIGHUP, SIGWINCH] { tb_signal_catch(signal) }
        tb_signal_catch_quit()
    }

    /// Where nobody reads the pipe Ctrl-\ ends the program as the system does, not with the runtime's report of a crash.
    package static func beginPlain() { tb_signal_plain_quit() }

    package static func wakeUp() { tb_signals_wake(wake) }

    private static let last = Atomic<UInt8>(0)

    /// The status of a program that the signal which came last of those that end programs has ended.
    package static var status: Int32 { 128 + Int32(last.load(ordering: .relaxed)) }

    /// The bytes that have come.
    static func drain() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
        let come = Array(bytes.prefix(max(0, count)))
        if let ending = come.last(where: ([interrupt] + endings).contains) {
            last.store(ending, ordering: .relaxed)
        }
        return come
    }

    /// Waits for a byte in the pipe or, where given, for input; no longer than so many seconds. - Returns: whether input is there.
    static func wait(input: Int32?, seconds: Double? = nil) -> Bool {
        var watched = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
        if let input { watched.append(pollfd(fd: input, events: Int16(POLLIN), revents: 0)) }
        let limit = seconds.map { Int32($0 * 1000) } ?? -1
        _ = unsafe watched.withUnsafeMutableBufferPointer { unsafe poll($0.baseAddress, nfds_t($0.count), limit) }
        return watched.count > 1 && watched[1].revents != 0
    }
}

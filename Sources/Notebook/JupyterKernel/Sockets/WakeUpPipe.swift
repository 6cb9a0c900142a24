#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Wakes a thread that waits for sockets: whoever writes a byte makes the descriptor readable.
struct WakeUpPipe: ~Copyable, Sendable {
    let descriptor: Int32
    private let end: Int32

    /// - Throws: `JupyterError.sockets`.
    init() throws(JupyterError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw .sockets(reason: "no more files may be open") }
        for one in ends {
            _ = fcntl(one, F_SETFD, FD_CLOEXEC)
            _ = fcntl(one, F_SETFL, O_NONBLOCK)
        }
        (descriptor, end) = (ends[0], ends[1])
    }

    deinit {
        close(descriptor)
        close(end)
    }

    func wake() {
        var byte: UInt8 = 1
        // A pipe that is full wakes as well.
        _ = unsafe write(end, &byte, 1)
    }

    func drain() {
        var bytes = [UInt8](repeating: 0, count: 256)
        while unsafe read(descriptor, &bytes, bytes.count) == bytes.count {}
    }
}

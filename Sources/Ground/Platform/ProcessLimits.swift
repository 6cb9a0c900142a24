import Dispatch

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What a process is allowed to have of the system: a thread or a file that can't be had late, inside a library, is a hang
/// or a trap, so it is looked for at the start.
package enum ProcessLimits {
    /// Files that are open at once by the busiest command: terminal, signals, a store with its log, ratings, a child's pipes.
    private static let files = 24
    private static let threads = 8

    /// Why the program can't run; `nil` where it can.
    package static var hindrance: String? {
        if !canOpenFiles() {
            return "too few files may be open at once: Tunebook needs \(files) more; 'ulimit -n 256' allows them"
        }
        if !canStartThreads() {
            return "no threads can be started: Tunebook needs \(threads); 'ulimit -u' and the memory limit say how many"
        }
        return nil
    }

    /// Lets a process that serves others have as many files and connections as it may: a thousand idle ones take no file
    /// from its own work.
    package static func allowManyFiles() {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(7), &limit) == 0 else { return }
        limit.rlim_cur = min(limit.rlim_max, 1 << 16)
        _ = unsafe setrlimit(__rlimit_resource_t(7), &limit)
    }

    private static func canOpenFiles() -> Bool {
        var opened: [Int32] = []
        defer { for descriptor in opened { close(descriptor) } }
        for _ in 0..<files {
            let descriptor = dup(STDERR_FILENO)
            guard descriptor >= 0 else { return errno != EMFILE && errno != ENFILE }
            opened.append(descriptor)
        }
        return true
    }

    private static let gate = DispatchSemaphore(value: 0)

    /// Starts as many as are needed, all alive at once.
    private static func canStartThreads() -> Bool {
        var started: [pthread_t] = []
        while started.count < threads {
            var thread = pthread_t()
            let code = unsafe pthread_create(
                &thread, nil,
                { _ in
                    ProcessLimits.gate.wait()
                    return nil
                }, nil)
            guard code == 0 else { break }
            started.append(thread)
        }
        for _ in started { gate.signal() }
        for thread in started { pthread_join(thread, nil) }
        return started.count == threads
    }
}

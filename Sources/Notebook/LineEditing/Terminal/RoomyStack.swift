import CLibedit

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Stacks of a known size, whatever `ulimit -s` says: how deep a statement may nest is a limit with a message, no overflow.
package enum RoomyStack {
    private static let size = 8 << 20

    /// Runs the program: on the first thread where its stack is large enough, else on one that has a large one. Threads that
    /// are started later have one too.
    package static func run(_ program: @escaping @Sendable () -> Never) -> Never {
        var attributes = pthread_attr_t()
        var present = 0
        unsafe pthread_attr_init(&attributes)
        unsafe pthread_attr_getstacksize(&attributes, &present)
        guard present < size else { program() }
        unsafe pthread_attr_setstacksize(&attributes, size)
        tb_default_stack_size(size)
        var thread = pthread_t()
        let argument = unsafe Unmanaged.passRetained(Box(program))
        let code = unsafe pthread_create(
            &thread, &attributes,
            { argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().program()
            }, unsafe argument.toOpaque())
        guard code == 0 else { program() }
        pthread_join(thread, nil)
        // The program ends the process itself; this is never reached.
        exit(EXIT_FAILURE)
    }

    private final class Box: Sendable {
        let program: @Sendable () -> Never
        init(_ program: @escaping @Sendable () -> Never) { self.program = program }
    }
}

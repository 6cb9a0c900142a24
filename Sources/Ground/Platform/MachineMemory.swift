#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// How much memory this process can have.
package enum MachineMemory {
    /// Bytes: the machine's, or fewer where the process is held to fewer.
    package static let limit: Int = {
        let machine = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
        var own = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &own) == 0 else { return machine }
        return min(machine, Int(clamping: own.rlim_cur))
    }()
}

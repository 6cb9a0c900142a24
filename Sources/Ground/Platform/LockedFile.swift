#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file that one process holds as long as it lives, and only ever adds to: whoever can take hold of it knows that its
/// writer is gone, however it went.
package final class LockedFile: Sendable {
    package let path: String
    private let descriptor: Int32

    /// - Parameter makes: whether it is made where there is none, for this person alone to read.
    /// - Returns: `nil` where a living process holds it.
    /// - Throws: `PlatformError.unwritable`.
    package init?(_ path: String, makes: Bool = false) throws(PlatformError) {
        self.path = path
        descriptor = unsafe open(path, O_RDWR | O_APPEND | O_CLOEXEC | (makes ? O_CREAT : 0), 0o600)
        guard descriptor >= 0 else { throw .unwritable(path: path, reason: SystemWords.of(errno)) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
    }

    deinit { close(descriptor) }

    /// Adds all of it or nothing.
    ///
    /// - Throws: `PlatformError.unwritable`.
    package func append(_ bytes: [UInt8]) throws(PlatformError) {
        let size = lseek(descriptor, 0, SEEK_END)
        var code: Int32 = 0
        var written = 0
        while written < bytes.count, code == 0 {
            let count = unsafe bytes.withUnsafeBytes { memory in
                unsafe write(descriptor, memory.baseAddress.map { unsafe $0 + written }, memory.count - written)
            }
            if count > 0 {
                written += count
            } else if count == 0 {
                code = ENOSPC
            } else if errno != EINTR {
                code = errno
            }
        }
        guard code != 0 else { return }
        ftruncate(descriptor, size)
        throw .unwritable(path: path, reason: SystemWords.of(code))
    }
}

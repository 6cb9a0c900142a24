import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file that is written as a whole or not at all: to a neighbour first, which then takes its place with the mode and the
/// owner that the file had.
package struct WholeFile {
    /// What links lead to, also where nothing is there yet.
    private let target: String
    private let path: String
    private let neighbour: String

    /// Writes the neighbour.
    ///
    /// - Parameter path: for messages as it is; through links where it is one.
    /// - Throws: `PlatformError.unwritable`; nothing is left behind then.
    package init(_ bytes: [UInt8], for path: String) throws(PlatformError) {
        try self.init(pieces: CollectionOfOne(bytes), for: path)
    }

    /// Writes what comes one piece after another, and is nowhere as a whole.
    package init(pieces: some Sequence<[UInt8]>, for path: String) throws(PlatformError) {
        self.path = path
        target = try Self.destination(of: path)
        neighbour = "\(target.parentFolder)/.\(target.lastPart.prefix(100)).tunebook-\(getpid())-\(Self.number())"
        var status = stat()
        let hasFile = unsafe stat(target, &status) == 0
        if hasFile, status.st_mode & S_IFMT == S_IFDIR {
            throw .unwritable(path: path, reason: SystemWords.of(EISDIR))
        }
        // The file's own permission counts, though the folder's would do.
        if hasFile, unsafe access(target, W_OK) != 0 { throw .unwritable(path: path, reason: SystemWords.of(errno)) }
        let descriptor = unsafe open(neighbour, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .unwritable(path: path, reason: SystemWords.of(errno)) }
        if hasFile {
            // Only the system's administrator can give files away; for others the owner is their own anyway.
            _ = fchown(descriptor, status.st_uid, status.st_gid)
            fchmod(descriptor, status.st_mode & 0o7777)
        }
        var code: Int32 = 0
        for piece in pieces where code == 0 { code = Self.write(piece, descriptor) }
        let closing = close(descriptor) == 0 ? 0 : errno
        guard code == 0, closing == 0 else {
            unsafe unlink(neighbour)
            throw .unwritable(path: path, reason: SystemWords.of(code == 0 ? closing : code))
        }
    }

    /// Puts the neighbour into the file's place.
    package func commit() throws(PlatformError) {
        guard unsafe rename(neighbour, target) == 0 else {
            let code = errno
            discard()
            throw .unwritable(path: path, reason: SystemWords.of(code))
        }
    }

    package func discard() { unsafe unlink(neighbour) }

    /// - Returns: an error's code, or 0.
    private static func write(_ bytes: [UInt8], _ descriptor: Int32) -> Int32 {
        unsafe bytes.withUnsafeBytes { memory in
            var written = 0
            while written < memory.count {
                let rest = unsafe memory[written...]
                let count = unsafe systemWrite(
                    descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return count == 0 ? ENOSPC : errno }
                written += count
            }
            return 0
        }
    }

    /// Follows links, the last of which may lead to nothing.
    private static func destination(of path: String) throws(PlatformError) -> String {
        var path = path
        for _ in 0..<40 {
            guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else { return path }
            path = next.hasPrefix("/") ? next : path.parentFolder + "/" + next
        }
        throw .unwritable(path: path, reason: SystemWords.of(ELOOP))
    }

    private static let counter = Counter()
    private static func number() -> Int { counter.next() }

    /// Takes away neighbours in a folder whose processes are gone: they were killed while they wrote.
    package static func sweep(_ folder: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            let isOurs = name.hasPrefix(".") && writer(of: name).map { kill($0, 0) != 0 && errno == ESRCH } ?? false
            // What Foundation calls the same.
            if isOurs || name.hasPrefix(".dat.nosync") {
                try? FileManager.default.removeItem(atPath: folder + "/" + name)
            }
        }
    }

    private static func writer(of name: String) -> pid_t? {
        guard let range = name.range(of: ".tunebook-", options: .backwards) else { return nil }
        let parts = name[range.upperBound...].split(separator: "-")
        return parts.count == 2 && Int(parts[1]) != nil ? pid_t(parts[0]).flatMap { $0 > 0 ? $0 : nil } : nil
    }
}

#if canImport(Glibc)
    private let systemWrite = unsafe Glibc.write
#elseif canImport(Musl)
    private let systemWrite = unsafe Musl.write
#endif

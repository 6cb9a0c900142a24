import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A whole file in memory.
package enum FileBytes {
    /// - Throws: `PlatformError.unreadable`.
    package static func read(_ path: String) throws(PlatformError) -> [UInt8] {
        guard exists(path) else {
            // A folder above it that may not be looked into hides it too.
            let code = unsafe access(path, R_OK) == 0 ? ENOENT : errno
            throw .unreadable(path: path, reason: code == ENOENT ? "there is no such file" : SystemWords.of(code))
        }
        guard !isFolder(path) else { throw .unreadable(path: path, reason: SystemWords.of(EISDIR)) }
        do {
            // A pipe or a device is read to its end.
            if kind(of: path) != S_IFREG, let handle = FileHandle(forReadingAtPath: path) {
                return try [UInt8](handle.readToEnd() ?? Data())
            }
            return try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw .unreadable(path: path, reason: SystemWords.of(error))
        }
    }

    package static func exists(_ path: String) -> Bool { kind(of: path) != nil }
    package static func isFolder(_ path: String) -> Bool { kind(of: path) == S_IFDIR }

    /// What a path leads to, through links; `nil` where there is nothing.
    private static func kind(of path: String) -> mode_t? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    /// Writes a file as a whole or not at all: to a neighbour first, which then takes its place. What is no plain file,
    /// a device or a pipe, is written to as it is.
    ///
    /// - Throws: `PlatformError.unwritable`.
    package static func write(_ bytes: [UInt8], to path: String) throws(PlatformError) {
        if isFolder(path) { throw .unwritable(path: path, reason: SystemWords.of(EISDIR)) }
        guard let kind = kind(of: path), kind != S_IFREG else { return try WholeFile(bytes, for: path).commit() }
        do {
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try handle.write(contentsOf: Data(bytes))
            try handle.close()
        } catch {
            throw .unwritable(path: path, reason: SystemWords.of(error))
        }
    }

    /// Writes several files, all of them or none: only when each is on the disk does the first take its place.
    ///
    /// - Throws: `PlatformError.unwritable`.
    package static func write(_ files: [(path: String, bytes: [UInt8])]) throws(PlatformError) {
        var written: [WholeFile] = []
        do {
            for file in files { written.append(try WholeFile(file.bytes, for: file.path)) }
        } catch {
            for file in written { file.discard() }
            throw error
        }
        for file in written { try file.commit() }
    }

    package static func write(_ text: String, to path: String) throws(PlatformError) {
        try write(Array(text.utf8), to: path)
    }

    /// Adds to the end of a file, which is made where there is none.
    package static func append(_ bytes: [UInt8], to path: String) throws(PlatformError) {
        guard exists(path) else { return try write(bytes, to: path) }
        do {
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data(bytes))
            try handle.close()
        } catch {
            throw .unwritable(path: path, reason: SystemWords.of(error))
        }
    }

    /// Makes a folder, and those above it, where they are missing.
    package static func makeFolder(_ path: String) throws(PlatformError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            // Foundation has no word for a file that stands in the way.
            var above = path.parentFolder
            while !exists(above), above != above.parentFolder { above = above.parentFolder }
            throw .unwritable(path: path, reason: isFolder(above) ? SystemWords.of(error) : SystemWords.of(ENOTDIR))
        }
    }
}

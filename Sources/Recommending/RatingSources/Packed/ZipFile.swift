import CArchive
import Ratings

/// Zip files that are written.
package enum ZipFile {
    /// A zip file of these members, not compressed, as NumPy's `savez` makes it.
    ///
    /// - Throws: `RatingsError.archive`.
    package static func of(_ members: [(name: String, bytes: [UInt8])]) throws -> [UInt8] {
        guard let writer = unsafe archive_write_new() else {
            throw RatingsError.archive(path: "zip", reason: "out of memory")
        }
        defer { unsafe archive_write_free(writer) }
        func check(_ status: Int) throws {
            guard status < Int(ARCHIVE_WARN) else { return }
            let reason = unsafe archive_error_string(writer).map { unsafe String(cString: $0) }
            throw RatingsError.archive(path: "zip", reason: reason ?? "it can't be written")
        }
        // Each member's own size, a header of at most 1 kB for it here and in the directory, and the end.
        let room = members.reduce(1 << 16) { $0 + $1.bytes.count + 2048 + 4 * $1.name.utf8.count }
        var zip = [UInt8](repeating: 0, count: room)
        var used = 0
        let regularFile: UInt32 = 0o100000
        try unsafe zip.withUnsafeMutableBytes { memory in
            try check(Int(unsafe archive_write_set_format_zip(writer)))
            try check(Int(unsafe archive_write_zip_set_compression_store(writer)))
            try check(Int(unsafe archive_write_set_bytes_per_block(writer, 0)))
            try check(Int(unsafe archive_write_open_memory(writer, memory.baseAddress, memory.count, &used)))
            for (name, bytes) in members {
                let entry = unsafe archive_entry_new()
                defer { unsafe archive_entry_free(entry) }
                unsafe archive_entry_set_pathname(entry, name)
                unsafe archive_entry_set_size(entry, Int64(bytes.count))
                unsafe archive_entry_set_filetype(entry, regularFile)
                unsafe archive_entry_set_perm(entry, 0o644)
                try check(Int(unsafe archive_write_header(writer, entry)))
                try check(unsafe bytes.withUnsafeBytes { unsafe archive_write_data(writer, $0.baseAddress, $0.count) })
            }
            try check(Int(unsafe archive_write_close(writer)))
        }
        return Array(zip[..<used])
    }
}

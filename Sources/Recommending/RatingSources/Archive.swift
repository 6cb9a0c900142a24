import CArchive
import Ratings

/// A packed file in memory (zip, gz, xz, zst, bz2, tar), read by libarchive.
package struct Archive {
    private let bytes: [UInt8]
    private let path: String

    package init(_ bytes: [UInt8], path: String) {
        self.bytes = bytes
        self.path = path
    }

    /// - Throws: `RatingsError.archive`.
    package func firstMember() throws -> [UInt8] {
        guard let member = try read(where: { _ in true }).first else {
            throw RatingsError.archive(path: path, reason: "it holds no file")
        }
        return member.bytes
    }

    /// The members whose path ends in one of these names.
    package func members(named names: [String]) throws -> [String: [UInt8]] {
        let found = try read { member in names.contains { member == $0 || member.hasSuffix("/" + $0) } }
        var members: [String: [UInt8]] = [:]
        for (member, bytes) in found {
            guard let name = names.first(where: { member == $0 || member.hasSuffix("/" + $0) }) else { continue }
            members[name] = bytes
        }
        return members
    }

    private func read(where isWanted: (String) -> Bool) throws -> [(name: String, bytes: [UInt8])] {
        guard let reader = unsafe archive_read_new() else {
            throw RatingsError.archive(path: path, reason: "out of memory")
        }
        defer { unsafe archive_read_free(reader) }
        unsafe archive_read_support_filter_all(reader)
        unsafe archive_read_support_format_zip(reader)
        unsafe archive_read_support_format_tar(reader)
        unsafe archive_read_support_format_raw(reader)
        func failure() -> RatingsError {
            let reason = unsafe archive_error_string(reader).map { unsafe String(cString: $0) }
            return .archive(path: path, reason: reason ?? "it is damaged or cut short")
        }
        return try unsafe bytes.withUnsafeBytes { memory in
            guard unsafe archive_read_open_memory(reader, memory.baseAddress, memory.count) == ARCHIVE_OK else {
                throw failure()
            }
            var members: [(name: String, bytes: [UInt8])] = []
            var entry: OpaquePointer?
            while true {
                let status = unsafe archive_read_next_header(reader, &entry)
                if status == ARCHIVE_EOF { return members }
                guard status == ARCHIVE_OK || status == ARCHIVE_WARN else { throw failure() }
                let name = unsafe archive_entry_pathname(entry).map { unsafe String(cString: $0) } ?? ""
                guard isWanted(name) else { continue }
                members.append((name, try unsafe content(reader, failure)))
            }
        }
    }

    private func content(_ reader: OpaquePointer, _ failure: () -> RatingsError) throws -> [UInt8] {
        var content: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe block.withUnsafeMutableBytes {
                unsafe archive_read_data(reader, $0.baseAddress, $0.count)
            }
            if count == 0 { return content }
            guard count > 0 else { throw failure() }
            content.append(contentsOf: block[..<count])
        }
    }
}

extension Archive {
    /// A zip file of these members, not compressed, as NumPy's `savez` makes it.
    ///
    /// - Throws: `RatingsError.archive`.
    package static func zip(_ members: [(name: String, bytes: [UInt8])]) throws -> [UInt8] {
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

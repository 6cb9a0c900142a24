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

import CArchive
package import Platform
import Ratings

/// A packed file, read by libarchive: zip, tar, or one file in bz2, xz or zst.
///
/// - Note: gzip's own check sums are not among what libarchive checks; `GzipStream` unpacks that.
@safe
package final class Archive {
    package struct Member: Hashable, Sendable {
        package let name: String
        /// A plain file, no folder or link.
        package let isFile: Bool
    }

    private let reader: OpaquePointer
    /// Where it does not read the file by itself.
    private let feed: ArchiveFeed?
    package let path: String
    let length: Int?

    /// - Throws: `RatingsError.archive`.
    package convenience init(path: String, length: Int?) throws {
        try self.init(path: path, length: length, feed: nil)
        let file = unsafe archive_read_open_filename(reader, path, 1 << 16)
        guard file == ARCHIVE_OK else { throw failure() }
    }

    /// What a stream gives, such as a tar file out of gzip.
    ///
    /// - Throws: `RatingsError.archive`.
    package convenience init(_ stream: any ByteStream) throws {
        let feed = ArchiveFeed(stream)
        try self.init(path: stream.path, length: stream.length, feed: feed)
        guard unsafe feed.open(reader) == ARCHIVE_OK else { throw feed.failure ?? failure() }
    }

    private init(path: String, length: Int?, feed: ArchiveFeed?) throws {
        guard let reader = unsafe archive_read_new() else {
            throw RatingsError.archive(path: path, reason: "out of memory")
        }
        unsafe self.reader = reader
        self.path = path
        self.length = length
        self.feed = feed
        unsafe archive_read_support_filter_all(reader)
        unsafe archive_read_support_format_zip(reader)
        unsafe archive_read_support_format_tar(reader)
        unsafe archive_read_support_format_raw(reader)
    }

    deinit { unsafe archive_read_free(reader) }

    /// The next member; `nil` at the end.
    package func next() throws -> Member? {
        var entry: OpaquePointer?
        let status = unsafe archive_read_next_header(reader, &entry)
        if status == ARCHIVE_EOF { return nil }
        guard status == ARCHIVE_OK || status == ARCHIVE_WARN else { throw failure() }
        let name =
            unsafe (archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry)).map {
                unsafe String(cString: $0)
            }
            ?? ""
        let kind = unsafe archive_entry_filetype(entry)
        return Member(name: name, isFile: kind == 0o100000 && !name.hasSuffix("/"))
    }

    /// Bytes of the file that were read so far.
    var position: Int { Int(unsafe archive_filter_bytes(reader, -1)) }

    /// Appends some bytes of the member that `next` gave last; none at its end.
    func read(_ piece: inout [UInt8], onto bytes: inout [UInt8]) throws {
        let count = unsafe piece.withUnsafeMutableBytes { unsafe archive_read_data(reader, $0.baseAddress, $0.count) }
        guard count >= 0 else { throw failure() }
        bytes.append(contentsOf: piece[..<count])
        // What is behind the member is checked too: gzip's check sum comes last of all.
        if count == 0 { try feed?.finish() }
    }

    private func failure() -> any Error {
        if let error = feed?.failure { return error }
        let reason = unsafe archive_error_string(reader).map { unsafe String(cString: $0) }
        return RatingsError.archive(path: path, reason: reason ?? "it is damaged or cut short")
    }
}

/// Gives libarchive what a stream reads.
@safe
private final class ArchiveFeed {
    private let stream: any ByteStream
    private(set) var failure: (any Error)?
    private var piece: [UInt8] = []
    private var memory: UnsafeMutableRawBufferPointer?

    init(_ stream: any ByteStream) { self.stream = stream }

    deinit { unsafe memory?.deallocate() }

    func open(_ reader: OpaquePointer) -> Int32 {
        let unmanaged = unsafe Unmanaged.passUnretained(self).toOpaque()
        return unsafe archive_read_open(
            reader, unmanaged, nil,
            { _, context, buffer in
                guard let context = unsafe context, let buffer = unsafe buffer else { return -1 }
                return unsafe Unmanaged<ArchiveFeed>.fromOpaque(context).takeUnretainedValue().give(buffer)
            }, nil)
    }

    private func give(_ buffer: UnsafeMutablePointer<UnsafeRawPointer?>) -> Int {
        do {
            piece.removeAll(keepingCapacity: true)
            try stream.read(onto: &piece)
        } catch {
            failure = error
            return -1
        }
        // libarchive keeps the memory until it asks again.
        unsafe memory?.deallocate()
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, piece.count), alignment: 1)
        unsafe copy.copyBytes(from: piece)
        unsafe memory = unsafe copy
        unsafe buffer.pointee = UnsafeRawPointer(copy.baseAddress)
        return piece.count
    }

    func finish() throws {
        var rest: [UInt8] = []
        repeat {
            rest.removeAll(keepingCapacity: true)
            try stream.read(onto: &rest)
        } while !rest.isEmpty
    }
}

/// The bytes of one member.
package final class MemberStream: ByteStream {
    private let archive: Archive
    private var piece = [UInt8](repeating: 0, count: 1 << 18)
    package let path: String
    package var position: Int { archive.position }
    package var length: Int? { archive.length }

    /// - Parameters:
    ///   - archive: it stands at the member.
    ///   - path: for messages.
    package init(_ archive: Archive, path: String) {
        self.archive = archive
        self.path = path
    }

    package func read(onto bytes: inout [UInt8]) throws { try archive.read(&piece, onto: &bytes) }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Bytes that come one piece after another, from a file or from what unpacks one.
package protocol ByteStream: AnyObject {
    /// The file, for messages.
    var path: String { get }
    /// Bytes of the file that were taken so far, packed or not.
    var position: Int { get }
    /// Bytes of the file in all, where that is known.
    var length: Int? { get }

    /// Appends some bytes; none at the end alone.
    func read(onto bytes: inout [UInt8]) throws
}

/// A file, a pipe or a device, read to its end. What is cut off while it is read is shorter, and nothing worse.
package final class FileStream: ByteStream {
    package let path: String
    package private(set) var position = 0
    package let length: Int?
    private let descriptor: Int32
    private var piece = [UInt8](repeating: 0, count: 1 << 18)

    /// - Throws: `PlatformError.unreadable`.
    package init(_ path: String) throws(PlatformError) {
        self.path = path
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .unreadable(path: path, reason: errno == ENOENT ? "there is no such file" : SystemWords.of(errno))
        }
        var status = stat()
        let isKnown = unsafe fstat(descriptor, &status) == 0
        let kind = status.st_mode & S_IFMT
        length = isKnown && kind == S_IFREG ? Int(status.st_size) : nil
        guard kind != S_IFDIR else {
            close(descriptor)
            throw .unreadable(path: path, reason: SystemWords.of(EISDIR))
        }
    }

    deinit { close(descriptor) }

    package func read(onto bytes: inout [UInt8]) throws {
        while true {
            let count = unsafe piece.withUnsafeMutableBytes { unsafe systemRead(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw PlatformError.unreadable(path: path, reason: SystemWords.of(errno)) }
            position += count
            bytes.append(contentsOf: piece[..<count])
            return
        }
    }
}

#if canImport(Glibc)
    private let systemRead = unsafe Glibc.read
#elseif canImport(Musl)
    private let systemRead = unsafe Musl.read
#endif

/// Bytes that are in memory already.
package final class MemoryStream: ByteStream {
    package let path: String
    package private(set) var position = 0
    package var length: Int? { bytes.count }
    private let bytes: [UInt8]

    package init(_ bytes: [UInt8], path: String) {
        self.bytes = bytes
        self.path = path
    }

    package func read(onto target: inout [UInt8]) throws {
        let end = min(position + (1 << 18), bytes.count)
        target.append(contentsOf: bytes[position..<end])
        position = end
    }
}

extension ByteStream {
    /// All that is left. - Throws: `PlatformError.unreadable`, or what the stream throws.
    package func rest() throws -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let before = bytes.count
            try read(onto: &bytes)
            if bytes.count == before { return bytes }
        }
    }
}

import Platform
import Ratings

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What characters are written as, by the names that the C library knows.
package struct TextEncoding: Hashable, Sendable, CustomStringConvertible {
    package let name: String

    /// - Parameter name: `latin-1`, `cp1252`, `utf-16` and the like.
    /// - Returns: `nil` for what is not known here.
    package init?(_ name: String) {
        let plain = name.lowercased().filter { $0.isLetter || $0.isNumber }
        let usual = [
            "latin1": "ISO-8859-1", "l1": "ISO-8859-1", "ansi": "CP1252", "utf8": "UTF-8", "utf8sig": "UTF-8",
            "ascii": "UTF-8",
        ]
        for candidate in [usual[plain], name, plain].compactMap({ $0 }) where Self.isKnown(candidate) {
            self.name = candidate.uppercased()
            return
        }
        return nil
    }

    /// UTF-16 and UTF-32, told by their byte order marks, or by every other byte of plain text being 0.
    init?(detectedIn start: [UInt8]) {
        let found: String? =
            if start.starts(with: [0xFF, 0xFE, 0, 0]) { "UTF-32LE" } else if start.starts(with: [0xFF, 0xFE]) {
                "UTF-16LE"
            } else if start.starts(with: [0xFE, 0xFF]) { "UTF-16BE" } else { Self.withoutMark(start) }
        guard let found else { return nil }
        name = found
    }

    private static func withoutMark(_ start: [UInt8]) -> String? {
        guard start.count >= 8 else { return nil }
        let (even, odd) = (
            stride(from: 0, to: 8, by: 2).map { start[$0] }, stride(from: 1, to: 8, by: 2).map { start[$0] }
        )
        if even.allSatisfy({ $0 != 0 }), odd.allSatisfy({ $0 == 0 }) { return "UTF-16LE" }
        if even.allSatisfy({ $0 == 0 }), odd.allSatisfy({ $0 != 0 }) { return "UTF-16BE" }
        return nil
    }

    package var isUTF8: Bool { name == "UTF-8" }
    package var description: String { name }

    private static func isKnown(_ name: String) -> Bool {
        guard name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !name.isEmpty, let converter = TextConverter(name)
        else {
            return false
        }
        converter.close()
        return true
    }
}

/// iconv, from an encoding to UTF-8.
@safe
private struct TextConverter {
    private let handle: iconv_t

    init?(_ name: String) {
        guard let handle = unsafe iconv_open("UTF-8", name), unsafe handle != iconv_t(bitPattern: -1) else {
            return nil
        }
        unsafe self.handle = handle
    }

    func close() { unsafe iconv_close(handle) }

    /// Converts as much as there is room for.
    ///
    /// - Returns: how many bytes were read and written, and whether it stopped at bytes that mean nothing.
    func convert(_ input: inout [UInt8], from start: Int, into output: inout [UInt8]) -> (
        read: Int, written: Int, isBad: Bool
    ) {
        unsafe input.withUnsafeMutableBytes { source in
            unsafe output.withUnsafeMutableBytes { target in
                var from = unsafe source.baseAddress.map { unsafe ($0 + start).assumingMemoryBound(to: CChar.self) }
                var to = unsafe target.baseAddress?.assumingMemoryBound(to: CChar.self)
                var (left, room) = (source.count - start, target.count)
                let status = unsafe iconv(handle, &from, &left, &to, &room)
                let isBad = status == -1 && errno == EILSEQ
                return (source.count - start - left, target.count - room, isBad)
            }
        }
    }
}

/// Text of another encoding, as UTF-8.
final class TranscodedStream: ByteStream {
    private let source: any ByteStream
    private let encoding: TextEncoding
    private let converter: TextConverter
    private var input: [UInt8] = []
    private var output = [UInt8](repeating: 0, count: 1 << 18)
    private var taken = 0
    var path: String { source.path }
    var position: Int { source.position }
    var length: Int? { source.length }

    /// - Throws: `RatingsError.encoding`.
    init(_ source: any ByteStream, _ encoding: TextEncoding) throws {
        guard let converter = TextConverter(encoding.name) else {
            throw RatingsError.encoding(path: source.path, reason: "\(encoding) is not known here")
        }
        self.source = source
        self.encoding = encoding
        self.converter = converter
    }

    deinit { converter.close() }

    func read(onto bytes: inout [UInt8]) throws {
        while true {
            let before = input.count
            try source.read(onto: &input)
            let isOver = input.count == before
            let start = bytes.count
            var offset = 0
            while true {
                let (read, written, isBad) = converter.convert(&input, from: offset, into: &output)
                offset += read
                bytes.append(contentsOf: output[..<written])
                if isBad {
                    throw RatingsError.encoding(
                        path: path,
                        reason: "byte \(taken + offset + 1) is no text in \(encoding); --encoding says another")
                }
                if read == 0 || offset == input.count { break }
            }
            taken += offset
            input.removeFirst(offset)
            // A character that the next bytes end is kept until then.
            if isOver, !input.isEmpty {
                throw RatingsError.encoding(path: path, reason: "it ends within a character of \(encoding)")
            }
            if isOver || bytes.count > start { return }
        }
    }
}

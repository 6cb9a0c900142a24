/// An HTTP/1.1 answer (RFC 9112), read from bytes that may still be on their way.
package struct HTTPAnswer: Hashable {
    package enum Progress: Hashable {
        case complete(HTTPAnswer)
        /// More bytes must come.
        case incomplete
        /// This is not HTTP.
        case invalid
    }

    package let status: Int
    package let body: [UInt8]

    /// - Parameter isEnd: the connection is closed, nothing more will come.
    package static func read(_ bytes: [UInt8], isEnd: Bool) -> Progress {
        guard "HTTP/1.".utf8.elementsEqual(bytes.prefix(7)) || bytes.count < 7 else { return .invalid }
        guard let headEnd = position(of: Array("\r\n\r\n".utf8), in: bytes, from: 0) else {
            return bytes.count > 1 << 16 ? .invalid : .incomplete
        }
        let lines = String(decoding: bytes[..<headEnd], as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ", maxSplits: 2) ?? []
        guard words.count >= 2, let status = Int(words[1]), (100...599).contains(status) else { return .invalid }
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { return .invalid }
            fields[parts[0].lowercased()] = String(parts[1].drop { $0 == " " || $0 == "\t" })
        }
        let rest = Array(bytes[(headEnd + 4)...])
        if status < 200 { return read(rest, isEnd: isEnd) }
        if status == 204 || status == 304 { return .complete(HTTPAnswer(status: status, body: [])) }
        if fields["transfer-encoding"]?.lowercased().contains("chunked") == true {
            return chunked(rest, status: status)
        }
        if let length = fields["content-length"] {
            guard let count = Int(length), count >= 0 else { return .invalid }
            return rest.count >= count
                ? .complete(HTTPAnswer(status: status, body: Array(rest.prefix(count)))) : .incomplete
        }
        return isEnd ? .complete(HTTPAnswer(status: status, body: rest)) : .incomplete
    }

    private static func chunked(_ bytes: [UInt8], status: Int) -> Progress {
        var body: [UInt8] = []
        var start = 0
        while let lineEnd = position(of: [0x0D, 0x0A], in: bytes, from: start) {
            let line = String(decoding: bytes[start..<lineEnd], as: UTF8.self)
            guard let count = Int(line.prefix { $0 != ";" }, radix: 16), count >= 0, count <= 1 << 30 else {
                return .invalid
            }
            if count == 0 { return .complete(HTTPAnswer(status: status, body: body)) }
            let end = lineEnd + 2 + count
            guard end + 2 <= bytes.count else { return .incomplete }
            body += bytes[(lineEnd + 2)..<end]
            start = end + 2
        }
        return .incomplete
    }

    private static func position(of mark: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count - start >= mark.count else { return nil }
        return (start...(bytes.count - mark.count)).first { bytes[$0..<($0 + mark.count)].elementsEqual(mark) }
    }
}

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

    /// Of the answers before the answer (100 Continue) nobody sends more.
    private static let mostInterim = 16
    private static let longestHead = 1 << 16

    /// - Parameter isEnd: the connection is closed, nothing more will come.
    package static func read(_ bytes: [UInt8], isEnd: Bool) -> Progress {
        var start = 0
        for _ in 0...mostInterim {
            let rest = bytes[start...]
            guard "HTTP/1.".utf8.elementsEqual(rest.prefix(7)) || rest.count < 7 else { return .invalid }
            guard let headEnd = position(of: Array("\r\n\r\n".utf8), in: bytes, from: start, most: longestHead) else {
                return rest.count > longestHead ? .invalid : .incomplete
            }
            guard let head = Head(bytes[start..<headEnd]) else { return .invalid }
            start = headEnd + 4
            if head.status >= 200 { return read(body: Array(bytes[start...]), head, isEnd: isEnd) }
        }
        return .invalid
    }

    /// The lines before the body.
    private struct Head {
        let status: Int
        var fields: [String: String] = [:]

        init?(_ bytes: ArraySlice<UInt8>) {
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
            let words = lines.first?.split(separator: " ", maxSplits: 2) ?? []
            guard words.count >= 2, let status = Int(words[1]), (100...599).contains(status) else { return nil }
            self.status = status
            for line in lines.dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1)
                guard parts.count == 2 else { return nil }
                fields[parts[0].lowercased()] = String(parts[1].drop { $0 == " " || $0 == "\t" })
            }
        }
    }

    private static func read(body rest: [UInt8], _ head: Head, isEnd: Bool) -> Progress {
        let status = head.status
        if status == 204 || status == 304 { return .complete(HTTPAnswer(status: status, body: [])) }
        if head.fields["transfer-encoding"]?.lowercased().contains("chunked") == true {
            return chunked(rest, status: status)
        }
        if let length = head.fields["content-length"] {
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

    private static func position(of mark: [UInt8], in bytes: [UInt8], from start: Int, most: Int = 1 << 30) -> Int? {
        guard bytes.count - start >= mark.count else { return nil }
        let last = min(bytes.count - mark.count, start + most)
        return (start...max(start, last)).first { bytes[$0..<($0 + mark.count)].elementsEqual(mark) }
    }
}

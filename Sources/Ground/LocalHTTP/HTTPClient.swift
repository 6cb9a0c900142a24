import Foundation

/// Plain HTTP/1.1, a connection a request: what NNI's trial channel speaks.
package struct HTTPClient {
    /// An answer longer than this is not a manager's.
    private static let longest = 16 << 20

    package let address: String
    private let host: String
    private let port: Int
    private let target: String

    /// `nil` where the address is none of plain HTTP.
    package init?(_ address: String) {
        guard let parts = URLComponents(string: address), parts.scheme?.lowercased() == "http", let host = parts.host,
            !host.isEmpty, parts.port.map({ (1...65535).contains($0) }) ?? true
        else { return nil }
        self.address = address
        self.host = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        port = parts.port ?? 80
        let path = parts.percentEncodedPath
        target = (path.isEmpty ? "/" : path) + (parts.percentEncodedQuery.map { "?\($0)" } ?? "")
    }

    /// - Parameter deadline: in seconds of `Date.timeIntervalSinceReferenceDate`.
    /// - Throws: `ConnectionFailure`, also where the answer is cut or is not HTTP.
    package func send(_ method: String, body: String? = nil, deadline: Double) throws(ConnectionFailure) -> HTTPAnswer {
        let connection = try Connection(host: host, port: port, deadline: deadline)
        let name = host.contains(":") ? "[\(host)]" : host
        var request = "\(method) \(target) HTTP/1.1\r\nHost: \(name):\(port)\r\nConnection: close\r\n"
        if let body {
            request += "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        } else {
            request += "\r\n"
        }
        try connection.write(Array(request.utf8))
        do throws(ConnectionFailure) {
            return try Self.answer(connection)
        } catch {
            throw ConnectionFailure(reason: error.reason, wasSent: true)
        }
    }

    private static func answer(_ connection: borrowing Connection) throws(ConnectionFailure) -> HTTPAnswer {
        var bytes: [UInt8] = []
        while true {
            let more = try connection.read()
            bytes += more
            switch HTTPAnswer.read(bytes, isEnd: more.isEmpty) {
            case .complete(let answer): return answer
            case .invalid: throw ConnectionFailure(reason: "its answer is not HTTP")
            case .incomplete where more.isEmpty:
                throw ConnectionFailure(
                    reason: bytes.isEmpty ? "it closed without an answer" : "its answer is cut short")
            case .incomplete where bytes.count > Self.longest:
                throw ConnectionFailure(reason: "its answer has no end")
            case .incomplete: continue
            }
        }
    }
}

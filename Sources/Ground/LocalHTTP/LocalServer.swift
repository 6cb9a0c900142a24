import Foundation
import Platform
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A small HTTP server on a free port of this machine: answers each request as it is told, and remembers what was asked.
///
/// A connection is one request, as the trials of NNI and the client beside it make them.
package final class LocalServer: Sendable {
    package struct Request: Hashable, Sendable {
        package let method: String
        package let path: String
        package let body: String
    }

    package enum Answer: Sendable {
        /// Everything that is sent, head and body; the connection is closed after it.
        case bytes(String)
        case status(Int, body: String)
        /// Nothing, and the connection stays open.
        case silence

        /// A status 200 with this text.
        package static func text(_ text: String) -> Answer { .status(200, body: text) }
    }

    package let port: UInt16
    private let listener: Int32
    private let requests = Mutex<[Request]>([])

    /// - Parameter answer: the answer to a request, and how many came before it.
    /// - Throws: `PlatformError` where no port of this machine is free.
    package init(_ answer: @escaping @Sendable (Request, Int) -> Answer) throws {
        // Programs that are started meanwhile do not hold the port.
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(listener, address, length) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard isListening else {
            let code = errno
            close(listener)
            throw PlatformError.unwritable(path: "127.0.0.1", reason: SystemWords.of(code))
        }
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
        Thread { [self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else {
                    // A caller that left, or too many open files, is over in a moment; a server that was stopped is not.
                    if [EINTR, ECONNABORTED, EMFILE, ENFILE].contains(errno) {
                        Thread.sleep(forTimeInterval: 0.01)
                        continue
                    }
                    close(listener)
                    return
                }
                _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
                Thread { [self] in serve(connection, answer) }.start()
            }
        }.start()
    }

    /// Takes no more connections; its port is free again.
    package func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    /// What was asked so far.
    package var log: [Request] { requests.withLock { $0 } }

    private func serve(_ connection: Int32, _ answer: (Request, Int) -> Answer) {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        var needed: Int?
        while needed.map({ bytes.count < $0 }) ?? true {
            let count = unsafe block.withUnsafeMutableBytes { unsafe read(connection, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += block[..<count]
            needed = needed ?? Self.length(bytes)
        }
        // Decoded as a whole: a letter may lie in two blocks.
        let text = String(decoding: bytes, as: UTF8.self)
        let words = text.prefix { $0 != "\r\n" }.split(separator: " ")
        let body = text.firstRange(of: "\r\n\r\n").map { String(text[$0.upperBound...]) } ?? ""
        let request = Request(
            method: words.first.map(String.init) ?? "", path: words.dropFirst().first.map(String.init) ?? "", body: body
        )
        let number = requests.withLock { requests in
            requests.append(request)
            return requests.count - 1
        }
        switch answer(request, number) {
        case .silence: return
        case .bytes(let bytes): send(bytes, to: connection)
        case .status(let status, let body):
            send(
                "HTTP/1.1 \(status) Any\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)",
                to: connection)
        }
        close(connection)
    }

    /// The bytes of the whole request; `nil` until its head has come.
    private static func length(_ bytes: [UInt8]) -> Int? {
        guard let head = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let fields = String(decoding: bytes[..<head.lowerBound], as: UTF8.self)
        let length = fields.firstMatch(of: #/(?i)content-length: *(\d+)/#).flatMap { Int($0.1) } ?? 0
        return head.upperBound.addingReportingOverflow(length).partialValue
    }

    private func send(_ text: String, to connection: Int32) {
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            // A caller that has left is no signal that ends the process.
            let sent = unsafe bytes[start...].withUnsafeBytes {
                unsafe Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if sent < 0, errno == EINTR { continue }
            guard sent > 0 else { return }
            start += sent
        }
    }
}

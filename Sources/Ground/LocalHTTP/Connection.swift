import Foundation
import Platform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Why a connection can't be made or broke.
package struct ConnectionFailure: Error, Hashable {
    package let reason: String
    /// Whether the other side may have got the whole request.
    package var wasSent = false

    static func system(_ code: Int32) -> ConnectionFailure { ConnectionFailure(reason: SystemWords.of(code)) }
    static let late = ConnectionFailure(reason: "no answer in time")
}

/// A TCP connection whose every step ends by a deadline.
///
/// URLSession would do it too, but brings libcurl, and with it some twenty shared libraries that a worker may not have.
struct Connection: ~Copyable {
    private let descriptor: Int32
    /// In seconds of `Date.timeIntervalSinceReferenceDate`.
    private let deadline: Double

    /// Tries every address of the host, of both families.
    init(host: String, port: Int, deadline: Double) throws(ConnectionFailure) {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let status = unsafe getaddrinfo(host, String(port), &hints, &list)
        guard status == 0 else {
            let words = unsafe gai_strerror(status).map { unsafe String(cString: $0) } ?? "error \(status)"
            throw ConnectionFailure(reason: "the host '\(host)' is not known (\(words))")
        }
        defer { unsafe freeaddrinfo(list) }
        var failure = ConnectionFailure(reason: "the host '\(host)' has no address")
        var next = unsafe list
        while let address = unsafe next {
            do {
                descriptor = try unsafe Self.connect(address.pointee, deadline: deadline)
                self.deadline = deadline
                return
            } catch {
                failure = error
            }
            unsafe next = address.pointee.ai_next
        }
        throw failure
    }

    deinit { close(descriptor) }

    private static func connect(_ address: addrinfo, deadline: Double) throws(ConnectionFailure) -> Int32 {
        let type = unsafe address.ai_socktype | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = unsafe socket(address.ai_family, type, 0)
        guard descriptor >= 0 else { throw .system(errno) }
        do throws(ConnectionFailure) {
            if unsafe Glibc.connect(descriptor, address.ai_addr, address.ai_addrlen) != 0 {
                guard errno == EINPROGRESS else { throw .system(errno) }
                try wait(descriptor, for: Int16(POLLOUT), deadline: deadline)
                var (code, size) = (Int32(0), socklen_t(MemoryLayout<Int32>.size))
                guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size) == 0, code == 0 else {
                    throw .system(code)
                }
            }
            return descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }

    private static func wait(_ descriptor: Int32, for events: Int16, deadline: Double) throws(ConnectionFailure) {
        while true {
            let left = deadline - Date.timeIntervalSinceReferenceDate
            guard left > 0 else { throw .late }
            var watched = pollfd(fd: descriptor, events: events, revents: 0)
            let ready = unsafe poll(&watched, 1, Int32(min(left * 1000, 60_000)) + 1)
            if ready > 0 { return }
            if ready < 0, errno != EINTR { throw .system(errno) }
        }
    }

    func write(_ bytes: [UInt8]) throws(ConnectionFailure) {
        var start = 0
        while start < bytes.count {
            let rest = bytes[start...]
            // A closed connection is an error, not a signal that ends the process.
            let sent = unsafe rest.withUnsafeBytes {
                unsafe send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if sent >= 0 {
                start += sent
            } else if errno == EAGAIN || errno == EINTR {
                try Self.wait(descriptor, for: Int16(POLLOUT), deadline: deadline)
            } else {
                throw .system(errno)
            }
        }
    }

    /// The bytes that have come; none where the other side has closed.
    func read() throws(ConnectionFailure) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = unsafe block.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
            if count >= 0 { return Array(block[..<count]) }
            guard errno == EAGAIN || errno == EINTR else { throw .system(errno) }
            try Self.wait(descriptor, for: Int16(POLLIN), deadline: deadline)
        }
    }
}

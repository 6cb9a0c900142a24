import CZeroMQ
import Platform

/// Sockets of one thread. Closed before what they were made in.
@safe
final class ZeroMQContext {
    fileprivate let pointer: UnsafeMutableRawPointer?

    init() { unsafe pointer = zmq_ctx_new() }

    deinit { unsafe zmq_ctx_term(pointer) }

    /// Of the system's errors in its words, of the library's own in those.
    static var lastError: String {
        let code = zmq_errno()
        if code < ZMQ_HAUSNUMERO { return SystemWords.of(code) }
        return unsafe zmq_strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    }
}

/// A socket of whole messages, each of several frames.
@safe
final class ZeroMQSocket {
    enum Kind: Int32 {
        /// Gives each client's messages its name as their first frame, and takes answers by it.
        case router = 6
        /// Tells all who listen, and hears who does.
        case publisher = 9
    }

    /// No message has so many frames; of one that does the rest is dropped.
    static let frameLimit = 4096

    private let context: ZeroMQContext
    private let pointer: UnsafeMutableRawPointer?

    /// - Parameter sizeLimit: bytes of a frame; whoever sends a larger one is cut off.
    /// - Throws: `JupyterError.sockets`.
    init(_ kind: Kind, in context: ZeroMQContext, sizeLimit: Int64 = 256 << 20) throws(JupyterError) {
        self.context = context
        unsafe pointer = zmq_socket(context.pointer, kind.rawValue)
        guard unsafe pointer != nil else { throw .sockets(reason: ZeroMQContext.lastError) }
        // What is on its way at the end still goes out; a client that reads slowly loses nothing.
        set(ZMQ_LINGER, 1000)
        set(ZMQ_SNDHWM, 0)
        set(ZMQ_RCVHWM, 0)
        var limit = sizeLimit
        unsafe zmq_setsockopt(pointer, ZMQ_MAXMSGSIZE, &limit, MemoryLayout<Int64>.size)
        // Each client that begins to listen is heard of, not only the first.
        if kind == .publisher { set(ZMQ_XPUB_VERBOSE, 1) }
    }

    deinit { unsafe zmq_close(pointer) }

    private func set(_ option: Int32, _ value: Int32) {
        var value = value
        unsafe zmq_setsockopt(pointer, option, &value, MemoryLayout<Int32>.size)
    }

    /// - Throws: `JupyterError.sockets` with the reason.
    func bind(_ endpoint: String) throws(JupyterError) {
        // Only where asked for: an address of the older protocol is then listened on as such.
        if endpoint.contains("[") { set(ZMQ_IPV6, 1) }
        guard unsafe zmq_bind(pointer, endpoint) == 0 else { throw .sockets(reason: ZeroMQContext.lastError) }
    }

    /// Sends a message; one for a client that has left is dropped.
    func send(_ frames: [[UInt8]]) {
        for (index, frame) in frames.enumerated() {
            let flags = ZMQ_DONTWAIT | (index + 1 < frames.count ? ZMQ_SNDMORE : 0)
            guard unsafe zmq_send(pointer, frame, frame.count, flags) >= 0 else { return }
        }
    }

    /// The next message that has come; `nil` where none has.
    func receive() -> [[UInt8]]? {
        var frames: [[UInt8]] = []
        while true {
            var message = zmq_msg_t()
            unsafe zmq_msg_init(&message)
            defer { unsafe zmq_msg_close(&message) }
            guard unsafe zmq_msg_recv(&message, pointer, ZMQ_DONTWAIT) >= 0 else {
                return frames.isEmpty ? nil : frames
            }
            if frames.count < Self.frameLimit {
                let count = unsafe zmq_msg_size(&message)
                frames.append(unsafe Array(UnsafeRawBufferPointer(start: zmq_msg_data(&message), count: count)))
            }
            if unsafe zmq_msg_more(&message) == 0 { return frames }
        }
    }

    /// Waits until one of the sockets has a message or the descriptor, where there is one, can be read.
    static func wait(_ sockets: [ZeroMQSocket], descriptor: Int32? = nil, milliseconds: Int) {
        var items = unsafe sockets.map { socket in
            unsafe zmq_pollitem_t(socket: socket.pointer, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0)
        }
        if let descriptor {
            unsafe items.append(zmq_pollitem_t(socket: nil, fd: descriptor, events: Int16(ZMQ_POLLIN), revents: 0))
        }
        _ = unsafe zmq_poll(&items, Int32(items.count), milliseconds)
    }
}

import Compute
import Dispatch
import Foundation
import Platform
import Synchronization

/// A kernel's sockets, each used by one thread alone: one thread echoes the heartbeat, the other does all the rest.
/// Whoever has something to say leaves it here.
final class Sockets: Sendable {
    private struct State {
        var waiting: [Reply] = []
        /// The text in them, in bytes.
        var size = 0
        var isClosing = false
    }

    private let state = Mutex(State())
    private let wakeUp: WakeUpPipe
    private let end = StopFlag()
    private let threads = DispatchGroup()

    /// Listens on the five addresses of a connection.
    ///
    /// - Parameter receive: takes what has come, on a thread of the sockets' own.
    /// - Throws: `JupyterError`; nothing listens then.
    init(_ connection: Connection, receive: @escaping @Sendable (Channel, Request) -> Void) throws(JupyterError) {
        wakeUp = try WakeUpPipe()
        do {
            try start("heartbeat") { [end] opening in Self.echo(connection, until: end, opening) }
            try start("messages") { [self] opening in serve(connection, opening, receive) }
        } catch {
            close()
            throw error
        }
    }

    /// Text in bytes that waits at most, and how much of it is taken a second: a program that writes without end fills
    /// no memory, and an interrupt gets through.
    private static let waitingLimit = 1 << 20
    private static let rate = 16 << 20

    func send(_ reply: Reply) {
        let size = reply.textSize
        if size >= 4096 { pace(size) }
        state.withLock { state in
            state.size += size
            if let last = state.waiting.indices.last, state.waiting[last].join(reply) { return }
            state.waiting.append(reply)
        }
        wakeUp.wake()
    }

    /// Holds up whoever writes faster than clients read. The thread that sends is another one.
    private func pace(_ size: Int) {
        Thread.sleep(forTimeInterval: Double(size) / Double(Self.rate))
        while state.withLock({ $0.size > Self.waitingLimit && !$0.isClosing }) {
            Thread.sleep(forTimeInterval: 0.002)
        }
    }

    /// Comes back when everything that was said has left, and nothing listens any more.
    func close() {
        state.withLock { $0.isClosing = true }
        end.stop()
        wakeUp.wake()
        threads.wait()
    }

    // MARK: - Threads

    /// How the opening of sockets went, on its way from their thread.
    private final class Opening: Sendable {
        private let error = Mutex<JupyterError?>(nil)
        private let isDone = DispatchSemaphore(value: 0)

        func finish(_ error: JupyterError? = nil) {
            self.error.withLock { $0 = error }
            isDone.signal()
        }

        func wait() throws(JupyterError) {
            isDone.wait()
            if let error = error.withLock({ $0 }) { throw error }
        }
    }

    private func start(_ name: String, _ body: @escaping @Sendable (Opening) -> Void) throws(JupyterError) {
        let opening = Opening()
        threads.enter()
        let thread = Thread { [threads] in
            body(opening)
            threads.leave()
        }
        thread.name = name
        thread.stackSize = 1 << 20
        thread.start()
        try opening.wait()
    }

    private static func listen(
        _ kind: ZeroMQSocket.Kind, _ channel: Channel, _ connection: Connection, in context: ZeroMQContext
    ) throws(JupyterError) -> ZeroMQSocket {
        let socket = try ZeroMQSocket(kind, in: context)
        let address = connection.endpoint(channel)
        do { try socket.bind(address) } catch {
            guard case .sockets(let reason) = error else { throw error }
            throw .occupied(path: connection.path, channel: channel.rawValue, address: address, reason: reason)
        }
        return socket
    }

    private static func echo(_ connection: Connection, until end: StopFlag, _ opening: Opening) {
        let socket: ZeroMQSocket
        do { socket = try listen(.router, .heartbeat, connection, in: ZeroMQContext()) } catch {
            return opening.finish(error)
        }
        opening.finish()
        while !end.isStopped {
            ZeroMQSocket.wait([socket], milliseconds: 200)
            while let frames = socket.receive() { socket.send(frames) }
        }
    }

    // MARK: - Messages

    private func serve(
        _ connection: Connection, _ opening: Opening, _ receive: @Sendable (Channel, Request) -> Void
    ) {
        var sockets: [(channel: Channel, socket: ZeroMQSocket)] = []
        do {
            let context = ZeroMQContext()
            for channel in [Channel.shell, .control, .stdin] {
                sockets.append((channel, try Self.listen(.router, channel, connection, in: context)))
            }
            sockets.append((.iopub, try Self.listen(.publisher, .iopub, connection, in: context)))
        } catch {
            return opening.finish(error)
        }
        opening.finish()
        let signer = MessageSigner(key: connection.key)
        var reader = RequestReader(signer)
        var writer = MessageWriter(signer)
        while true {
            ZeroMQSocket.wait(sockets.map(\.socket), descriptor: wakeUp.descriptor, milliseconds: 1000)
            wakeUp.drain()
            let (replies, isClosing) = state.withLock { state in
                defer { (state.waiting, state.size) = ([], 0) }
                return (state.waiting, state.isClosing)
            }
            for reply in replies {
                sockets.first { $0.channel == reply.channel }?.socket.send(writer.frames(reply))
            }
            if isClosing { return }
            for (channel, socket) in sockets {
                // What is to be said does not wait for all that may come.
                for _ in 0..<64 {
                    guard let frames = socket.receive() else { break }
                    if channel == .iopub {
                        if let topic = Self.subscription(frames) { socket.send(writer.frames(.welcome(topic))) }
                    } else if let request = reader.request(frames) {
                        receive(channel, request)
                    }
                }
            }
        }
    }

    /// What a client begins to listen to: a one before the topic.
    private static func subscription(_ frames: [[UInt8]]) -> [UInt8]? {
        guard let first = frames.first, first.first == 1 else { return nil }
        return Array(first.dropFirst())
    }
}

import CSodium
import CZeroMQ
import JupyterKernel
import TestSupport
import Testing
import Values

/// A client as small as the tests need, with signatures and sockets of its own.
@safe
final class KernelClient {
    struct Message {
        let type: String
        let content: JSONObject
        /// What it answers.
        let parent: String?

        func text(_ name: String) -> String { content[name]?.string ?? "" }
    }

    enum Way: String, CaseIterable { case shell, control, stdin, iopub, hb }

    static let key = Array("a key of just thirty-two letters".utf8)
    private static let mark = Array("<IDS|MSG>".utf8)

    private let context = unsafe zmq_ctx_new()
    private var sockets: [Way: UnsafeMutableRawPointer?] = unsafe [:]
    private var count = 0

    /// - Parameter endpoint: where each way leads.
    init(_ endpoint: (Way) -> String) {
        for way in Way.allCases {
            let socket = unsafe zmq_socket(context, way == .iopub ? ZMQ_SUB : ZMQ_DEALER)
            // Questions go to the client whose cell asks: both ways have its name.
            if way == .iopub {
                unsafe zmq_setsockopt(socket, ZMQ_SUBSCRIBE, "", 0)
            } else {
                unsafe zmq_setsockopt(socket, ZMQ_ROUTING_ID, "client", 6)
            }
            unsafe zmq_connect(socket, endpoint(way))
            unsafe sockets[way] = socket
        }
    }

    deinit {
        for way in Way.allCases {
            let socket = unsafe sockets[way] ?? nil
            var linger: Int32 = 0
            unsafe zmq_setsockopt(socket, ZMQ_LINGER, &linger, MemoryLayout<Int32>.size)
            unsafe zmq_close(socket)
        }
        unsafe zmq_ctx_term(context)
    }

    // MARK: - Frames

    func send(frames: [[UInt8]], on way: Way = .shell) {
        guard let socket = unsafe sockets[way] ?? nil else { return }
        for (index, frame) in frames.enumerated() {
            unsafe zmq_send(socket, frame, frame.count, index + 1 < frames.count ? ZMQ_SNDMORE : 0)
        }
    }

    func frames(_ way: Way) -> [[UInt8]]? {
        guard let socket = unsafe sockets[way] ?? nil else { return nil }
        var frames: [[UInt8]] = []
        repeat {
            var message = zmq_msg_t()
            unsafe zmq_msg_init(&message)
            defer { unsafe zmq_msg_close(&message) }
            guard unsafe zmq_msg_recv(&message, socket, ZMQ_DONTWAIT) >= 0 else { return nil }
            let count = unsafe zmq_msg_size(&message)
            frames.append(unsafe Array(UnsafeRawBufferPointer(start: zmq_msg_data(&message), count: count)))
            if unsafe zmq_msg_more(&message) == 0 { return frames }
        } while true
    }

    static func signature(_ parts: [[UInt8]]) -> [UInt8] {
        let all = parts.flatMap(\.self)
        var sum = [UInt8](repeating: 0, count: 32)
        unsafe crypto_auth_hmacsha256(&sum, all, UInt64(all.count), key)
        let digits = Array("0123456789abcdef".utf8)
        return sum.flatMap { [digits[Int($0 / 16)], digits[Int($0 % 16)]] }
    }

    // MARK: - Messages

    /// - Returns: the message's number.
    @discardableResult
    func send(_ type: String, _ content: JSONValue = [:], on way: Way = .shell) -> String {
        count += 1
        let header: JSONValue = ["msg_id": .string("m\(count)"), "msg_type": .string(type), "session": "s"]
        let parts = [header.text(), "{}", "{}", content.text()].map { Array($0.utf8) }
        send(frames: [Self.mark, Self.signature(parts)] + parts, on: way)
        return "m\(count)"
    }

    /// The next message; fails where none comes within ten seconds.
    func receive(_ way: Way = .shell) async throws -> Message {
        for _ in 0..<2000 {
            if let frames = frames(way) { return try message(frames) }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw Silence()
    }

    struct Silence: Error {}

    private func message(_ frames: [[UInt8]]) throws -> Message {
        let mark = try #require(frames.firstIndex(of: Self.mark))
        let parts = Array(frames[(mark + 2)...])
        #expect(frames[mark + 1] == Self.signature(parts))
        let values = try parts.map { try #require(try JSONValue(parsingUTF8: $0).object) }
        return Message(
            type: values[0]["msg_type"]?.string ?? "", content: values[3], parent: values[1]["msg_id"]?.string)
    }

    /// The answer to a message, whatever else comes before it.
    func reply(to id: String, on way: Way = .shell) async throws -> Message {
        while true {
            let message = try await receive(way)
            if message.parent == id { return message }
        }
    }

    /// What all were told of a message, from busy to idle, without the two.
    func told(of id: String) async throws -> [Message] {
        var told: [Message] = []
        while true {
            let message = try await receive(.iopub)
            guard message.parent == id else { continue }
            if message.type == "status", message.text("execution_state") == "idle" { return told }
            told.append(message)
        }
    }

    /// Runs a cell.
    ///
    /// - Returns: the reply, and what was told between `busy` and `idle`.
    func run(_ code: String, _ options: JSONObject = [:]) async throws -> (reply: Message, told: [Message]) {
        let id = send("execute_request", .object(JSONObject([("code", .string(code))]).merging(options)))
        let told = try await told(of: id)
        #expect(told.first?.type == "status" && told.first?.text("execution_state") == "busy")
        return (try await reply(to: id), Array(told.dropFirst()))
    }
}

import Foundation
import Values

/// Numbers, dates and signs what a kernel says.
struct MessageWriter: Sendable {
    /// The version of the message protocol.
    static let version = "5.4"

    private let signer: MessageSigner
    private let session = UUID().uuidString.lowercased()
    private var count = 0

    init(_ signer: MessageSigner) { self.signer = signer }

    mutating func frames(_ reply: Reply) -> [[UInt8]] {
        count += 1
        let header: JSONValue = [
            "msg_id": .string("\(session)_\(count)"), "session": .string(session), "username": "tunebook",
            "date": .string(Date().formatted(.iso8601.time(includingFractionalSeconds: true))),
            "msg_type": .string(reply.type), "version": .string(Self.version),
        ]
        let parts = [
            Array(header.text().utf8), reply.parent.isEmpty ? Array("{}".utf8) : reply.parent, Array("{}".utf8),
            Array(JSONValue.object(reply.content).text().utf8),
        ]
        return reply.identities + [Array("<IDS|MSG>".utf8), signer.signature(parts)] + parts
    }
}

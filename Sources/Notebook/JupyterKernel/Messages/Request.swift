import Values

/// A message that came from a client.
struct Request: Sendable {
    /// What leads an answer to the client.
    let identities: [[UInt8]]
    /// The header as it was written: an answer repeats it.
    let header: [UInt8]
    let type: String
    /// Where it stands among all that came.
    let number: Int
    private let body: [UInt8]

    private static let delimiter = Array("<IDS|MSG>".utf8)
    private static let headerLimit = 64 << 10
    /// A text of the largest script, with all that JSON puts into it.
    private static let contentLimit = 32 << 20

    /// - Throws: `RequestError`, with which a message is dropped.
    init(_ frames: [[UInt8]], signer: MessageSigner, number: Int) throws(RequestError) {
        guard let mark = frames.firstIndex(of: Self.delimiter), frames.count >= mark + 6 else {
            throw .framing(count: frames.count)
        }
        let parts = frames[(mark + 2)..<(mark + 6)]
        guard signer.verifies(frames[mark + 1], of: parts) else { throw .signature }
        identities = Array(frames[..<mark])
        header = frames[mark + 2]
        guard header.count <= Self.headerLimit,
            let fields = try? JSONValue(parsingUTF8: header, allowsNonFinite: true).object,
            let type = fields["msg_type"]?.string, fields["msg_id"]?.string != nil
        else { throw .header }
        self.type = type
        self.number = number
        body = frames[mark + 5]
    }

    /// What is asked for.
    ///
    /// - Throws: `RequestError.content` or `.size`.
    func content() throws(RequestError) -> JSONObject {
        guard body.count <= Self.contentLimit else { throw .size(bytes: body.count, limit: Self.contentLimit) }
        guard let content = try? JSONValue(parsingUTF8: body, allowsNonFinite: true).object else { throw .content }
        return content
    }
}

/// Why a message can't be answered as it asks.
enum RequestError: Error, Hashable, CustomStringConvertible {
    case framing(count: Int)
    case signature
    case header
    case content
    case size(bytes: Int, limit: Int)
    case field(String, expected: String)

    var description: String {
        switch self {
        case .framing(let count): "a message of \(count) frames is none of Jupyter's"
        case .signature: "a message has a wrong signature"
        case .header: "a message's header is none of Jupyter's"
        case .content: "the request's content is no JSON object"
        case .size(let bytes, let limit):
            "the request has \(bytes >> 20) MB; at most \(limit >> 20) MB are taken: keep large data in a file, and load it"
        case .field(let name, let expected): "'\(name)' is \(expected)"
        }
    }
}

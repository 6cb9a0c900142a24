import Values

/// A message to clients, before it is signed.
struct Reply: Sendable {
    let channel: Channel
    /// Whom it is for; on the channel that all hear, what it is about.
    let identities: [[UInt8]]
    let type: String
    /// The header of what it answers.
    let parent: [UInt8]
    var content: JSONObject

    /// An answer to the client who asked.
    init(_ type: String, to request: Request, on channel: Channel, _ content: JSONObject) {
        self.channel = channel
        identities = request.identities
        self.type = type
        parent = request.header
        self.content = content
    }

    /// What all are told.
    init(publishing type: String, parent: [UInt8], _ content: JSONObject) {
        channel = .iopub
        identities = [Array(type.utf8)]
        self.type = type
        self.parent = parent
        self.content = content
    }

    /// What a client is told who begins to listen.
    static func welcome(_ topic: [UInt8]) -> Reply {
        Reply(.iopub, [topic], "iopub_welcome", ["subscription": .string(String(decoding: topic, as: UTF8.self))])
    }

    private init(_ channel: Channel, _ identities: [[UInt8]], _ type: String, _ content: JSONObject) {
        self.channel = channel
        self.identities = identities
        self.type = type
        parent = []
        self.content = content
    }

    /// How much text of a stream it carries, in bytes.
    var textSize: Int { type == "stream" ? content["text"]?.string?.utf8.count ?? 0 : 0 }

    /// The text of a stream goes on in a message that has not left yet.
    mutating func join(_ next: Reply) -> Bool {
        guard type == "stream", next.type == type, next.parent == parent, next.content["name"] == content["name"],
            let text = content["text"]?.string, let more = next.content["text"]?.string, text.utf8.count < 1 << 16
        else { return false }
        content["text"] = .string(text + more)
        return true
    }
}

import Values

/// The cells of this session as a client's history asks for them.
struct KernelHistory: Sendable {
    private struct Entry {
        let line: Int
        let input: String
        let output: String?
    }

    /// A cell that is longer, in bytes, is no text that somebody looks for.
    static let sizeLimit = 1 << 20

    /// A session begins anew with each start of the kernel.
    private static let session = 1

    private var entries: [Entry] = []

    mutating func add(_ input: String, line: Int, output: String?) {
        entries.append(Entry(line: line, input: input, output: output))
    }

    /// - Returns: `[[session, line, input], …]`, with `output` `[session, line, [input, output]]`.
    /// - Throws: `RequestError.field`.
    func answer(_ request: JSONObject) throws(RequestError) -> JSONValue {
        var found: [Entry]
        switch request["hist_access_type"]?.string {
        case "tail": found = newest(entries, request["n"])
        case "range":
            let session = request["session"]?.integer ?? 0
            let start = request["start"]?.integer ?? 1
            let stop = request["stop"]?.integer ?? .max
            found = [0, Self.session].contains(session) ? entries.filter { $0.line >= start && $0.line < stop } : []
        case "search":
            let pattern = Array((request["pattern"]?.string ?? "*").unicodeScalars)
            found = entries.filter { Self.matches(Array($0.input.unicodeScalars), pattern) }
            if request["unique"]?.boolean == true {
                var seen = Set<String>()
                found = found.reversed().filter { seen.insert($0.input).inserted }.reversed()
            }
            found = newest(found, request["n"])
        default: throw .field("hist_access_type", expected: "tail, range or search")
        }
        let withOutput = request["output"]?.boolean == true
        return .array(
            found.map { entry in
                let input = JSONValue.string(entry.input)
                let output = entry.output.map { JSONValue.string($0) } ?? .null
                return [.integer(Self.session), .integer(entry.line), withOutput ? [input, output] : input]
            })
    }

    private func newest(_ entries: [Entry], _ count: JSONValue?) -> [Entry] {
        count?.integer.map { Array(entries.suffix(max(0, $0))) } ?? entries
    }

    /// Whether a text is as a pattern of `*` and `?` says, in time that is their lengths' product at most.
    private static func matches(_ text: [Unicode.Scalar], _ pattern: [Unicode.Scalar]) -> Bool {
        var (place, at) = (0, 0)
        // Where the last star stood, and how much it has taken.
        var star: (at: Int, place: Int)?
        while place < text.count {
            if at < pattern.count, pattern[at] == "*" {
                star = (at, place)
                at += 1
            } else if at < pattern.count, pattern[at] == "?" || pattern[at] == text[place] {
                at += 1
                place += 1
            } else if let last = star {
                star = (last.at, last.place + 1)
                at = last.at + 1
                place = last.place + 1
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == "*" }
    }
}

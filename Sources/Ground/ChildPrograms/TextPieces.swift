/// Text that comes as bytes, piece by piece: a character that is cut in two waits for its other half.
struct TextPieces {
    private var waiting: [UInt8] = []

    /// - Returns: what is whole; bytes that are no UTF-8 are shown as U+FFFD.
    mutating func add(_ bytes: [UInt8]) -> String {
        waiting += bytes
        let whole = waiting.count - Self.cut(at: waiting)
        defer { waiting.removeFirst(whole) }
        return String(decoding: waiting[..<whole], as: UTF8.self)
    }

    /// - Returns: what is left at the end, though it is half a character.
    mutating func finish() -> String {
        defer { waiting = [] }
        return String(decoding: waiting, as: UTF8.self)
    }

    /// How many bytes at the end begin a character that needs more.
    private static func cut(at bytes: [UInt8]) -> Int {
        for (index, byte) in bytes.suffix(3).reversed().enumerated() {
            if byte & 0xC0 == 0x80 { continue }
            let needed = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return needed > index + 1 ? index + 1 : 0
        }
        return 0
    }
}

import Platform

/// Bytes of a stored table in blocks: the length and a check sum of each, then what it holds.
enum StoredBytes {
    static let headSize = 12
    /// No block that is written here is longer.
    static let mostBytes = 1 << 20

    static func block(_ content: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(content.count + headSize)
        append(UInt64(content.count), width: 4, to: &bytes)
        append(checksum(of: content.span), width: 8, to: &bytes)
        bytes += content
        return bytes
    }

    /// Little-endian.
    @inline(__always)
    static func append(_ number: UInt64, width: Int, to bytes: inout [UInt8]) {
        for place in 0..<width { bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * place))) }
    }

    @inline(__always)
    static func number(in bytes: borrowing Span<UInt8>, at start: Int, width: Int) -> UInt64 {
        var number: UInt64 = 0
        for place in 0..<width { number |= UInt64(bytes[start + place]) << UInt64(8 * place) }
        return number
    }

    /// Eight bytes at once, each folded in by a product of 128 bits, as wyhash does (Wang Yi, 2019).
    static func checksum(of bytes: borrowing Span<UInt8>) -> UInt64 {
        var sum = UInt64(bytes.count) ^ 0xA076_1D64_78BD_642F
        let whole = bytes.count & ~7
        for start in stride(from: 0, to: whole, by: 8) { fold(number(in: bytes, at: start, width: 8), into: &sum) }
        fold(number(in: bytes, at: whole, width: bytes.count - whole), into: &sum)
        return sum
    }

    @inline(__always)
    private static func fold(_ word: UInt64, into sum: inout UInt64) {
        let (high, low) = (sum ^ word).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
        sum = high ^ low &+ 0x9E37_79B9_7F4A_7C15
    }
}

/// Reads blocks one after another.
struct StoredBlocks {
    private let stream: any ByteStream
    private var bytes: [UInt8] = []
    private var taken = 0

    init(_ stream: any ByteStream) { self.stream = stream }

    /// - Returns: `nil` at the end, and where the block is not whole.
    mutating func next() throws -> [UInt8]? {
        guard try has(StoredBytes.headSize) else { return nil }
        let count = Int(StoredBytes.number(in: bytes.span, at: taken, width: 4))
        let sum = StoredBytes.number(in: bytes.span, at: taken + 4, width: 8)
        guard count <= StoredBytes.mostBytes, try has(StoredBytes.headSize + count) else { return nil }
        let content = Array(bytes[(taken + StoredBytes.headSize)...].prefix(count))
        taken += StoredBytes.headSize + count
        return StoredBytes.checksum(of: content.span) == sum ? content : nil
    }

    private mutating func has(_ count: Int) throws -> Bool {
        guard bytes.count - taken < count else { return true }
        bytes.removeSubrange(..<taken)
        taken = 0
        while bytes.count < count {
            let before = bytes.count
            try stream.read(onto: &bytes)
            if bytes.count == before { return false }
        }
        return true
    }
}

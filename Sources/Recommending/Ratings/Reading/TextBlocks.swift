import Compute
import Platform

/// A text in blocks of whole lines.
struct TextBlocks: PieceSource {
    static let size = 1 << 20

    struct Block: Sendable {
        let bytes: [UInt8]
        /// Bytes of the file that were taken when the block was whole, for progress.
        let position: Int
    }

    private let stream: any ByteStream
    private let lineEnd: UInt8
    private var carry: [UInt8] = []
    private var isOver = false

    init(_ stream: any ByteStream, lineEnd: UInt8, carry: [UInt8]) {
        self.stream = stream
        self.lineEnd = lineEnd
        self.carry = carry
    }

    mutating func next() throws -> Block? {
        guard !isOver else { return nil }
        var block = carry
        carry = []
        block.reserveCapacity(Self.size + (1 << 18) + (1 << 16))
        while block.count < Self.size {
            let before = block.count
            try stream.read(onto: &block)
            if block.count == before {
                isOver = true
                break
            }
        }
        guard !block.isEmpty else { return nil }
        if isOver {
            if block.last != lineEnd { block.append(lineEnd) }
            return Block(bytes: block, position: stream.position)
        }
        // A line that is longer than a block is too long for any record; it is told by the rows.
        guard let end = block.lastIndex(of: lineEnd) else {
            block.append(lineEnd)
            return Block(bytes: block, position: stream.position)
        }
        carry = Array(block[(end + 1)...])
        block.removeSubrange((end + 1)...)
        return Block(bytes: block, position: stream.position)
    }
}

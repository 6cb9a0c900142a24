/// A column of whole numbers, each written in no more bytes than the widest needs above the least.
struct StoredColumn {
    /// Rows of a block: at most half a megabyte.
    private static let rows = 1 << 16
    private let count: Int
    private let least: Int64
    private let width: Int
    private let value: (Int) -> Int64

    init(count: Int, _ value: @escaping (Int) -> Int64) {
        self.count = count
        self.value = value
        var (least, most) = (Int64.max, Int64.min)
        for row in 0..<count {
            let value = value(row)
            least = min(least, value)
            most = max(most, value)
        }
        self.least = count > 0 ? least : 0
        let range = count > 0 ? UInt64(bitPattern: most &- least) : 0
        width = [1, 2, 4].first { range >> UInt64(8 * $0) == 0 } ?? 8
    }

    /// What describes the column, then its blocks; each is made when it is asked for.
    var blocks: [() -> [UInt8]] {
        [{ self.head }] + stride(from: 0, to: count, by: Self.rows).map { start in { self.block(from: start) } }
    }

    private var head: [UInt8] {
        var bytes: [UInt8] = [UInt8(width)]
        StoredBytes.append(UInt64(bitPattern: least), width: 8, to: &bytes)
        return bytes
    }

    private func block(from start: Int) -> [UInt8] {
        let end = min(start + Self.rows, count)
        var bytes: [UInt8] = []
        bytes.reserveCapacity((end - start) * width)
        for row in start..<end {
            StoredBytes.append(UInt64(bitPattern: value(row) &- least), width: width, to: &bytes)
        }
        return bytes
    }

    /// - Parameter value: makes an element of a number; `nil` where there is none such.
    /// - Returns: `nil` where the blocks don't hold such a column.
    static func read<Element>(
        _ count: Int, from blocks: inout StoredBlocks, _ value: (Int64) -> Element?
    ) throws -> [Element]? {
        guard let head = try blocks.next(), head.count == 9, [1, 2, 4, 8].contains(head[0]) else { return nil }
        let least = Int64(bitPattern: StoredBytes.number(in: head.span, at: 1, width: 8))
        var elements: [Element] = []
        elements.reserveCapacity(count)
        while elements.count < count {
            let rows = min(rows, count - elements.count)
            guard let bytes = try blocks.next(), bytes.count == rows * Int(head[0]) else { return nil }
            // A width that is known when this is compiled makes the loop four times as fast.
            let isWhole =
                switch head[0] {
                case 1: add(bytes, width: 1, least, value, to: &elements)
                case 2: add(bytes, width: 2, least, value, to: &elements)
                case 4: add(bytes, width: 4, least, value, to: &elements)
                default: add(bytes, width: 8, least, value, to: &elements)
                }
            guard isWhole else { return nil }
        }
        return elements
    }

    @inline(__always)
    private static func add<Element>(
        _ bytes: [UInt8], width: Int, _ least: Int64, _ value: (Int64) -> Element?, to elements: inout [Element]
    ) -> Bool {
        let span = bytes.span
        for start in stride(from: 0, to: span.count, by: width) {
            let above = StoredBytes.number(in: span, at: start, width: width)
            guard let element = value(least &+ Int64(bitPattern: above)) else { return false }
            elements.append(element)
        }
        return true
    }
}

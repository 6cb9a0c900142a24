/// Whether bytes are text that this program reads: UTF-8 without NUL.
enum TextCheck {
    /// The first byte that is none. - Complexity: O(bytes), some bytes a step where all are ASCII.
    static func fault(in block: [UInt8], lineEnd: UInt8) -> RowFault? {
        guard hasOtherThanASCII(block.span) else { return nil }
        var line = 1
        var start = 0
        if String(validating: block, as: UTF8.self) != nil, !block.contains(0) { return nil }
        while start < block.count {
            let end = block[start...].firstIndex(of: lineEnd) ?? block.count
            let content = block[start..<end]
            if content.contains(0) || String(validating: content, as: UTF8.self) == nil {
                let valid = String(decoding: content, as: UTF8.self).unicodeScalars.prefix {
                    $0.value != 0xFFFD && $0.value != 0
                }
                return RowFault(kind: .notText, line: line, column: valid.count + 1)
            }
            line += 1
            start = end + 1
        }
        return nil
    }

    private static func hasOtherThanASCII(_ text: borrowing Span<UInt8>) -> Bool {
        // NUL and what lies above 0x7F are the bytes that are above 0x7E once one is taken off.
        var seen: UInt8 = 0
        for place in text.indices { seen |= text[place] | (text[place] &- 1) }
        return seen & 0x80 != 0
    }
}

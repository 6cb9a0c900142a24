/// Numbers among bytes, without making texts of them.
enum Digits {
    /// The bytes as a whole number in canonical form; `nil` for anything else, `007` too.
    @inline(__always)
    static func integer(_ text: borrowing Span<UInt8>, _ bytes: Range<Int>) -> Int? {
        var place = bytes.lowerBound
        let end = bytes.upperBound
        guard place < end else { return nil }
        let isNegative = text[place] == UInt8(ascii: "-")
        if isNegative { place += 1 }
        let count = end - place
        guard count > 0, count <= 18 else { return nil }
        if text[place] == 0x30, count > 1 || isNegative { return nil }
        var value = 0
        while place < end {
            let digit = text[place] &- 0x30
            guard digit <= 9 else { return nil }
            value = value &* 10 &+ Int(digit)
            place += 1
        }
        return isNegative ? -value : value
    }

    /// The bytes as a finite decimal number. Short ones, the common case, are exact without a detour.
    @inline(__always)
    static func number(_ text: borrowing Span<UInt8>, _ bytes: Range<Int>, decimalMark mark: UInt8) -> Double? {
        guard bytes.count <= 16 else { return slowNumber(text, bytes, mark) }
        var mantissa = 0
        var digits = 0
        var decimals = -1
        for place in bytes {
            let byte = text[place]
            if byte == mark, decimals < 0 {
                decimals = 0
                continue
            }
            let digit = byte &- 0x30
            guard digit <= 9 else { return slowNumber(text, bytes, mark) }
            mantissa = mantissa &* 10 &+ Int(digit)
            digits += 1
            if decimals >= 0 { decimals += 1 }
        }
        guard digits > 0, mantissa < 1 << 53 else { return slowNumber(text, bytes, mark) }
        return decimals > 0 ? Double(mantissa) / powersOfTen[decimals] : Double(mantissa)
    }

    /// Written out, so that no access asks whether they were made.
    static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    ]

    private static func slowNumber(_ text: borrowing Span<UInt8>, _ bytes: Range<Int>, _ mark: UInt8) -> Double? {
        let point = UInt8(ascii: ".")
        var word: [UInt8] = []
        for place in trimmed(text, bytes) {
            let byte = text[place]
            if byte == point, mark != point { return nil }
            // What Swift reads beyond decimal numbers: hexadecimal ones, infinity and none.
            guard
                byte == mark || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
                    || byte | 0x20 == UInt8(ascii: "e")
                    || (0x30...0x39).contains(byte)
            else { return nil }
            word.append(byte == mark ? point : byte)
        }
        guard let value = Double(String(decoding: word, as: UTF8.self)), value.isFinite else { return nil }
        return value
    }

    static func trimmed(_ text: borrowing Span<UInt8>, _ bytes: Range<Int>) -> Range<Int> {
        var (start, end) = (bytes.lowerBound, bytes.upperBound)
        while start < end, text[start] == RecordGrammar.blank { start += 1 }
        while start < end, text[end - 1] == RecordGrammar.blank { end -= 1 }
        return start..<end
    }
}

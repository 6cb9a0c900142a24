/// The lines and fields of a text of bytes, found without copying it.
package struct LineScanner {
    static let lineLimit = 1 << 20
    let bytes: [UInt8]
    let path: String
    private(set) var line = 0
    private(set) var lineStart = 0
    private var next = 0

    /// - Throws: `RatingsError.notText` at the first byte that UTF-8 forbids, or at a NUL.
    package init(_ bytes: [UInt8], path: String) throws {
        self.bytes = bytes
        self.path = path
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { next = 3 }
        if bytes.contains(where: { $0 == 0 || $0 >= 0x80 }) { try checkText() }
    }

    private func checkText() throws {
        var line = 1
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            let content = bytes[start..<end]
            if content.contains(0) || String(validating: content, as: UTF8.self) == nil {
                let valid = String(decoding: content, as: UTF8.self).unicodeScalars.prefix {
                    $0.value != 0xFFFD && $0.value != 0
                }
                throw RatingsError.notText(path: path, line: line, column: valid.count + 1)
            }
            line += 1
            start = end + 1
        }
    }

    /// The next line that is not empty, without its end.
    package mutating func nextLine() throws -> Range<Int>? {
        while next < bytes.count {
            lineStart = next
            line += 1
            var end = next
            while end < bytes.count, bytes[end] != 0x0A { end += 1 }
            next = end + 1
            if end - lineStart > Self.lineLimit { throw RatingsError.longLine(path: path, line: line) }
            if end > lineStart, bytes[end - 1] == 0x0D { end -= 1 }
            if end > lineStart { return lineStart..<end }
        }
        return nil
    }

    /// The ranges of a line's fields, into a buffer that is used again.
    package func fields(of line: Range<Int>, separator: [UInt8], into fields: inout [Range<Int>]) throws {
        fields.removeAll(keepingCapacity: true)
        let first = separator[0]
        var start = line.lowerBound
        var position = start
        while position < line.upperBound {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\""), position == start {
                position = try endOfQuoted(position, before: line.upperBound)
                guard position == line.upperBound || bytes[position...].starts(with: separator) else {
                    throw failure(start..<line.upperBound, expected: "a separator after the closing quote")
                }
            } else if byte == first, position + separator.count <= line.upperBound,
                separator.count == 1 || bytes[position...].starts(with: separator)
            {
                fields.append(start..<position)
                position += separator.count
                start = position
            } else {
                position += 1
            }
        }
        fields.append(start..<line.upperBound)
    }

    /// The position after the quote that closes the one at `start` (RFC 4180: two quotes are one).
    private func endOfQuoted(_ start: Int, before end: Int) throws -> Int {
        var position = start + 1
        while position < end {
            if bytes[position] == UInt8(ascii: "\"") {
                guard position + 1 < end, bytes[position + 1] == UInt8(ascii: "\"") else { return position + 1 }
                position += 1
            }
            position += 1
        }
        throw failure(start..<end, expected: "a closing quote")
    }

    package func text(_ field: Range<Int>) -> String {
        var range = field
        while range.count > 0, bytes[range.lowerBound] == 0x20 { range = range.dropFirst(1) }
        while range.count > 0, bytes[range.upperBound - 1] == 0x20 { range = range.dropLast(1) }
        guard range.count >= 2, bytes[range.lowerBound] == UInt8(ascii: "\"") else {
            return String(decoding: bytes[range], as: UTF8.self)
        }
        let inner = String(decoding: bytes[(range.lowerBound + 1)..<(range.upperBound - 1)], as: UTF8.self)
        return inner.replacing("\"\"", with: "\"")
    }

    func failure(_ field: Range<Int>, expected: String) -> RatingsError {
        .field(
            path: path, line: line, column: field.lowerBound - lineStart + 1, expected: expected,
            found: String(text(field).prefix(40)))
    }
}

extension LineScanner {
    /// The field as a whole number in canonical form, without making a text of it.
    func integer(_ field: Range<Int>) -> Int? {
        var position = field.lowerBound
        let isNegative = position < field.upperBound && bytes[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        let digits = field.upperBound - position
        guard digits > 0, digits <= 18, !(digits > 1 && bytes[position] == 0x30),
            !(isNegative && bytes[position] == 0x30)
        else { return nil }
        var value = 0
        while position < field.upperBound {
            let digit = bytes[position] &- 0x30
            guard digit <= 9 else { return nil }
            value = value * 10 + Int(digit)
            position += 1
        }
        return isNegative ? -value : value
    }

    package func identifier(_ field: Range<Int>) -> EntityID {
        if let value = integer(field) { return .integer(value) }
        return EntityID(text(field))
    }

    /// The field as a finite number. Short decimals, the common case, are exact without a detour through a text.
    func number(_ field: Range<Int>) -> Double? {
        if let value = integer(field) { return Double(value) }
        var mantissa = 0
        var decimals = -1
        guard field.count <= 16 else { return slowNumber(field) }
        for position in field {
            if bytes[position] == UInt8(ascii: "."), decimals < 0 {
                decimals = 0
                continue
            }
            let digit = bytes[position] &- 0x30
            guard digit <= 9 else { return slowNumber(field) }
            mantissa = mantissa * 10 + Int(digit)
            if decimals >= 0 { decimals += 1 }
        }
        guard field.count > 1 || decimals < 0, mantissa < 1 << 53, field.count > 0 else { return slowNumber(field) }
        return Double(mantissa) / Self.powersOfTen[max(decimals, 0)]
    }

    private static let powersOfTen: [Double] = (0...16).map { (0..<$0).reduce(1) { value, _ in value * 10 } }

    private func slowNumber(_ field: Range<Int>) -> Double? {
        let word = text(field)
        guard let value = Double(word), value.isFinite, !word.lowercased().contains("x") else { return nil }
        return value
    }
}

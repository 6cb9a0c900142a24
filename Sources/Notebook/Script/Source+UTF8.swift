extension Source {
    /// The longest line, in bytes.
    package static let lineLimit = 1 << 20

    /// - Throws: a `Diagnostic` at the first byte that UTF-8 forbids, a NUL, or a line longer than 1 MB.
    package init(name: String, utf8 bytes: [UInt8], firstLine: Int = 1) throws(Diagnostic) {
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let text = String(decoding: bytes[start...], as: UTF8.self)
        let lines = text.contains("\r\n") ? text.replacing("\r\n", with: "\n") : text
        // The newline that ends the last line is no further line, which a '\\' before it could join.
        self.init(name: name, text: lines.hasSuffix("\n") ? String(lines.dropLast()) : lines, firstLine: firstLine)
        var line = firstLine
        while start <= bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            let content = bytes[start..<end]
            let isText = String(validating: content, as: UTF8.self) != nil && !content.contains(0)
            if !isText || content.count > Self.lineLimit {
                let scalars = String(decoding: content.prefix(Self.lineLimit), as: UTF8.self).unicodeScalars
                let good = isText ? 0 : scalars.prefix { $0.value != 0xFFFD && $0.value != 0 }.count
                let place = SourcePlace(line: line, column: good + 1)
                throw Diagnostic(
                    isText
                        ? "the line is longer than 1 MB; is this a script?" : "this is not UTF-8 text; is it a script?",
                    source: Source(name: name, text: ""), range: SourceRange(place, place))
            }
            line += 1
            start = end + 1
        }
    }
}

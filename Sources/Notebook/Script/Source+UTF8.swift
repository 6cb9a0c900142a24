extension Source {
    /// The longest line, in bytes.
    package static let lineLimit = 1 << 20
    /// The longest text, in bytes.
    package static let sizeLimit = 16 << 20

    /// - Throws: a `Diagnostic` at the first byte that UTF-8 forbids, a NUL, a line longer than 1 MB, or more than
    ///   16 MB in all.
    package init(name: String, utf8 bytes: [UInt8], firstLine: Int = 1, folder: String? = nil) throws(Diagnostic) {
        guard bytes.count <= Self.sizeLimit else {
            let place = SourcePlace(line: firstLine, column: 1)
            throw Diagnostic(
                "this is larger than \(Self.sizeLimit >> 20) MB; is it a script?", source: Source(name: name, text: ""),
                range: SourceRange(place, place))
        }
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let text = String(decoding: bytes[start...], as: UTF8.self)
        let lines = text.contains("\r\n") ? text.replacing("\r\n", with: "\n") : text
        // The newline that ends the last line is no further line, which a '\\' before it could join.
        self.init(
            name: name, text: lines.hasSuffix("\n") ? String(lines.dropLast()) : lines, firstLine: firstLine,
            folder: folder)
        var line = firstLine
        while start <= bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            let content = bytes[start..<end]
            let isText = content.isEmpty || String(validating: content, as: UTF8.self) != nil && !content.contains(0)
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

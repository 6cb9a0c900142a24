extension JSONValue {
    /// The value on one line, with the separators of Python's `json.dumps`. A number that JSON can't hold is a text,
    /// `"nan"`, `"inf"` or `"-inf"`, or with `allowsNonFinite` what Python writes: `NaN`, `Infinity`.
    package func text(allowsNonFinite: Bool = false) -> String {
        var text = ""
        write(to: &text, Layout(allowsNonFinite: allowsNonFinite), depth: 0)
        return text
    }

    /// The value over several lines, for files that people read.
    ///
    /// - Parameters:
    ///   - indent: what each level is set in by.
    ///   - breaksLists: whether each element has a line of its own also where all are plain.
    package func prettyText(indent: String = "  ", breaksLists: Bool = false) -> String {
        var text = ""
        write(to: &text, Layout(indent: indent, breaksLists: breaksLists), depth: 0)
        return text
    }

    /// The value as a person reads it: a text without quotes, everything else as JSON.
    package var plainText: String {
        switch self {
        case .string(let text): text
        case .number(let value) where !value.isFinite: "\(value)"
        default: text()
        }
    }

    /// The value as a word that reads back as the same: a text that looks like another value, or like none, in quotes.
    package var typed: String {
        guard let text = string else { return self.text() }
        let isPlain = !text.isEmpty && !text.contains { $0.isWhitespace || "'\"[],".contains($0) }
        return isPlain && JSONValue(word: text) == self ? text : self.text()
    }

    private struct Layout {
        var indent: String?
        var breaksLists = false
        var allowsNonFinite = false
    }

    private func write(to text: inout String, _ layout: Layout, depth: Int) {
        switch self {
        case .null: text += "null"
        case .boolean(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .number(let value) where value.isFinite: text += "\(value)"
        case .number(let value) where layout.allowsNonFinite:
            text += value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity"
        case .number(let value): text += value.isNaN ? "\"nan\"" : value < 0 ? "\"-inf\"" : "\"inf\""
        case .string(let value): JSONValue.write(value, to: &text)
        case .array(let values):
            // A list of plain values stays on its line: a space's choices read better so.
            let isPlain = !layout.breaksLists && values.allSatisfy { $0.array == nil && $0.object == nil }
            JSONValue.write(values, "[", "]", to: &text, indent: isPlain ? nil : layout.indent, depth: depth) {
                value, text in
                value.write(to: &text, layout, depth: depth + 1)
            }
        case .object(let members):
            JSONValue.write(Array(members), "{", "}", to: &text, indent: layout.indent, depth: depth) { member, text in
                JSONValue.write(member.key, to: &text)
                text += ": "
                member.value.write(to: &text, layout, depth: depth + 1)
            }
        }
    }

    private static func write<Element>(
        _ elements: [Element], _ open: String, _ close: String, to text: inout String, indent: String?, depth: Int,
        _ element: (Element, inout String) -> Void
    ) {
        text += open
        for (index, item) in elements.enumerated() {
            if index > 0 { text += indent == nil ? ", " : "," }
            if let indent { text += "\n" + String(repeating: indent, count: depth + 1) }
            element(item, &text)
        }
        if let indent, !elements.isEmpty { text += "\n" + String(repeating: indent, count: depth) }
        text += close
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

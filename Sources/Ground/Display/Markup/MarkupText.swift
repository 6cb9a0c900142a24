/// Text between the marks of HTML and XML.
package enum MarkupText {
    /// The text with what would be a mark written as itself, quotes too, so that it may stand in an attribute. Control
    /// characters, which XML does not take at all, become blanks; lines and tabs stay where `keepsLines`.
    package static func escaped(_ text: String, keepsLines: Bool = false) -> String {
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\n" where keepsLines, "\t" where keepsLines: escaped.unicodeScalars.append(scalar)
            case _ where scalar.properties.generalCategory == .control || (0xFFFE...0xFFFF).contains(scalar.value):
                escaped += " "
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Text of strangers as a page may have it: what would turn the direction of reading is shown instead of done.
    static func visible(_ text: String) -> String { escaped(VisibleText.of(text), keepsLines: true) }

    /// The text alone, without the marks, still escaped.
    package static func withoutMarks(_ markup: String) -> String { markup.replacing(#/<[^>]*>/#, with: "") }
}

/// Names of places in a page, each once, made of the words of its title: the same titles give the same names.
package struct Anchors: Sendable {
    private var used: [String: Int] = [:]

    package init() {}

    package mutating func make(of title: String) -> String {
        var name = ""
        for character in title.lowercased() {
            if character.isLetter || character.isNumber {
                name.append(character)
            } else if !name.isEmpty, !name.hasSuffix("-"), name.count < 60 {
                name.append("-")
            }
        }
        while name.hasSuffix("-") { name.removeLast() }
        // What is made here is never what a cell's own place is called.
        if name.isEmpty || name.hasPrefix("cell") { name = "part" + (name.isEmpty ? "" : "-" + name) }
        let count = (used[name] ?? 0) + 1
        used[name] = count
        guard count > 1 else { return name }
        return make(of: "\(name)-\(count)")
    }
}

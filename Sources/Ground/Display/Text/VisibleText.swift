/// Text of strangers (files, names, other programs) as a terminal may have it: what would move the cursor, colour the
/// screen or turn the direction of reading is shown instead of done.
package enum VisibleText {
    /// - Parameter keepsLines: whether newlines and tabs stay what they are.
    package static func of(_ text: String, keepsLines: Bool = true) -> String {
        guard text.unicodeScalars.contains(where: { isHidden($0, keepsLines) }) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if isHidden(scalar, keepsLines) {
                result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Control characters, and the embeddings, overrides and isolates of Unicode's bidirectional algorithm.
    private static func isHidden(_ scalar: Unicode.Scalar, _ keepsLines: Bool) -> Bool {
        if keepsLines, scalar == "\n" || scalar == "\t" { return false }
        switch scalar.value {
        case 0x00..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x2028...0x2029, 0x202A...0x202E, 0x2066...0x2069: return true
        default: return false
        }
    }
}

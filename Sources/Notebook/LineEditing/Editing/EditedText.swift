/// The text at the prompt and the cursor in it, perhaps of several lines: where keys lead to.
package struct EditedText: Hashable, Sendable {
    package var scalars: [Unicode.Scalar]
    /// From the text's beginning.
    package var cursor: Int

    package init(_ scalars: [Unicode.Scalar], cursor: Int) {
        self.scalars = scalars
        self.cursor = max(0, min(cursor, scalars.count))
    }

    package var lineStart: Int { scalars[..<cursor].lastIndex(of: "\n").map { $0 + 1 } ?? 0 }
    package var lineEnd: Int { scalars[cursor...].firstIndex(of: "\n") ?? scalars.count }
    package var isOnFirstLine: Bool { lineStart == 0 }
    package var isOnLastLine: Bool { lineEnd == scalars.count }
    package var hasSeveralLines: Bool { scalars.contains("\n") }

    /// The same place in the line above, or that line's end where it is shorter.
    package var above: Int? {
        guard !isOnFirstLine else { return nil }
        let upper = EditedText(scalars, cursor: lineStart - 1)
        return min(upper.lineStart + cursor - lineStart, upper.lineEnd)
    }

    package var below: Int? {
        guard !isOnLastLine else { return nil }
        let lower = EditedText(scalars, cursor: lineEnd + 1)
        return min(lower.lineStart + cursor - lineStart, lower.lineEnd)
    }
}

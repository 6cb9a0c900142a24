/// A text of statements and the name that errors call it by: a file's path, `<prompt>`, `<stdin>`, `<-c>`.
package struct Source: Hashable, Sendable {
    package let name: String
    package let text: String
    /// The number of the text's first line, where the text is a later part of something.
    package let firstLine: Int
    /// The folder of a script's file, beside which the files that it names are sought.
    package let folder: String?

    package init(name: String, text: String, firstLine: Int = 1, folder: String? = nil) {
        self.folder = folder
        self.name = name
        self.text = text
        self.firstLine = firstLine
    }

    /// A line by the number that places have; `nil` where there is none.
    package func line(_ number: Int) -> Substring? {
        let index = number - firstLine
        guard index >= 0 else { return nil }
        let lines = text.split(
            maxSplits: index + 1, omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return lines.indices.contains(index) ? lines[index] : nil
    }
}

/// A place in a source. Lines and columns count from 1, columns in characters.
package struct SourcePlace: Hashable, Sendable, Comparable {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    package static func < (left: SourcePlace, right: SourcePlace) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// The characters from `start` up to, not including, `end`.
package struct SourceRange: Hashable, Sendable {
    package let start: SourcePlace
    package let end: SourcePlace

    package init(_ start: SourcePlace, _ end: SourcePlace) {
        self.start = start
        self.end = end
    }
}

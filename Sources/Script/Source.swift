/// A text of statements and the name that errors call it by: a file's path, `<prompt>`, `<stdin>`, `<-c>`.
package struct Source: Hashable, Sendable {
    package let name: String
    package let text: String

    package init(name: String, text: String) {
        self.name = name
        self.text = text
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

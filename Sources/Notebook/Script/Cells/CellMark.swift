import Values

/// A line `# %% Title [markdown] tags=["a"]`, which opens a cell.
package struct CellMark: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable { case code, markdown, raw }

    static let start = "# %%"

    package let kind: Kind
    /// `nil` where the line names none.
    package let title: String?
    /// What `tags=["a", "b"]` lists.
    package let tags: [String]

    /// - Parameter line: one that begins with `# %%`; its end does not matter.
    package init(_ line: Substring) {
        var heading = String(line.dropFirst(Self.start.count)).trimmed
        var kind = Kind.code
        for (word, meaning) in [("[markdown]", Kind.markdown), ("[md]", .markdown), ("[raw]", .raw)] {
            guard kind == .code, let range = heading.firstRange(of: word) else { continue }
            kind = meaning
            heading.removeSubrange(range)
        }
        var tags: [String] = []
        // Options of other programs stand behind the title.
        let option = #/(?:^|\s)([A-Za-z_][\w.-]*)=(\[[^\]]*\]|"[^"]*"|'[^']*'|\{[^}]*\}|\S+)\s*$/#
        while let match = heading.firstMatch(of: option) {
            if match.1 == "tags" { tags = match.2.matches(of: #/["']([^"']*)["']/#).map { String($0.1) } + tags }
            heading = String(heading[..<match.range.lowerBound])
        }
        heading = heading.trimmed
        self.kind = kind
        self.tags = tags
        title = heading.isEmpty ? nil : heading
    }

    /// The line as it is written where nothing else is known of it.
    package static func plain(_ kind: Kind, title: String? = nil) -> String {
        ([start] + (kind == .code ? [] : ["[\(kind.rawValue)]"]) + (title.map { [$0] } ?? [])).joined(separator: " ")
    }

    /// The text of comment lines: what a cell of text says.
    package static func uncommented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasPrefix("# ") ? line.dropFirst(2) : line.hasPrefix("#") ? line.dropFirst() : line
        }.joined(separator: "\n")
    }

    /// The other way round.
    package static func commented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "#" : "# " + $0 }
            .joined(separator: "\n")
    }
}

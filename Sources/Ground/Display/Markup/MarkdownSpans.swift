/// The text within a block of Markdown as HTML: emphasis, code, links, line breaks. Marks that mean nothing stay as they
/// are, and HTML is text like any other.
///
/// The rules are CommonMark's (<https://spec.commonmark.org/0.31.2/#inlines>) but for entities, references and raw HTML;
/// `~~` strikes out, as on forges.
struct MarkdownSpans {
    private enum Piece {
        case html(String)
        case run(Run)
    }

    /// Neighbouring `*`, `_` or `~`.
    private struct Run {
        let mark: Character
        var count: Int
        var opens: Bool
        var closes: Bool
        var closing = ""
        var opening = ""

        var html: String { closing + String(repeating: mark, count: count) + opening }
    }

    /// So far the end of a link or of code is sought, and so many marks are paired, so that no text takes long.
    private static let reach = 2000
    private static let depthLimit = 6

    private let characters: [Character]
    private let depth: Int
    private let closers: [Int: Int]
    private var position = 0
    private var pieces: [Piece] = []
    private var plain = ""

    private init(_ text: String, depth: Int) {
        characters = Array(text)
        closers = Self.brackets(characters)
        self.depth = depth
    }

    static func html(_ text: String, depth: Int = 0) -> String {
        guard depth < depthLimit else { return MarkupText.visible(text) }
        var spans = MarkdownSpans(text, depth: depth)
        spans.read()
        spans.pair()
        return spans.pieces.map {
            if case .run(let run) = $0 { run.html } else if case .html(let html) = $0 { html } else { "" }
        }
        .joined()
    }

    private mutating func read() {
        while position < characters.count {
            let character = characters[position]
            switch character {
            case "\\": escape()
            case "`": code()
            case "<": address()
            case "[": if !link(at: position, isImage: false) { take() }
            case "!":
                if peek(1) != "[" || !link(at: position + 1, isImage: true) { take() }
            case "*", "_", "~": run(character)
            case _ where character.isNewline: lineEnd()
            default: take()
            }
        }
        flush()
    }

    private func peek(_ offset: Int) -> Character? {
        let index = position + offset
        return characters.indices.contains(index) ? characters[index] : nil
    }

    private mutating func take() {
        plain.append(characters[position])
        position += 1
    }

    private mutating func flush() {
        if !plain.isEmpty { pieces.append(.html(MarkupText.visible(plain))) }
        plain = ""
    }

    private mutating func add(_ html: String) {
        flush()
        pieces.append(.html(html))
    }

    // MARK: - Escapes, lines, code, addresses

    private mutating func escape() {
        guard let next = peek(1) else { return take() }
        if next.isNewline {
            add("<br>\n")
            position += 2
        } else if next.isASCII, next.isPunctuation || next.isSymbol {
            plain.append(next)
            position += 2
        } else {
            take()
        }
    }

    private mutating func lineEnd() {
        position += 1
        let isBreak = plain.hasSuffix("  ")
        while plain.hasSuffix(" ") { plain.removeLast() }
        if isBreak { add("<br>\n") } else { plain.append("\n") }
        while peek(0) == " " { position += 1 }
    }

    private mutating func code() {
        let count = Self.length(of: "`", at: position, in: characters)
        let start = position + count
        guard let end = Self.codeEnd(after: start, count, in: characters) else {
            for _ in 0..<count { take() }
            return
        }
        var text = String(characters[start..<end].map { $0.isNewline ? " " : $0 })
        if text.hasPrefix(" "), text.hasSuffix(" "), text.contains(where: { $0 != " " }) {
            text = String(text.dropFirst().dropLast())
        }
        add("<code>\(MarkupText.visible(text))</code>")
        position = end + count
    }

    /// Where as many marks as the code began with stand next.
    private static func codeEnd(after start: Int, _ count: Int, in characters: [Character]) -> Int? {
        var end = start
        let limit = min(characters.count, start + reach)
        while end < limit {
            let other = length(of: "`", at: end, in: characters)
            if other == count { return end }
            end += max(1, other)
        }
        return nil
    }

    private static func length(of mark: Character, at start: Int, in characters: [Character]) -> Int {
        var end = start
        while end < characters.count, characters[end] == mark { end += 1 }
        return end - start
    }

    /// `<https://example.org>`
    private mutating func address() {
        let ahead = characters[position..<min(characters.count, position + Self.reach)]
        guard let end = ahead.firstIndex(of: ">") else { return take() }
        let text = String(ahead[(position + 1)..<end])
        guard !text.contains(where: { $0.isWhitespace || $0 == "<" }), let link = Self.safe(text), text.contains(":")
        else {
            return take()
        }
        add("<a href=\"\(link)\">\(MarkupText.visible(text))</a>")
        position = end + 1
    }

    // MARK: - Links

    /// `[text](where "title")`. A picture from elsewhere would be loaded from there, so it is a link too, named by its text.
    private mutating func link(at open: Int, isImage: Bool) -> Bool {
        guard let close = closers[open], close + 1 < characters.count, characters[close + 1] == "(" else {
            return false
        }
        let limit = min(characters.count, close + Self.reach)
        var end = close + 2
        var level = 1
        while end < limit {
            if characters[end] == "\\" { end += 1 } else if characters[end] == "(" { level += 1 }
            if end < limit, characters[end] == ")" {
                level -= 1
                if level == 0 { break }
            }
            end += 1
        }
        guard end < limit else { return false }
        let inner = String(characters[(close + 2)..<end])
        guard
            let match = inner.wholeMatch(
                of: #/\s*(?:<([^<>\n]*)>|(\S*))(?:\s+["'(](.*)["')])?\s*/#.dotMatchesNewlines())
        else { return false }
        let target = String(match.1 ?? match.2 ?? "")
        let text = String(characters[(open + 1)..<close])
        let title = match.3.map { " title=\"\(MarkupText.escaped(String($0)))\"" } ?? ""
        if isImage, target.wholeMatch(of: #/data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+\/=]*/#) != nil {
            add("<img alt=\"\(MarkupText.escaped(text))\" src=\"\(target)\"\(title)>")
        } else if let link = Self.safe(target) {
            let html = Self.html(isImage && text.isEmpty ? target : text, depth: depth + 1)
            add("<a href=\"\(link)\"\(title)>\(html)</a>")
        } else {
            return false
        }
        position = end + 1
        return true
    }

    /// Where each bracket that opens is closed, found in one pass. Brackets in code are text.
    private static func brackets(_ characters: [Character]) -> [Int: Int] {
        var closers: [Int: Int] = [:]
        var open: [Int] = []
        var index = 0
        while index < characters.count {
            switch characters[index] {
            case "\\": index += 1
            case "`":
                let count = length(of: "`", at: index, in: characters)
                index = (codeEnd(after: index + count, count, in: characters) ?? index) + count - 1
            case "[": open.append(index)
            case "]": if let start = open.popLast() { closers[start] = index }
            default: break
            }
            index += 1
        }
        return closers
    }

    /// An address that only leads somewhere when it is followed; `nil` where it would do something else.
    private static func safe(_ target: String) -> String? {
        let scheme = target.prefix { $0 != ":" && $0 != "/" && $0 != "#" && $0 != "?" }
        let hasScheme = scheme.endIndex < target.endIndex && target[scheme.endIndex] == ":"
        guard !hasScheme || ["http", "https", "mailto"].contains(scheme.lowercased()) else { return nil }
        let isClean = target.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.properties.generalCategory != .control }
        return isClean || target.isEmpty ? MarkupText.escaped(target) : nil
    }

    // MARK: - Emphasis

    private mutating func run(_ mark: Character) {
        let count = Self.length(of: mark, at: position, in: characters)
        let before = position > 0 ? characters[position - 1] : " "
        let after = position + count < characters.count ? characters[position + count] : " "
        position += count
        guard mark != "~" || count == 2 else {
            plain += String(repeating: mark, count: count)
            return
        }
        func isMark(_ character: Character) -> Bool { character.isPunctuation || character.isSymbol }
        let leans = !after.isWhitespace && (!isMark(after) || before.isWhitespace || isMark(before))
        let leansBack = !before.isWhitespace && (!isMark(before) || after.isWhitespace || isMark(after))
        flush()
        // Underscores within words are part of names.
        let opens = mark == "_" ? leans && (!leansBack || isMark(before)) : leans
        let closes = mark == "_" ? leansBack && (!leans || isMark(after)) : leansBack
        pieces.append(.run(Run(mark: mark, count: count, opens: opens, closes: closes)))
    }

    /// Makes emphasis of the runs that belong together, from the inside out.
    private mutating func pair() {
        var runs: [Int] = []
        for index in pieces.indices { if case .run = pieces[index] { runs.append(index) } }
        guard runs.count <= Self.reach else { return }
        var openers: [Int] = []
        for index in runs {
            guard case .run(var closer) = pieces[index] else { continue }
            while closer.closes, closer.count > 0, let place = opener(for: closer, among: openers),
                case .run(var opener) = pieces[openers[place]]
            {
                let used = closer.mark == "~" || opener.count >= 2 && closer.count >= 2 ? 2 : 1
                let name = closer.mark == "~" ? "del" : used == 2 ? "strong" : "em"
                opener.count -= used
                closer.count -= used
                opener.opening = "<\(name)>" + opener.opening
                closer.closing += "</\(name)>"
                pieces[openers[place]] = .run(opener)
                // What opened between them has no end any more.
                openers.removeSubrange((place + (opener.count > 0 ? 1 : 0))...)
            }
            pieces[index] = .run(closer)
            if closer.opens, closer.count > 0 { openers.append(index) }
        }
    }

    private func opener(for closer: Run, among openers: [Int]) -> Int? {
        openers.indices.reversed().first { place in
            guard case .run(let opener) = pieces[openers[place]], opener.mark == closer.mark else { return false }
            let isAmbiguous = (opener.closes || closer.opens) && (opener.count + closer.count).isMultiple(of: 3)
            return !isAmbiguous || opener.count.isMultiple(of: 3) && closer.count.isMultiple(of: 3)
        }
    }
}

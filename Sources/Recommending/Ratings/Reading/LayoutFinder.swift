/// Finds the layout of a text of ratings in its first lines.
struct LayoutFinder {
    let path: String
    let format: CSVFormat
    /// Names of the columns from outside the text.
    var headings: [String] = []

    /// What was found: the layout, where the rows begin, and what was chosen among several possibilities.
    struct Finding {
        let layout: ColumnLayout
        let start: Int
        /// Lines before the rows.
        let lines: Int
        let notices: [String]
    }

    /// The separators that are looked for, the likelier one first.
    private static let separators = ["\t", ",", ";", "|", "::", " "]

    /// - Parameter text: the text's first lines, whole ones.
    /// - Throws: `RatingsError`.
    func find(in text: [UInt8], lineEnd: UInt8) throws -> Finding {
        let preamble = headings.isEmpty ? Preamble(text, lineEnd: lineEnd) : Preamble([], lineEnd: lineEnd)
        if let separator = format.separator, separator.isEmpty { throw RatingsError.noSeparator(path: path) }
        let given = format.separator ?? preamble.separator
        let candidates = (given.map { [$0] } ?? Self.separators).map { candidate($0, text, preamble, lineEnd) }
        let fitting = candidates.filter { $0.fits }
        // A quote that is wrong in the first record is what is to be told, whatever else would separate columns.
        if fitting.isEmpty, let broken = candidates.first(where: { hasBrokenQuotes($0, text, preamble) }),
            let fault = fault(broken, text)
        {
            throw fault
        }
        guard let best = fitting.max(by: { $0.sample.width < $1.sample.width }) ?? plainest(candidates) else {
            throw RatingsError.empty(path: path)
        }
        // `max` gives the last of equals, and the first is the likelier one.
        let chosen = fitting.first { $0.sample.width == best.sample.width } ?? best
        guard !chosen.sample.records.isEmpty || chosen.sample.ending != nil else {
            throw RatingsError.empty(path: path)
        }
        guard let layout = chosen.layout else { throw chosen.failure ?? RatingsError.empty(path: path) }
        var notices = chosen.notices
        if preamble.comments > 0 {
            notices.insert("lines of comment in front: \(preamble.comments)", at: 0)
        }
        if let rival = fitting.first(where: { isAnother($0, chosen) }) {
            notices.append(
                "columns are taken to stand between \(Self.shown(chosen.separator)), though \(Self.shown(rival.separator)) "
                    + "would do; --separator says another")
        }
        let row = chosen.firstRow
        let head = chosen.hasHeader ? chosen.sample.records.first : nil
        return Finding(
            layout: layout, start: row?.start ?? head?.next ?? preamble.start,
            lines: (row?.line ?? head.map { $0.line + 1 } ?? preamble.line) - 1, notices: notices)
    }

    private func candidate(_ separator: String, _ text: [UInt8], _ preamble: Preamble, _ lineEnd: UInt8)
        -> LayoutCandidate
    {
        let grammar = RecordGrammar(separator: separator, lineEnd: lineEnd, escape: format.escape?.utf8.first)
        let sample = TextSample(text, from: preamble.start, line: preamble.line, grammar: grammar) {
            $0 == preamble.commentSign
        }
        return LayoutCandidate(separator, sample, preamble, path: path, format: format, headings: headings)
    }

    /// Where nothing fits: what the first line looks like, so that the message is about that.
    private func plainest(_ candidates: [LayoutCandidate]) -> LayoutCandidate? {
        candidates.first {
            ($0.layout != nil && !$0.sample.records.isEmpty) && ($0.sample.records.first?.fields.count ?? 0) > 1
        }
            ?? candidates.max {
                ($0.sample.records.first?.fields.count ?? 0) < ($1.sample.records.first?.fields.count ?? 0)
            }
            ?? candidates.first
    }

    /// Whether the candidate's separator stands in the first line, whose quotes it can't make sense of.
    private func hasBrokenQuotes(_ candidate: LayoutCandidate, _ text: [UInt8], _ preamble: Preamble) -> Bool {
        guard candidate.sample.ending != nil, candidate.sample.records.isEmpty, preamble.start < text.count else {
            return false
        }
        let line = text[preamble.start...].prefix { $0 != candidate.sample.grammar.lineEnd }
        return String(decoding: line, as: UTF8.self).contains(candidate.separator)
    }

    /// A quote that is not closed, or what follows one, in the first lines.
    private func fault(_ candidate: LayoutCandidate, _ text: [UInt8]) -> RatingsError? {
        guard candidate.sample.ending != nil, candidate.sample.records.isEmpty else { return nil }
        let preamble = Preamble(text, lineEnd: candidate.sample.grammar.lineEnd)
        let layout = ColumnLayout(
            grammar: candidate.sample.grammar, user: 0, item: 1, rating: nil, timestamp: nil, columns: 2,
            commentSign: nil, decimalMark: UInt8(ascii: "."), timeKind: .number)
        let rows = RowParser(layout: layout, format: format).rows(of: Array(text[preamble.start...]))
        return rows.fault?.error(path: path, after: preamble.line - 1)
    }

    private func isAnother(_ rival: LayoutCandidate, _ chosen: LayoutCandidate) -> Bool {
        rival.separator != chosen.separator && rival.firstRow?.fields != chosen.firstRow?.fields
    }

    private static func shown(_ separator: String) -> String {
        switch separator {
        case "\t": "tabs"
        case " ": "blanks"
        default: "'\(separator)'"
        }
    }
}

/// What may stand before the rows and their head: Excel's `sep=;`, and lines of comment as KONECT (`%`), SNAP (`#`) and
/// Matrix Market write them.
struct Preamble {
    private(set) var separator: String?
    private(set) var commentSign: UInt8?
    private(set) var comments = 0
    /// The last line of comment without its sign: a head may stand there.
    private(set) var lastComment: String?
    /// Where the rows or their head begin.
    private(set) var start = 0
    private(set) var line = 1

    init(_ text: [UInt8], lineEnd: UInt8) {
        func lineEndsAt(_ place: Int) -> Int { text[place...].firstIndex(of: lineEnd) ?? text.count - 1 }
        func words(_ place: Int) -> String {
            var content = text[place..<lineEndsAt(place)]
            if content.last == 0x0D { content = content.dropLast() }
            return String(decoding: content.prefix(4096), as: UTF8.self)
        }
        guard start < text.count else { return }
        let first = words(0).lowercased().filter { $0 != "\"" }
        if first.hasPrefix("sep="), let mark = first.dropFirst(4).first, first.dropFirst(5).allSatisfy({ $0 == mark }) {
            separator = String(mark)
            start = lineEndsAt(0) + 1
            line = 2
        }
        guard start < text.count, let sign = ["%", "#"].map({ UInt8(ascii: $0) }).first(where: { $0 == text[start] })
        else { return }
        let isMatrixMarket = first.hasPrefix("%%matrixmarket matrix coordinate")
        var (place, count) = (start, 0)
        var last = ""
        while place < text.count, text[place] == sign {
            last = words(place)
            place = lineEndsAt(place) + 1
            count += 1
        }
        // Where every line begins with the sign it belongs to the identifiers.
        guard place < text.count else { return }
        if isMatrixMarket {
            place = lineEndsAt(place) + 1
            count += 1
            last = ""
        }
        (commentSign, comments, start, line) = (sign, count, place, line + count)
        lastComment = String(last.drop { $0 == "%" || $0 == "#" || $0 == " " })
    }
}

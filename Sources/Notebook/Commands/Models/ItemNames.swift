import Notebook
import Ratings
import Recommenders
import Values

/// Items by what people call them: an identifier, a title, or a part of a title that only one item has.
struct ItemNames {
    let items: Vocabulary
    let titles: [EntityID: String]

    /// How many candidates a message names.
    private static let shown = 6

    /// Positions of the items whose title has all these words in it, whatever their case, the best fit first: whole titles,
    /// then beginnings, then by identifier.
    func matches(_ text: String) -> [Int] {
        let wanted = text.lowercased()
        let words = wanted.split(whereSeparator: \.isWhitespace)
        guard !words.isEmpty else { return [] }
        func rank(_ title: String) -> Int? {
            if title == wanted { return 0 }
            if title.hasPrefix(wanted) { return 1 }
            if title.contains(wanted) { return 2 }
            return words.allSatisfy { title.contains($0) } ? 3 : nil
        }
        var fits: [(rank: Int, place: Int)] = []
        for (place, id) in items.ids.enumerated() {
            if let title = titles[id], let rank = rank(title.lowercased()) { fits.append((rank, place)) }
        }
        return fits.sorted { ($0.rank, items[$0.place]) < ($1.rank, items[$1.place]) }.map(\.place)
    }

    /// The item that a word means; `nil` where there is none such.
    ///
    /// - Throws: `NotebookError.unavailable` where it may mean several, with their identifiers.
    func position(of word: String) throws(NotebookError) -> Int? {
        if let position = items.position(of: EntityID(word)) { return position }
        let fits = matches(word)
        guard fits.count > 1 else { return fits.first }
        let same = fits.filter { titles[items[$0]]?.lowercased() == word.lowercased() }
        if same.count == 1 { return same[0] }
        let several = same.isEmpty ? fits : same
        let names = several.prefix(Self.shown).map { "\(items[$0]) (\(titles[items[$0]] ?? ""))" }
        throw .unavailable(
            "'\(word)' may be any of \(several.count) items: \(names.joined(separator: ", "))"
                + (several.count > Self.shown ? ", …" : ""),
            remedy: "name one by its identifier")
    }

    /// - Throws: where there is no such item, too.
    func known(_ word: String) throws(NotebookError) -> Int {
        if let position = try position(of: word) { return position }
        throw .unavailable(
            "the training data hold no item \(word)",
            remedy: titles.isEmpty ? nil : "'find MODEL TEXT' lists items by a part of their title")
    }
}

extension Recommender {
    var itemNames: ItemNames { ItemNames(items: items, titles: titles) }
}

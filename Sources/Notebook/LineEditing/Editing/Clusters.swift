/// What a person takes for one character and Unicode writes as several scalars (a joined emoji, a flag, a letter under a
/// combining mark), as libedit can have it: one scalar stands in for it while it is edited.
///
/// libedit counts a column or two for each scalar of its own, deletes and moves by scalars, and drops those without a width;
/// under a stand-in of the same width it counts, moves and draws right. Output puts the characters back in place.
package struct Clusters {
    /// Of one column: the private use area of plane 15. Of two: ideographs of plane 3, for which there are hardly any fonts.
    private static let (narrow, wide): (ClosedRange<UInt32>, ClosedRange<UInt32>) = (
        0xF0000...0xF1FFF, 0x30000...0x31340
    )

    private var standIns: [Character: Unicode.Scalar] = [:]
    private var characters: [Unicode.Scalar: Character] = [:]
    private var separated: Set<Character> = []
    private var (nextNarrow, nextWide) = (Self.narrow.lowerBound, Self.wide.lowerBound)
    private let width: (Unicode.Scalar) -> Int

    /// - Parameter width: the columns of a scalar.
    package init(width: @escaping (Unicode.Scalar) -> Int) { self.width = width }

    var isEmpty: Bool { characters.isEmpty }

    static func isStandIn(_ scalar: Unicode.Scalar) -> Bool {
        narrow.contains(scalar.value) || wide.contains(scalar.value)
    }

    package mutating func encode(_ text: String) -> [Unicode.Scalar] { text.flatMap { encode($0) } }

    private mutating func encode(_ character: Character) -> [Unicode.Scalar] {
        let scalars = Array(character.unicodeScalars)
        if scalars.count == 1, !Self.isStandIn(scalars[0]) { return scalars }
        if character.isNewline { return ["\n"] }
        if let known = standIns[character] { return [known] }
        let isWide = columns(character) == 2
        let value = isWide ? nextWide : nextNarrow
        // A session with thousands of different ones has libedit's own way again.
        guard (isWide ? Self.wide : Self.narrow).contains(value), let scalar = Unicode.Scalar(value) else {
            return scalars
        }
        if isWide { nextWide += 1 } else { nextNarrow += 1 }
        standIns[character] = scalar
        characters[scalar] = character
        return [scalar]
    }

    package func decode(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var text = ""
        for scalar in scalars {
            if let character = characters[scalar] { text.append(character) } else { text.unicodeScalars.append(scalar) }
        }
        return text
    }

    /// The terminal does not show this as one character: from now on its first part is shown for it, as wide as it is taken
    /// for.
    package mutating func separate(_ character: Character) { separated.insert(character) }

    /// What the terminal is sent for a stand-in; `nil` for any other scalar.
    func shown(_ scalar: Unicode.Scalar) -> (character: Character, text: String)? {
        guard let character = characters[scalar] else { return nil }
        guard separated.contains(character), let first = character.unicodeScalars.first else {
            return (character, String(character))
        }
        let blanks = String(repeating: " ", count: max(0, columns(character) - width(first)))
        return (character, String(first) + blanks)
    }

    /// Two where its widest scalar takes two, and for flags and what is asked to look like an emoji.
    package func columns(_ character: Character) -> Int {
        let scalars = character.unicodeScalars
        let isFlag = scalars.count == 2 && scalars.allSatisfy { (0x1F1E6...0x1F1FF).contains($0.value) }
        let isEmoji = scalars.contains("\u{FE0F}") && scalars.first?.properties.isEmoji == true
        return isFlag || isEmoji || scalars.contains { width($0) == 2 } ? 2 : 1
    }
}

/// What a key does to the line: keys that no terminal sends, one for each command of libedit that is used.
///
/// They are control characters of Unicode's second set, which the decoder lets nobody type.
package enum LineCommand: UInt8, CaseIterable, Sendable {
    /// Runs the action that waits: what libedit has no command for.
    case act = 0x80
    case previousEntry, nextEntry, left, right, wordLeft, wordRight, textStart, textEnd, deleteNext, deletePrevious
    case deleteWordLeft, deleteWordRight

    var name: String? {
        switch self {
        case .act: nil
        case .previousEntry: "ed-prev-history"
        case .nextEntry: "ed-next-history"
        case .left: "ed-prev-char"
        case .right: "ed-next-char"
        case .wordLeft: "ed-prev-word"
        case .wordRight: "em-next-word"
        case .textStart: "ed-move-to-beg"
        case .textEnd: "ed-move-to-end"
        case .deleteNext: "ed-delete-next-char"
        case .deletePrevious: "ed-delete-prev-char"
        case .deleteWordLeft: "ed-delete-prev-word"
        case .deleteWordRight: "em-delete-next-word"
        }
    }
}

/// What is done to the text being edited by a function of our own.
package enum LineAction: Hashable, Sendable {
    case move(to: Int)
    /// In place of so many scalars before the cursor.
    case replace(Int, with: [Unicode.Scalar])
    case deleteToLineEnd
    /// The line ends without having been entered.
    case leave(LineInput)
}

/// What an event means at the prompt, given the text and what has been asked for.
package struct KeyMeaning {
    package enum Effect: Hashable, Sendable {
        /// A character, or a control character that libedit knows itself.
        case key(UInt32)
        case command(LineCommand)
        case action(LineAction)
        case signal(UInt8)
        case none
    }

    let text: EditedText
    /// Whether lines of the same statement stand above.
    let isContinued: Bool
    /// Whether keys go to a search in the history, which libedit reads itself.
    let isSearching: Bool

    package init(text: EditedText, isContinued: Bool, isSearching: Bool = false) {
        self.text = text
        self.isContinued = isContinued
        self.isSearching = isSearching
    }

    package func effect(_ event: KeyEvent, _ clusters: inout Clusters) -> Effect {
        switch event {
        case .text(let scalar): typed(scalar, &clusters)
        case .paste(let pasted): .action(.replace(0, with: clusters.encode(Self.clean(pasted))))
        case .cursor: .none
        case .meta(let byte): meta(byte)
        case .control(let byte): control(byte)
        case .key(let key, let modifiers): effect(key, modifiers)
        }
    }

    /// Line ends stay in the text, so that nothing runs yet.
    static func clean(_ pasted: String) -> String {
        var text = pasted.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        while text.last == "\n" { text.removeLast() }
        let scalars = text.unicodeScalars.map { scalar -> Unicode.Scalar in
            scalar == "\n" || !(0..<0x20).contains(scalar.value) && !(0x7F..<0xA0).contains(scalar.value) ? scalar : " "
        }
        return String(String.UnicodeScalarView(scalars))
    }

    /// A scalar that makes one character with the one before it takes its place.
    private func typed(_ scalar: Unicode.Scalar, _ clusters: inout Clusters) -> Effect {
        if isSearching || scalar.isASCII { return .key(scalar.value) }
        if text.cursor > 0, text.scalars[text.cursor - 1] != "\n" {
            var joined = clusters.decode([text.scalars[text.cursor - 1]])
            joined.unicodeScalars.append(scalar)
            if joined.count == 1 { return .action(.replace(1, with: clusters.encode(joined))) }
        }
        let encoded = clusters.encode(String(scalar))
        return encoded == [scalar] ? .key(scalar.value) : .action(.replace(0, with: encoded))
    }

    private func control(_ byte: UInt8) -> Effect {
        switch byte {
        case 0x03: .signal(Signals.interrupt)
        case 0x1A: .signal(Signals.suspend)
        case 0x1C: .signal(Signals.quit)
        case 0x10 where !isSearching: effect(.up, [])
        case 0x0E where !isSearching: effect(.down, [])
        case 0x01 where text.hasSeveralLines && !isSearching: effect(.home, [])
        case 0x05 where text.hasSeveralLines && !isSearching: effect(.end, [])
        case 0x0B where text.hasSeveralLines && !isSearching: .action(.deleteToLineEnd)
        // Would take the next key as a character.
        case 0x16: .none
        default: .key(UInt32(byte))
        }
    }

    private func meta(_ byte: UInt8) -> Effect {
        switch byte | 0x20 {
        case UInt8(ascii: "b"): .command(.wordLeft)
        case UInt8(ascii: "f"): .command(.wordRight)
        case UInt8(ascii: "d"): .command(.deleteWordRight)
        default: .none
        }
    }

    private func effect(_ key: EditingKey, _ modifiers: KeyModifiers) -> Effect {
        let isByWord = !modifiers.isDisjoint(with: [.control, .alt])
        switch key {
        case .left: return .command(isByWord ? .wordLeft : .left)
        case .right: return .command(isByWord ? .wordRight : .right)
        case .up where isByWord: return .command(.previousEntry)
        case .down where isByWord: return .command(.nextEntry)
        case .pageUp: return .command(.previousEntry)
        case .pageDown: return .command(.nextEntry)
        case .up:
            if let above = text.above { return .action(.move(to: above)) }
            return isContinued ? .action(.leave(.upward)) : .command(.previousEntry)
        case .down: return text.below.map { .action(.move(to: $0)) } ?? .command(.nextEntry)
        case .home: return isByWord ? .command(.textStart) : .action(.move(to: text.lineStart))
        case .end: return isByWord ? .command(.textEnd) : .action(.move(to: text.lineEnd))
        case .delete: return .command(isByWord ? .deleteWordRight : .deleteNext)
        case .backspace: return isByWord ? .command(.deleteWordLeft) : .command(.deletePrevious)
        case .enter where modifiers.isEmpty || modifiers.contains(.control): return .key(0x0D)
        case .enter: return .action(.replace(0, with: ["\n"]))
        case .tab: return .key(0x09)
        }
    }
}

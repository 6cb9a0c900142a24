import LineEditing
import Testing

@Suite struct KeyMeaningTests {
    private var clusters = Clusters { $0.properties.isEmojiPresentation ? 2 : 1 }

    private mutating func effect(
        _ event: KeyEvent, _ text: String, at cursor: Int, isContinued: Bool = false
    ) -> KeyMeaning.Effect {
        let edited = EditedText(clusters.encode(text), cursor: cursor)
        return KeyMeaning(text: edited, isContinued: isContinued).effect(event, &clusters)
    }

    @Test mutating func upAndDownMoveInsideACellOfSeveralLines() {
        let cell = "for x in 1 2\nprint $x\nend"
        #expect(effect(.key(.up, []), cell, at: cell.count) == .action(.move(to: 16)))
        #expect(effect(.key(.up, []), cell, at: 16) == .action(.move(to: 3)))
        #expect(effect(.key(.up, []), cell, at: 3) == .command(.previousEntry))
        #expect(effect(.key(.down, []), cell, at: 12) == .action(.move(to: 21)))
        #expect(effect(.key(.down, []), cell, at: cell.count) == .command(.nextEntry))
        #expect(effect(.key(.home, []), cell, at: 16) == .action(.move(to: 13)))
        #expect(effect(.key(.end, []), cell, at: 16) == .action(.move(to: 21)))
        #expect(effect(.key(.up, .control), cell, at: 16) == .command(.previousEntry))
    }

    @Test mutating func upFromAnOpenBlocksLineGoesToTheLinesAbove() {
        #expect(effect(.key(.up, []), "print", at: 2, isContinued: true) == .action(.leave(.upward)))
        #expect(effect(.control(0x10), "print", at: 2) == .command(.previousEntry))
    }

    @Test mutating func aScalarThatJoinsTakesThePlaceOfBoth() {
        let family = "👨‍👩‍👧"
        var scalars: [Unicode.Scalar] = []
        for scalar in family.unicodeScalars {
            let meaning = KeyMeaning(text: EditedText(scalars, cursor: scalars.count), isContinued: false)
            switch meaning.effect(.text(scalar), &clusters) {
            case .key: scalars.append(scalar)
            case .action(.replace(let count, let new)): scalars = scalars.dropLast(count) + new
            default: Issue.record("\(scalar)")
            }
        }
        #expect(scalars.count == 1)
        #expect(clusters.decode(scalars) == family)
    }

    @Test mutating func whatIsPastedHoldsNoControlCharacters() {
        let pasted = KeyEvent.paste("a\tb\u{1B}[A\r\nc\n\n")
        #expect(effect(pasted, "", at: 0) == .action(.replace(0, with: Array("a b [A\nc".unicodeScalars))))
    }

    @Test mutating func keysThatWouldTakeTheNextOneAsACharacterDoNothing() {
        #expect(effect(.control(0x16), "a", at: 1) == .none)
        #expect(effect(.meta(UInt8(ascii: "x")), "a", at: 1) == .none)
        #expect(effect(.control(0x1A), "a", at: 1) == .signal(Signals.suspend))
    }
}

@Suite struct ClusterTests {
    private let texts = ["👨‍👩‍👧", "👍🏽", "🇩🇪🇫🇷", "e\u{301}a", "plain 漢", "\u{F0000}\u{30000}", "❤️"]

    private func make() -> Clusters { Clusters { $0.properties.isEmojiPresentation ? 2 : 1 } }

    @Test func eachCharacterIsOneScalarAndComesBack() {
        var clusters = make()
        for text in texts {
            let encoded = clusters.encode(text)
            #expect(encoded.count == text.count, "\(text)")
            #expect(clusters.decode(encoded) == text)
        }
    }

    @Test func flagsAndEmojiTakeTwoColumns() {
        let clusters = make()
        let (wide, narrow): ([Character], [Character]) = (["👨‍👩‍👧", "🇩🇪", "👍🏽", "❤️"], ["a", "e\u{301}"])
        for character in wide { #expect(clusters.columns(character) == 2, "\(character)") }
        for character in narrow { #expect(clusters.columns(character) == 1, "\(character)") }
    }

    @Test func theTerminalGetsTheCharactersWhereverABlockCutsThem() {
        var clusters = make()
        let text = "a👍🏽e\u{301}漢z"
        var bytes: [UInt8] = []
        for scalar in clusters.encode(text) { bytes += String(scalar).utf8 }
        for cut in 0...bytes.count {
            var output = ClusterOutput()
            let drawn = output.translate(bytes[..<cut], clusters, asks: false)
            let rest = output.translate(bytes[cut...], clusters, asks: false)
            #expect(String(decoding: drawn + rest, as: UTF8.self) == text, "\(cut)")
        }
    }

    @Test func aTerminalThatShowsItWiderGetsItsFirstPart() {
        var clusters = make()
        let encoded = clusters.encode("👍🏽")
        let bytes = encoded.flatMap { Array(String($0).utf8) }
        var output = ClusterOutput()
        let asked = String(decoding: output.translate(bytes, clusters, asks: true), as: UTF8.self)
        #expect(asked == "\u{1B}[6n👍🏽\u{1B}[6n")
        #expect(output.answer(row: 1, column: 5, window: 80, clusters) == nil)
        #expect(output.answer(row: 1, column: 9, window: 80, clusters) == "👍🏽")
        clusters.separate("👍🏽")
        #expect(String(decoding: output.translate(bytes, clusters, asks: true), as: UTF8.self) == "👍")
    }
}

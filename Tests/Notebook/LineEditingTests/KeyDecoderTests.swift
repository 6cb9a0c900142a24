import LineEditing
import Testing

@Suite struct KeyDecoderTests {
    private func events(_ bytes: [UInt8]) -> [KeyEvent] {
        var decoder = KeyDecoder()
        return bytes.flatMap { decoder.take($0) }
    }

    private func events(_ keys: String) -> [KeyEvent] { events(Array(keys.utf8)) }

    private static let keys: [(EditingKey, KeyModifiers, [String])] = [
        (.home, [], ["[H", "OH", "[1~", "[7~", "[1;1H"]), (.end, [], ["[F", "OF", "[4~", "[8~"]),
        (.up, [], ["[A", "OA"]), (.down, [], ["[B", "OB"]), (.left, [], ["[D", "OD"]), (.right, [], ["[C", "OC"]),
        (.delete, [], ["[3~"]), (.pageUp, [], ["[5~"]), (.pageDown, [], ["[6~"]),
        (.left, .control, ["[1;5D", "[5D", "Od", "O5D"]), (.right, .control, ["[1;5C", "[5C", "Oc", "O1;5C"]),
        (.left, .alt, ["[1;3D", "\u{1B}[D", "\u{1B}OD", "[1;9D"]), (.left, .shift, ["[1;2D", "[d"]),
        (.home, .control, ["[1;5H", "[7^"]), (.end, .shift, ["[8$"]), (.home, [.control, .shift], ["[7@", "[1;6H"]),
        (.enter, .shift, ["[13;2u", "[27;2;13~"]), (.backspace, .control, ["[127;5u"]), (.enter, .alt, ["\r"]),
        (.backspace, .alt, ["\u{7F}"]),
    ]

    @Test(arguments: keys) func everyTerminalsWayToWriteAKeyIsThatKey(
        key: EditingKey, modifiers: KeyModifiers, ways: [String]
    ) {
        for way in ways { #expect(events("\u{1B}" + way) == [.key(key, modifiers)], "\(way)") }
    }

    private static let meaningless = [
        "OP", "OQ", "OR", "OS", "[11~", "[15~", "[24~", "[[A", "[[E", "[15;5~", "[1;2P", "[2~", "[Z", "[I", "[O",
        "[<0;10;10M", "[<0;10;10m", "[M !!", "[32;10;10M", "[2;2~", "[2;5~", "[?1;2c", "[>0;276;0c", "[?2004;1$y",
        "]11;rgb:0000/0000/0000\u{1B}\\", "]0;title\u{07}", "P1$r0m\u{1B}\\", "_Gi=1;OK\u{1B}\\", "[33~", "[99;7~",
        "[1;9P", "[97;133u", "[201~", "[97;1:3u", "[57399u", "[27u", "[3;2~", "[23$", "[11^", "[1;5P", "Oz", "[E",
    ]

    @Test(arguments: meaningless) func whatMeansNothingIsDroppedAsAWholeAndWhatFollowsStays(way: String) {
        #expect(events("\u{1B}" + way + "2") == [.text("2")])
    }

    @Test func aSequenceMayComeInPieces() {
        for way in Self.meaningless + Self.keys.flatMap({ $0.2 }) {
            let bytes = Array(("\u{1B}" + way).utf8)
            for cut in 1..<bytes.count {
                var decoder = KeyDecoder()
                var pieces = bytes[..<cut].flatMap { decoder.take($0) }
                pieces += bytes[cut...].flatMap { decoder.take($0) }
                #expect(pieces == events(bytes), "\(way) cut at \(cut)")
            }
        }
    }

    @Test func whoeverPressesEscapeAndThenTypesLosesNothing() {
        for beginning in ["\u{1B}", "\u{1B}[", "\u{1B}O", "\u{1B}]", "\u{1B}P"] {
            var decoder = KeyDecoder()
            for byte in beginning.utf8 { #expect(decoder.take(byte).isEmpty) }
            #expect(decoder.mayEnd)
            decoder.end()
            #expect(decoder.take(UInt8(ascii: "[")) == [.text("[")])
        }
        // A number has come: no person types that.
        var decoder = KeyDecoder()
        for byte in "\u{1B}[1".utf8 { _ = decoder.take(byte) }
        #expect(!decoder.mayEnd)
    }

    @Test func bytesThatAreNoUTF8SwallowNothing() {
        let broken = Array("a".utf8) + [0xE9, UInt8(ascii: "b"), 0xFF, 0xC3, 0xA9, 0x80, 0xE6, 0xBC, UInt8(ascii: "c")]
        #expect(
            events(broken) == ["a", "\u{FFFD}", "b", "\u{FFFD}", "é", "\u{FFFD}", "\u{FFFD}", "c"].map { .text($0) })
        #expect(events([0xE9, 0x1B, UInt8(ascii: "["), UInt8(ascii: "A")]) == [.text("\u{FFFD}"), .key(.up, [])])
        #expect(events("漢😀") == [.text("漢"), .text("😀")])
        // Control characters of the second set, and what turns the direction of reading.
        #expect(events("a\u{9B}\u{202E}b") == [.text("a"), .text("b")])
    }

    @Test func whateverComesEnterGetsThrough() {
        var state: UInt64 = 7
        for _ in 0..<2000 {
            var bytes: [UInt8] = [0x1B]
            for _ in 0..<12 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes.append(UInt8(0x20 + (state >> 33) % 0x5F))
            }
            guard !String(decoding: bytes, as: UTF8.self).contains("[200~") else { continue }
            #expect(events(bytes + [0x0D]).last == .control(0x0D), "\(bytes)")
        }
        let long = "\u{1B}[" + String(repeating: "9;", count: 5000) + "\r"
        #expect(events(long).last == .control(0x0D))
    }

    @Test func aPasteIsOneEventWhateverItHolds() {
        let pasted = "print 1\u{1B}[A\nprint 2"
        #expect(events("\u{1B}[200~" + pasted + "\u{1B}[201~x") == [.paste(pasted), .text("x")])
    }

    @Test func charactersThatComeAsCodesAreThemselves() {
        #expect(events("\u{1B}[97u") == [.text("a")])
        #expect(events("\u{1B}[97:65;2u") == [.text("A")])
        #expect(events("\u{1B}[233u") == [.text("é")])
        #expect(events("\u{1B}[97;5u") == [.control(1)])
        #expect(events("\u{1B}[27;5;99~") == [.control(3)])
        #expect(events("\u{1B}[98;3u") == [.meta(UInt8(ascii: "b"))])
        #expect(events("\u{1B}Oq") == [.text("1")])
        #expect(events("\u{1B}[12;40R") == [.cursor(row: 12, column: 40)])
    }
}

import Testing

@testable import Ratings

/// Rows are not shifted, and identifiers are their bytes.
@Suite struct RowTests {
    @Test(arguments: [
        "user,item,rating\n1,2,3\n1,4,5,6\n", "1\t2\t3\t9\n1\t4\t5\t9\t7\n", "user;item;rating\n1;2;3\n1;a;b;3\n",
    ])
    func aRowWithMoreFieldsThanTheOthersIsAnError(text: String) {
        #expect(ReadingBench.message(text).contains(text.hasPrefix("user") ? "r.csv:3:1" : "r.csv:2:1"))
    }

    @Test(arguments: ["1,2,3,\n1,4,5,\n", "user,item,rating\n1,2,3,,\n1,4,5\n", "1;2;3;;\n;;;;\n1;4;5;;\n"])
    func emptyFieldsAtTheEndAreNone(text: String) throws {
        #expect(try ReadingBench.rows(text) == ["1 2 3", "1 4 5"])
    }

    @Test func namesOfRowsAsRWritesThemArePassedOver() throws {
        let reading = try ReadingBench.reading("\"user\",\"item\",\"rating\"\n\"1\",7,8,3\n\"2\",7,9,4\n")
        #expect(ReadingBench.rows(reading.table) == ["7 8 3", "7 9 4"])
        #expect(!reading.notices.isEmpty)
    }

    @Test func differentBytesAreDifferentIdentifiers() throws {
        let ids = ["e\u{301}", "\u{E9}", "007", "7", "1.0", "1", "A", "a", "\u{A0}x", "x"]
        let table = try ReadingBench.table(ids.map { "u,\($0),3\n" }.joined())
        #expect(table.items.count == ids.count)
        for id in ids { #expect(table.items.position(of: EntityID(id)) != nil) }
    }

    @Test func blanksBelongToTextsAndAreToldOf() throws {
        let reading = try ReadingBench.reading("user,item,rating\n1, lead,3\n1,lead,4\n1,lead ,5\n1, 10,1\n")
        #expect(reading.table.items.ids == [.text(" lead"), .text("lead"), .text("lead "), .integer(10)])
        #expect(reading.notices.contains { $0.contains("blank") && $0.contains("line 2") })
    }

    @Test(arguments: [
        " lead", "tail ", "a,\u{301}b", "say \"hi\"", "two\nlines", "semi;colon", "\r", "#1", "%x", "tab\there", "'",
        "\\",
        "::", "\u{FEFF}x", "NA", "user", "\u{202E}abc",
    ])
    func whatIsSavedReadsBackTheSame(id: String) throws {
        let table = RatingTable(
            users: Vocabulary([.text(id), .integer(1)]), items: Vocabulary([.text("i" + id), .text(id + "i")]),
            userPositions: [0, 1], itemPositions: [0, 1], ratings: [1e-12, 4.5], timestamps: [5, -7], scale: 0...5)
        let text = String(decoding: table.csvBytes(), as: UTF8.self)
        let again = try ReadingBench.table(text)
        #expect(again.users.ids == table.users.ids && again.items.ids == table.items.ids)
        #expect(again.ratings == table.ratings && again.timestamps == table.timestamps)
    }

    @Test(arguments: [",2,3", "\"\",2,3", "1,,3", "1,\"\",3"])
    func anEmptyIdentifierIsAnErrorWithItsLine(row: String) {
        #expect(ReadingBench.message("user,item,rating\n5,6,1\n\(row)\n").contains("r.csv:3:"))
    }

    @Test func orderIsThatOfPandas() throws {
        func order(_ ids: [String]) -> [String] {
            let vocabulary = Vocabulary(ids.map { EntityID($0) })
            return vocabulary.positionsInOrder.map { vocabulary[$0].description }
        }
        #expect(order(["10", "9", "-1"]) == ["-1", "9", "10"])
        #expect(order(["10", "9", "x"]) == ["10", "9", "x"])
        #expect(order(["10.5", "9.25", "9"]) == ["9", "9.25", "10.5"])
        #expect(order(["b", "B", "\u{E9}", "z"]) == ["B", "b", "z", "\u{E9}"])
        #expect(order(["034X", "1558", "0155"]) == ["0155", "034X", "1558"])
    }

    @Test func numbersThatAreFarApartHaveTheirPlaces() {
        var vocabulary = Vocabulary()
        let values = [0, 5_000_000, -3, .max, .min] + (0..<9000).map { $0 * 37 } + [16_777_216]
        for value in values { vocabulary.insert(.integer(value)) }
        #expect(vocabulary.count == Set(values).count)
        for value in values {
            #expect(vocabulary.position(of: .integer(value)).map { vocabulary[$0] } == .integer(value))
        }
        #expect(vocabulary.position(of: .integer(1)) == nil && vocabulary.position(of: .text("0")) == nil)
    }
}

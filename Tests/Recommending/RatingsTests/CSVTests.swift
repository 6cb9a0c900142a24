import Foundation
import Platform
import Ratings
import TestSupport
import Testing

@Suite struct CSVTests {
    private func read(_ text: String, _ change: (inout CSVFormat) -> Void = { _ in }) throws -> RatingTable {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var format = CSVFormat()
        change(&format)
        return try RatingTable(csv: try folder.write(text, to: "r.csv"), format: format)
    }

    private func message(_ text: String, _ change: (inout CSVFormat) -> Void = { _ in }) -> String {
        do {
            _ = try read(text, change)
            return "no error"
        } catch { return "\(error)" }
    }

    @Test(arguments: [
        "user,item,rating,timestamp\n7,x,4.5,10\n8,y,1,20\n", "7\tx\t4.5\t10\r\n8\ty\t1\t20\r\n",
        "7::x::4.5::10\n8::y::1::20",
        "\u{FEFF}userId,movieId,rating,timestamp\n7,\"x\",4.5,10\n\n8,y,1,20\n",
        "timestamp;item_id:token;rating:float;user_id:token\n10;x;4.5;7\n20;y;1;8\n",
    ])
    func layoutsAreFoundOut(text: String) throws {
        let table = try read(text)
        #expect(table.users.ids == [.integer(7), .integer(8)])
        #expect(table.items.ids == [.text("x"), .text("y")])
        #expect(table.ratings == [4.5, 1])
        #expect(table.timestamps == [10, 20])
        #expect(table.scale == 1...4.5)
    }

    @Test func columnsAreFoundByNameOrPosition() throws {
        let byName = try read("a,b,c\n1,2,3\n") { $0.columns = ["b", "a", "c"] }
        #expect(byName.users.ids == [.integer(2)])
        let byPlace = try read("5,4,3\n") { $0.columns = ["3", "2", "1"] }
        #expect(byPlace.users.ids == [.integer(3)])
        #expect(byPlace.ratings == [5])
        let inOrder = try read("5,4,3\n") { $0.columns = ["rating", "user", "item"] }
        #expect(inOrder.ratings == [5])
    }

    @Test func quotedFieldsHoldSeparatorsAndQuotes() throws {
        #expect(try read("u,\"a, \"\"b\"\"\",3\n").items.ids == [.text("a, \"b\"")])
    }

    @Test func textAfterAClosingQuoteIsAnError() {
        let error = #expect(throws: RatingsError.self) { try read("\"a\"b,2,3\n") }
        #expect(error?.description.contains(":1:1: a separator after the closing quote") == true)
    }

    @Test func aSeparatorOfSeveralBytesMatchesAsAWhole() throws {
        let table = try read("a←→b→3\n") { $0.separator = "→" }
        #expect(table.users.ids == [.text("a←")] && table.items.ids == [.text("b")])
        #expect(throws: RatingsError.self) { try read("1,2,3\n") { $0.separator = "" } }
    }

    @Test func ratingsAsFarApartAsNumbersGoAreSummarised() throws {
        let rows = (0..<30).map { "\($0),1,\($0.isMultiple(of: 2) ? "-" : "")1.7\($0)e308\n" }
        let summary = TableSummary(try read(rows.joined()))
        #expect(summary.ratings == 30)
        #expect(summary.histogram.reduce(0) { $0 + $1.count } <= 30)
    }

    @Test func theReaderOfProgressMayEndTheReading() throws {
        struct Enough: Error {}
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = try folder.write((0..<70_000).map { "\($0),1,3\n" }.joined(), to: "r.csv")
        #expect(throws: Enough.self) {
            try RatingText(path: path, format: CSVFormat()).read(FileStream(path)) { _, _ in throw Enough() }
        }
    }

    @Test func whyAFileCannotBeWrittenIsSaidInPlainWords() throws {
        let table = try read("1,2,3\n")
        for (path, reason) in [("/no/such/r.csv", "there is no such file or folder"), ("/tmp", "it is a folder")] {
            #expect(throws: PlatformError.unwritable(path: path, reason: reason)) { try table.writeCSV(to: path) }
        }
    }

    @Test func withoutARatingColumnEachRowMeansOne() throws {
        let table = try read("1,2\n1,3\n") { $0.implicit = true }
        #expect(table.ratings == [1, 1])
    }

    @Test func identifiersThatOnlyLookLikeNumbersStayTexts() throws {
        #expect(try read("007,2,3\n7,2,3\n").users.ids == [.text("007"), .integer(7)])
    }

    @Test func aRatingThatIsNoNumberIsNamedWithLineAndColumn() {
        let text = message("user,item,rating\n1,2,3\n1,3,four\n")
        #expect(text.contains(":3:5:") && text.contains("four"))
        #expect(message("1,2,nan\n").contains(":1:5:"))
    }

    @Test func anIdTwiceNamesBothLinesUnlessToldWhatToDo() throws {
        let twice = "1,2,3\n4,5,1\n1,2,5\n"
        let text = message(twice)
        #expect(text.contains(":3:") && text.contains("line 1") && text.contains("--duplicates"))
        #expect(try read(twice) { $0.duplicates = .first }.ratings == [3, 1])
        #expect(try read(twice) { $0.duplicates = .last }.ratings == [5, 1])
        #expect(try read(twice) { $0.duplicates = .keep }.ratings == [3, 1, 5])
    }

    @Test func badFilesAreNamedWithWhatIsWrong() throws {
        #expect(message("").contains("holds no ratings"))
        #expect(message("user,item,rating\n").contains("holds no ratings"))
        #expect(message("1,2\n1,3\n").contains("column"))
        #expect(message("1,2,3\n1,2\n").contains(":2:"))
        #expect(message("1,2,9\n") { $0.scale = 1...5 }.contains("from 1.0 to 5.0"))
        #expect(message("1,2,3\n" + String(repeating: "9", count: 2_000_000)).contains("longer than 1 MB"))
        #expect(message("user,item\n1,2\n") { $0.header = true }.contains("rating"))
        #expect(message("1,2,3\n") { $0.columns = ["9"] }.contains("'9'"))
        #expect(message("1,\"2,3\n").contains("closing quote"))
    }

    @Test func bytesThatAreNoTextAreNamedWithTheirPlace() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = try folder.write(Array("1,2,3\n4,".utf8) + [0xFF, 0xFE], to: "b.csv")
        let error = #expect(throws: RatingsError.self) { try RatingTable(csv: path) }
        #expect(error == .notText(path: path, line: 2, column: 3))
        let binary = try folder.write((0..<200).map { UInt8($0) }, to: "c.csv")
        #expect(throws: RatingsError.self) { try RatingTable(csv: binary) }
    }

    @Test func aMissingFileAndAFolderAreErrors() throws {
        #expect(throws: PlatformError.unreadable(path: "/no/such", reason: "there is no such file")) {
            try RatingTable(csv: "/no/such")
        }
        #expect(throws: PlatformError.unreadable(path: "/tmp", reason: "it is a folder")) {
            try RatingTable(csv: "/tmp")
        }
    }

    @Test func whatIsSavedReadsBackTheSame() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let table = try read("1,\"a,b\",3.25,9\n2,c,1,8\n")
        try table.writeCSV(to: folder.file("out.csv"))
        let again = try RatingTable(csv: folder.file("out.csv"))
        #expect(again.items.ids == table.items.ids)
        #expect(again.ratings == table.ratings)
        #expect(again.timestamps == table.timestamps)
    }

    @Test func aFullDiskIsAClearErrorAndADeviceIsNotReplaced() throws {
        let table = try read("1,2,3\n")
        let error = #expect(throws: PlatformError.self) { try table.writeCSV(to: "/dev/full") }
        #expect(error?.description.contains("full") == true)
        try table.writeCSV(to: "/dev/null")
        let kind = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
        #expect(kind == .typeCharacterSpecial)
    }
}

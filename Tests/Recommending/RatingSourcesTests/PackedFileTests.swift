import Foundation
import Platform
import Ratings
import TestSupport
import Testing

@testable import RatingSources

/// Files that are packed, of other encodings, or no columns at all.
@Suite struct PackedFileTests {
    private static let ratings = "user,item,rating\n1,10,4\n1,11,3\n"

    private func read(_ bytes: [UInt8], _ name: String, member: String? = nil, encoding: String? = nil) throws
        -> RatingText.Reading
    {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = try folder.write(bytes, to: name)
        return try RatingFile(path, encoding: encoding.flatMap { TextEncoding($0) }, member: member).read()
    }

    private func zip(_ members: [(String, String)]) throws -> [UInt8] {
        try ZipFile.of(members.map { ($0.0, Array($0.1.utf8)) })
    }

    private func message(_ bytes: [UInt8], _ name: String, member: String? = nil) -> String {
        do {
            _ = try read(bytes, name, member: member)
            return "no error"
        } catch { return "\(error)" }
    }

    /// Made with gzip, of `ratings`.
    private func gzip(_ text: String) throws -> [UInt8] {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = try folder.write(text, to: "r.csv")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/gzip")
        process.arguments = [path]
        try process.run()
        process.waitUntilExit()
        return try FileBytes.read(path + ".gz")
    }

    @Test(arguments: [
        [("x/README.txt", "hello"), ("x/data.csv", ratings)], [("__MACOSX/x/._r.csv", "junk"), ("x/r.csv", ratings)],
        [("LICENSE", "l"), (".DS_Store", "d"), ("a.pdf", "%PDF"), ("r.tsv", ratings)],
        [("ml/movies.csv", "movieId,title\n"), ("ml/ratings.csv", ratings), ("ml/tags.csv", "userId,tag\n")],
    ])
    func theMemberThatHoldsRatingsIsChosen(members: [(String, String)]) throws {
        #expect(try read(zip(members), "r.zip").table.count == 2)
    }

    @Test func aChoiceAmongSeveralIsSaid() throws {
        let reading = try read(zip([("a.csv", "x"), ("ratings.csv", Self.ratings)]), "r.zip")
        #expect(reading.notices.contains { $0.contains("ratings.csv") && $0.contains("--member") })
    }

    @Test func severalFilesThatCouldBeMeantAreNamed() throws {
        let packed = try zip([("part-0.csv", Self.ratings), ("part-1.csv", Self.ratings)])
        let text = message(packed, "r.zip")
        #expect(text.contains("part-0.csv") && text.contains("part-1.csv") && text.contains("--member"))
        #expect(try read(packed, "r.zip", member: "part-1.csv").table.count == 2)
        #expect(message(packed, "r.zip", member: "part-2.csv").contains("part-0.csv"))
    }

    @Test func aMemberOfWhatHoldsNoneIsRefused() {
        #expect(message(Array(Self.ratings.utf8), "r.csv", member: "x").contains("--member"))
    }

    @Test(arguments: [
        ([("[Content_Types].xml", "<x/>"), ("xl/workbook.xml", "<x/>")], "Excel"),
        ([("mimetype", "application/vnd.oasis"), ("content.xml", "<x/>")], "OpenDocument"),
        ([("U.npy", "x"), ("V.npy", "y")], "NumPy"),
    ])
    func documentsThatAreZipFilesAreNamedAsWhatTheyAre(members: [(String, String)], name: String) throws {
        #expect(message(try zip(members), "r.bin").contains(name))
    }

    @Test func everyFlippedBitOfGzipIsFound() throws {
        let text = "user,item,rating\n" + (0..<400).map { "\($0 % 17),\($0),\($0 % 5 + 1)\n" }.joined()
        let packed = try gzip(text)
        let right = try read(packed, "r.csv.gz").table.fingerprint
        for place in stride(from: 10, to: packed.count, by: 7) {
            var damaged = packed
            damaged[place] ^= 1 << UInt8(place % 8)
            guard let table = try? read(damaged, "r.csv.gz").table else { continue }
            // A bit of the file's name, which gzip keeps too.
            #expect(table.fingerprint == right, "byte \(place)")
        }
        #expect(message(Array(packed.dropLast(9)), "r.csv.gz").contains("cut short"))
    }

    @Test func gzipOfSeveralPartsIsOneText() throws {
        let packed = try gzip(Self.ratings) + gzip("2,10,5\n") + [0, 0, 0]
        #expect(try read(packed, "r.csv.gz").table.count == 3)
    }

    @Test(arguments: [
        ("utf-16", String.Encoding.utf16), ("utf-16", .utf16LittleEndian), ("utf-16", .utf16BigEndian),
    ])
    func utf16IsToldByItsFirstBytes(name: String, encoding: String.Encoding) throws {
        let bytes = try #require("user,item,rating\n1,Am\u{E9}lie,4\n".data(using: encoding))
        #expect(try read([UInt8](bytes), "r.csv").table.items.ids == [.text("Am\u{E9}lie")])
    }

    @Test(arguments: [("latin-1", String.Encoding.isoLatin1), ("cp1252", .windowsCP1252), ("Shift_JIS", .shiftJIS)])
    func otherEncodingsNeedTheirName(name: String, encoding: String.Encoding) throws {
        let item = encoding == .shiftJIS ? "\u{6620}\u{753B}" : "Am\u{E9}lie"
        let bytes = [UInt8](try #require("user,item,rating\n1,\(item),4\n".data(using: encoding)))
        #expect(message(bytes, "r.csv").contains("--encoding"))
        #expect(try read(bytes, "r.csv", encoding: name).table.items.ids == [.text(item)])
    }

    @Test func anUnknownEncodingIsNone() {
        #expect(TextEncoding("klingon") == nil && TextEncoding("") == nil && TextEncoding("utf 8")?.isUTF8 == true)
    }

    @Test func bytesThatTheEncodingDoesNotHaveAreCounted() {
        #expect(throws: RatingsError.self) {
            try read(Array("1,2,3\n".utf8) + [0xFF, 0xFE, 0xFF], "r", encoding: "utf-16be")
        }
    }

    @Test(arguments: [
        "{\"user_id\":\"u\",\"business_id\":\"b, 1\",\"stars\":5.0}\n\n{\"stars\":3,\"user_id\":\"u\",\"business_id\":\"c\\\"\"}\n",
        "[{\"user_id\":\"u\",\"business_id\":\"b, 1\",\"stars\":5},\n{\"stars\":3,\"user_id\":\"u\",\"business_id\":\"c\\\"\"}]",
    ])
    func jsonIsReadByItsNames(text: String) throws {
        let table = try read(Array(text.utf8), "r.json").table
        #expect(table.items.ids == [.text("b, 1"), .text("c\"")] && table.ratings == [5, 3])
    }

    @Test func brokenJSONIsNamedWithItsLine() {
        let text = "{\"user\":1,\"item\":2,\"rating\":3}\n{\"user\":1,\"item\":}\n"
        #expect(message(Array(text.utf8), "r.json").contains("r.json:2:18"))
        #expect(message(Array("{\"a\":1}\n7\n".utf8), "r.json").contains("JSON"))
    }

    @Test func blocksOfTheNetflixPrizeHaveTheirFilms() throws {
        let table = try read(Array("1:\n5,3,2005-01-01\n6,4,2005-01-02\n22:\n5,1,2004-01-01\n".utf8), "c.txt").table
        #expect(table.items.ids == [.integer(1), .integer(22)] && table.ratings == [3, 4, 1])
        #expect(table.timestamps?[2] == 1_072_915_200)
        #expect(message(Array("1:\n5,3,2005-01-01\n1000:\n6,x,2005-01-02\n".utf8), "c.txt").contains("c.txt:4:3"))
    }
}

import Testing

@testable import Ratings

/// What common programs write as text.
@Suite struct TextFormatTests {
    private let rows = ["1 10 4.5", "1 11 3"]

    @Test(arguments: [
        "1;10;4,5;100,5\n1;11;3;101,5\n", "user\titem\trating\n1\t10\t4,5\n1\t11\t3,0\n", "1 10 4,5\n1 11 3,0\n",
        "user|item|rating\n1|10|4,5\n1|11|3\n",
    ])
    func aDecimalCommaIsFoundOutAndSaid(text: String) throws {
        let reading = try ReadingBench.reading(text)
        #expect(ReadingBench.rows(reading.table) == rows)
        #expect(reading.notices.contains { $0.contains("--decimal") })
    }

    @Test func aCommaBeyondTheFirstLinesNamesTheOption() {
        let text = (0..<300).map { "1;\($0);4\n" }.joined() + "1;999;4,5\n"
        #expect(ReadingBench.message(text).contains("--decimal"))
    }

    @Test(arguments: [
        "1 10 4.5\n1 11 3\n", "1   10  4.5\r\n  1  11  3  \r\n", "1 \t10 \t4.5\n1 \t11 \t3\n", "1,10,4.5\r1,11,3\r",
        "sep=;\r\nuser;item;rating\r\n1;10;4.5\r\n1;11;3\r\n", "\n\n1,10,4.5\n\n   \n,,\n1,11,3",
        "% bip weighted\n% 2 1 2\n1 10 4.5\n1 11 3\n", "# made by hand\n#user,item,rating\n1,10,4.5\n1,11,3\n",
        "%%MatrixMarket matrix coordinate real general\n% c\n1 11 2\n1 10 4.5\n1 11 3\n",
        "\"1\" , \"10\" , \"4.5\"\n\"1\" , \"11\" , \"3\"\n",
        "user,item,rating,review\n1,10,4.5,\"a\n\"\"b\"\",c\"\n1,11,3,\n",
    ])
    func whatCommonProgramsWriteIsRead(text: String) throws {
        #expect(try ReadingBench.rows(text) == rows)
    }

    @Test func aQuoteBehindAnEscapeNeedsTheOption() throws {
        let text = "user,item,rating\n1,\"say \\\"hi\\\"\",4\n"
        #expect(ReadingBench.message(text).contains("--escape"))
        #expect(try ReadingBench.table(text) { $0.escape = "\\" }.items.ids == [.text("say \"hi\"")])
    }

    @Test(arguments: [
        ("1,a::b,4\n1,c::d,3\n", "1 a::b 4"), ("1;Heat, 1995;4\n1;Seven, 1995;3\n", "1 Heat, 1995 4"),
        ("u 1,i 1,4,2015-03-09 12:34:56\nu 1,i 2,3,2015-03-08 12:34:56\n", "u 1 i 1 4"),
        ("1|a;b|4\n2|c;d|5\n", "1 a;b 4"),
    ])
    func theSeparatorMakesLinesAlikeAndRatingsNumbers(text: String, first: String) throws {
        #expect(try ReadingBench.rows(text).first == first)
    }

    @Test func twoSeparatorsThatWouldDoAreToldOf() throws {
        let reading = try ReadingBench.reading("1;2,3;4,4\n1;5,3;6,4\n")
        #expect(reading.notices.contains { $0.contains("--separator") })
    }

    @Test(arguments: ["", "NA", "nan", "null", "\\N", "None"])
    func aRowWithoutARatingIsAnErrorOrLeftOutWithAWord(word: String) throws {
        let text = "user,item,rating\n1,10,4.5\n1,12,\(word)\n1,11,3\n"
        let message = ReadingBench.message(text)
        #expect(message.contains("r.csv:3:") && message.contains("--missing"))
        let reading = try ReadingBench.reading(text) { $0.missing = .drop }
        #expect(ReadingBench.rows(reading.table) == rows)
        #expect(reading.notices.contains { $0.contains("line 3") })
    }

    @Test(arguments: [
        ("PAR1\u{1}", "Parquet"), ("ARROW1\0", "Feather"), ("SQLite format 3\0", "SQLite"), ("%PDF-1.4\n", "PDF"),
        ("<!DOCTYPE html>\n<html>", "HTML"), ("<?xml version='1.0'?>", "XML"), ("{\"user\": 1}\n", "JSON"),
    ])
    func aFileOfAnotherKindIsNamedAsWhatItIs(start: String, name: String) {
        #expect(ReadingBench.message(start).contains(name))
    }

    @Test func theTableIsTheSameAtAnyNumberOfThreads() throws {
        // Quotes over line ends fall onto the ends of blocks; blank lines and comments shift rows against lines.
        let text =
            "# comment\nuser,item,rating,timestamp,note\n"
            + (0..<90_000).map { row in
                "u\(row % 700),\(row),\(row % 9).5,\(1_000_000 + row),\"\(String(repeating: "x\n", count: row % 7))\"\n"
                    + (row % 1000 == 0 ? "\n# more\n" : "")
            }.joined()
        let one = try ReadingBench.reading(text)
        #expect(one.table.count == 90_000)
        for threads in 2...4 {
            let other = try ReadingBench.reading(text, threads: threads)
            #expect(other.table.users.ids == one.table.users.ids && other.table.items.ids == one.table.items.ids)
            #expect(other.table.fingerprint == one.table.fingerprint)
            #expect(other.notices == one.notices)
        }
    }

    @Test func theFirstFaultIsToldAtAnyNumberOfThreads() {
        let rows = (0..<200_000).map { "\($0),1,3\n" }
        var text = rows
        text[150_000] = "x,1\n"
        text[190_000] = "y,1\n"
        for threads in 1...3 {
            #expect(throws: RatingsError.rowLength(path: "r.csv", line: 150_001, expected: 3, found: 2)) {
                try ReadingBench.reading(text.joined(), threads: threads)
            }
        }
    }

    @Test func duplicatesAreNamedWithTheirLinesFarApart() {
        let text = "\n" + (0..<150_000).map { "\($0),1,3\n" }.joined() + "7,1,4\n"
        let message = ReadingBench.message(text)
        #expect(message.contains("r.csv:150002:1") && message.contains("line 9"))
    }

    @Test func aQuoteThatIsNeverClosedIsNamedWhereItOpens() {
        let text = (0..<100_000).map { "\($0),1,3\n" }.joined() + "1,\"abc,3\n" + "2,2,2\n"
        #expect(ReadingBench.message(text).contains("r.csv:100001:3: a closing quote"))
    }
}

import Testing

@testable import Ratings

/// Times keep all their digits, whatever they are written in.
@Suite struct TimeTests {
    private func times(_ values: [String]) throws -> Timestamps {
        let rows = values.enumerated().map { "u,\($0.offset),3,\($0.element)\n" }.joined()
        return try #require(try ReadingBench.table("user,item,rating,timestamp\n" + rows).timestamps)
    }

    @Test func wholeNumbersOfAnySizeAreExact() throws {
        let values = ["1425904496123456789", "1425904496123456788", "-9223372036854775807"]
        let times = try times(values)
        #expect(values.indices.map(times.text) == values)
        #expect(times.unit == .nanoseconds)
    }

    @Test func fractionsAreExactBesideWholeNumbers() throws {
        let values = ["1588687728.1234567", "1588687728.1234568", "1588687728", "-0.5"]
        let times = try times(values)
        #expect(values.indices.map(times.text) == values)
        #expect(times[0] < times[1] && times[2] < times[0])
    }

    @Test(arguments: [
        ("2015-03-09T12:34:56Z", 1_425_904_496), ("2015-03-09 12:34:56", 1_425_904_496),
        ("2015-03-09T14:34:56+02:00", 1_425_904_496), ("2015-03-09T07:04:56-0530", 1_425_904_496),
        ("20150309T123456Z", 1_425_904_496), ("2015-03-09 12:34:56 UTC", 1_425_904_496),
        ("2015-03-09", 1_425_859_200), ("1969-12-31T23:59:59Z", -1), ("2000-02-29", 951_782_400),
        ("2015/03/09 12:34", 1_425_904_440),
    ])
    func datesOfISO8601AreSeconds(text: String, seconds: Int64) throws {
        #expect(try times([text]).ticks == [seconds])
        #expect(TimeText(text) == TimeText(text))
    }

    @Test func fractionsOfDatesAreExact() throws {
        let times = try times(["2015-03-09T12:34:56.000000001Z", "2015-03-09T12:34:56Z"])
        #expect(times.text(0) == "1425904496.000000001" && times.text(1) == "1425904496")
    }

    @Test(arguments: ["2015-02-29", "2015-13-01", "25:00", "yesterday", "", "12/31/2015", "0x10", "nan", "1e999"])
    func whatIsNoTimeIsNamedWithItsLine(text: String) {
        let message = ReadingBench.message("user,item,rating,timestamp\n1,2,3,7\n1,4,3,\(text)\n")
        #expect(message.contains("r.csv:3:7") && message.contains("--columns"))
    }

    @Test func datesAndNumbersInOneColumnAreNotMixed() {
        #expect(ReadingBench.message("1,2,3,2015-01-01\n1,4,3,100\n").contains("r.csv:2:7"))
    }

    @Test func finerUnitsAreToldOfAndShownAsDates() throws {
        for (time, unit) in [("1588687728923", "milliseconds"), ("1588687728923000", "microseconds")] {
            let reading = try ReadingBench.reading("1,2,3,\(time)\n")
            #expect(reading.notices.contains { $0.contains(unit) })
            #expect(TableSummary(reading.table).times?.first == "2020-05-05")
        }
    }

    @Test func daysGoThereAndBack() {
        for days in stride(from: Int64(-719_528), through: 2_932_896, by: 997) {
            #expect(CivilDate(daysSince1970: days)?.daysSince1970 == Int(days))
        }
        #expect(CivilDate(daysSince1970: .max) == nil)
    }

    @Test func whatNeedsAnOrderInTimeRefusesToInventOne() throws {
        let table = try ReadingBench.table("1,2,3\n1,4,3\n")
        for method in [SplitMethod.chrono, .leaveOneOut, .time] {
            #expect(throws: RatingsError.noTimestamps) { try table.split(by: method, ratios: [0.5]) }
        }
    }

    @Test func chronoFollowsTheLastDigit() throws {
        let rows = (0..<6).map { "1,\($0),3,142590449612345678\(9 - $0)\n" }.joined()
        let split = try ReadingBench.table(rows).split(by: .chrono, ratios: [0.5])
        #expect(ReadingBench.rows(split.train) == ["1 5 3", "1 4 3", "1 3 3"])
    }
}

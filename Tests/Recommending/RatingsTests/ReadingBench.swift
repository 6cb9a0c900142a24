import Platform

@testable import Ratings

/// Reads texts as files are read, without files.
enum ReadingBench {
    static func reading(_ text: String, threads: Int = 1, _ change: (inout CSVFormat) -> Void = { _ in }) throws
        -> RatingText.Reading
    {
        var format = CSVFormat()
        change(&format)
        var reader = RatingText(path: "r.csv", format: format)
        reader.threads = threads
        return try reader.read(MemoryStream(Array(text.utf8), path: "r.csv"))
    }

    static func table(_ text: String, _ change: (inout CSVFormat) -> Void = { _ in }) throws -> RatingTable {
        try reading(text, change).table
    }

    /// The rows as `user item rating`, in their order.
    static func rows(_ text: String, _ change: (inout CSVFormat) -> Void = { _ in }) throws -> [String] {
        rows(try table(text, change))
    }

    static func rows(_ table: RatingTable) -> [String] {
        (0..<table.count).map { row in
            let rating = table.ratings[row]
            return "\(table.users[Int(table.userPositions[row])]) \(table.items[Int(table.itemPositions[row])]) "
                + (Int(exactly: rating).map(String.init) ?? "\(rating)")
        }
    }

    static func message(_ text: String, _ change: (inout CSVFormat) -> Void = { _ in }) -> String {
        do {
            _ = try reading(text, change)
            return "no error"
        } catch { return "\(error)" }
    }
}

/// What `describe` shows of a table.
package struct TableSummary: Sendable {
    package struct Counts: Hashable, Sendable {
        package let least: Int
        package let median: Double
        package let mean: Double
        package let most: Int
    }

    package let ratings: Int
    /// Users and items that occur in a row.
    package let users: Int
    package let items: Int
    /// Ratings divided by pairs of user and item.
    package let density: Double
    package let min: Double
    package let max: Double
    package let mean: Double
    package let standardDeviation: Double
    /// How often each rating occurs, ascending; binned into ten where there are more than twenty different ones.
    package let histogram: [(rating: Double, count: Int)]
    package let perUser: Counts
    package let perItem: Counts
    /// The first and the last time, as dates where they are such.
    package let times: (first: String, last: String)?

    package init(_ table: RatingTable) {
        let values = table.ratings
        ratings = values.count
        let userCounts = Self.counts(table.userPositions, size: table.users.count)
        let itemCounts = Self.counts(table.itemPositions, size: table.items.count)
        users = userCounts.count
        items = itemCounts.count
        density = users == 0 || items == 0 ? 0 : Double(ratings) / (Double(users) * Double(items))
        let least = values.min() ?? 0
        let most = values.max() ?? 0
        let average = values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - average) * ($1 - average) }
        (min, max, mean) = (least, most, average)
        standardDeviation = values.isEmpty ? 0 : (squares / Double(values.count)).squareRoot()
        histogram = Self.histogram(values, least: least, most: most)
        perUser = Self.statistics(userCounts)
        perItem = Self.statistics(itemCounts)
        times = table.timestamps.flatMap { times in
            times.ticks.min().flatMap { first in times.ticks.max().map { (times.day(of: first), times.day(of: $0)) } }
        }
    }

    /// Ratings of each user or item that has any, ascending.
    private static func counts(_ positions: [Int32], size: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: size)
        for position in positions { counts[Int(position)] += 1 }
        return counts.filter { $0 > 0 }.sorted()
    }

    private static func statistics(_ counts: [Int]) -> Counts {
        guard let least = counts.first, let most = counts.last else {
            return Counts(least: 0, median: 0, mean: 0, most: 0)
        }
        let middle = counts.count / 2
        let median =
            counts.count.isMultiple(of: 2) ? Double(counts[middle - 1] + counts[middle]) / 2 : Double(counts[middle])
        return Counts(
            least: least, median: median, mean: Double(counts.reduce(0, +)) / Double(counts.count), most: most)
    }

    private static func histogram(_ values: [Double], least: Double, most: Double) -> [(rating: Double, count: Int)] {
        var counts: [Double: Int] = [:]
        for value in values {
            counts[value, default: 0] += 1
            if counts.count > 20 { break }
        }
        let width = (most - least) / 10
        guard counts.count > 20, width > 0, width.isFinite else {
            return counts.sorted { $0.key < $1.key }.map { (rating: $0.key, count: $0.value) }
        }
        var bins = [Int](repeating: 0, count: 10)
        for value in values { bins[Swift.min(9, Int((value - least) / width))] += 1 }
        return bins.enumerated().map { (rating: least + (Double($0.offset) + 0.5) * width, count: $0.element) }
    }
}

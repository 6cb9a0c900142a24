import Display
import Foundation
import Ratings
import Values

/// `describe` of ratings.
enum DatasetDescription {
    static func table(_ dataset: DatasetObject) -> TableObject {
        let info = dataset.info
        func counts(_ counts: TableSummary.Counts) -> JSONValue {
            .string(
                "\(counts.least) to \(Figures.grouped(counts.most)), median \(Figures.plain(counts.median)), mean \(Figures.significant(counts.mean))"
            )
        }
        var rows: [[JSONValue]] = [
            ["ratings", .integer(info.ratings)], ["users", .integer(info.users)], ["items", .integer(info.items)],
            ["density", .string(Figures.significant(info.density * 100) + " %")],
            ["mean rating", .number(info.mean)], ["standard deviation", .number(info.standardDeviation)],
            ["ratings per user", counts(info.perUser)], ["ratings per item", counts(info.perItem)],
        ]
        if let times = info.times {
            let days = [times.lowerBound, times.upperBound].map {
                Date(timeIntervalSince1970: $0).formatted(.iso8601.year().month().day())
            }
            rows.append(["time", .string("\(days[0]) to \(days[1])")])
        }
        let most = info.histogram.map(\.count).max() ?? 1
        for (rating, count) in info.histogram {
            let bar = String(repeating: "#", count: Int((24 * Double(count) / Double(max(1, most))).rounded()))
            rows.append([.string("rated \(Figures.plain(rating))"), .string("\(Figures.grouped(count))  \(bar)")])
        }
        if let truth = dataset.truth {
            rows.append(["true model", .string("rank \(truth.rank), noise \(Figures.significant(truth.noise))")])
        }
        return TableObject(columns: ["what", "value"], rows: rows)
    }
}

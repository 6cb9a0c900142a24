import Display
import Notebook
import Ratings
import Values

struct DescribeCommand: Command {
    let object = Reference<any SessionObject>(
        "OBJECT", [], isRequired: true, help: "ratings, or anything else that is defined")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "describe", "what a thing holds: counts, density and ranges of ratings; else its summary",
            arguments: [object], examples: ["describe ratings"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let object = try await session.object(object, call)
        if let dataset = object as? DatasetObject {
            return try await session.compute("describe") { _, _ in DatasetDescription.table(dataset) }
        }
        var rows: [[JSONValue]] = [
            ["kind", .string(object.kind.rawValue)], ["summary", .string(await object.summary())],
        ]
        let fields = await object.fieldNames()
        if !fields.isEmpty { rows.append(["fields", .string(fields.joined(separator: ", "))]) }
        return TableObject(columns: ["what", "value"], rows: rows)
    }
}

/// Ratings in figures.
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
            rows.append(["time", .string("\(times.first) to \(times.last)")])
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

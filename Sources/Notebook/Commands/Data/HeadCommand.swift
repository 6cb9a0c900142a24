import Display
import Notebook
import Ratings
import Values

struct HeadCommand: Command {
    enum Format: String, CaseIterable { case text, csv }

    let data = Reference<any SessionObject>(
        "DATA", [.dataset, .table, .predictions], isRequired: true, help: "ratings or a table")
    let count = Parameter("n", 1...1_000_000, default: 10, help: "how many rows")
    let format = Parameter("format", default: Format.text, help: "aligned columns, or comma-separated")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "head", "the first rows", arguments: [data], options: [count, format], trailing: count, gives: .table,
            examples: ["head ratings --n 5"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let count = call[count]
        var table: TableObject
        switch try await session.object(data, call) {
        case let dataset as DatasetObject: table = rows(of: dataset.table, count, "rating")
        case let predictions as PredictionsObject: table = rows(of: predictions.table, count, "prediction")
        case let other as TableObject:
            table = TableObject(columns: other.table.columns, rows: Array(other.table.rows.prefix(count)))
        default: return nil
        }
        table.isCSV = call[format] == .csv
        return table
    }

    private func rows(of table: RatingTable, _ count: Int, _ value: String) -> TableObject {
        let hasTitles = !table.titles.isEmpty
        let columns =
            ["user", "item", value] + (table.timestamps == nil ? [] : ["timestamp"]) + (hasTitles ? ["title"] : [])
        let rows = (0..<min(count, table.count)).map { row -> [JSONValue] in
            let item = table.items[Int(table.itemPositions[row])]
            var cells: [JSONValue] = [
                table.users[Int(table.userPositions[row])].json, item.json, JSONValue(figure: table.ratings[row]),
            ]
            if let times = table.timestamps { cells.append(times.json(row)) }
            if hasTitles { cells.append(.string(table.titles[item] ?? "")) }
            return cells
        }
        return TableObject(columns: columns, rows: rows)
    }
}

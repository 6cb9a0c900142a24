package import Display
package import Values

/// A table under a name; its columns are fields, and so are its rows by their labels.
package struct TableObject: SessionObject {
    package var table: Table
    /// Whether text is comma-separated instead of aligned.
    package var isCSV = false
    /// What belongs to the table beside its rows, for programs.
    package var more = JSONObject()
    /// Objects that belong to it, which are fields too.
    package var beneath: [String: any SessionObject] = [:]

    package init(_ table: Table) { self.table = table }

    package init(columns: [String], rows: [[JSONValue]], note: String? = nil) {
        table = Table(columns: columns, rows: rows, note: note)
    }

    package var kind: ObjectKind { .table }
    package var isLarge: Bool { table.rows.count > 10_000 }
    package func summary() async -> String { "table of \(Figures.count(table.rows.count, "row"))" }
    package func json() async -> JSONValue { .object((table.json.object ?? [:]).merging(more)) }
    package func output() async -> Output { isCSV ? .text(table.csv()) : .table(table) }
    package func fieldNames() async -> [String] {
        ["count"] + table.columns + beneath.keys.sorted() + table.labels.filter { !table.columns.contains($0) }
    }

    package func namesBelow() async -> [String: [String]] { ["": table.columns] }

    /// A column's values; else what belongs to the table; else the row that is labelled so.
    package func field(_ name: String) async throws -> (any SessionObject)? {
        if name == "count" { return PlainValue(.integer(table.rows.count)) }
        if let column = table.column(name) { return PlainValue(.array(column)) }
        return beneath[name] ?? table.record(labelled: name).map { MetricsObject($0) }
    }
}

package import Values

/// Rows under column names.
package struct TableObject: SessionObject {
    package let columns: [String]
    package var rows: [[JSONValue]]
    /// Shown under the table.
    package var note: String?
    /// Whether text is comma-separated instead of aligned.
    package var isCSV = false

    package init(columns: [String], rows: [[JSONValue]], note: String? = nil) {
        self.columns = columns
        self.rows = rows
        self.note = note
    }

    package var kind: ObjectKind { .table }
    package func summary() async -> String { "table of \(Figures.count(rows.count, "row"))" }

    package func json() async -> JSONValue {
        ["columns": .array(columns.map(JSONValue.string)), "rows": .array(rows.map(JSONValue.array))]
    }

    package func text(_ style: TextStyle) async -> String {
        if isCSV { return csv() }
        let body = TextTable(columns: columns, rows: rows).text(columns: style.columns)
        return note.map { body + "\n" + $0 } ?? body
    }

    /// The table with one more row; columns that are new are empty in the rows before it.
    func adding(_ record: JSONObject) -> TableObject {
        let names = columns + record.keys.filter { !columns.contains($0) }
        let padding = [JSONValue](repeating: .null, count: names.count - columns.count)
        var table = TableObject(columns: names, rows: rows.map { $0 + padding }, note: note)
        table.rows.append(names.map { record[$0] ?? .null })
        table.isCSV = isCSV
        return table
    }

    package func fieldNames() async -> [String] { ["count"] + columns }

    package func field(_ name: String) async throws -> (any SessionObject)? {
        if name == "count" { return PlainValue(.integer(rows.count)) }
        guard let column = columns.firstIndex(of: name) else { return nil }
        return PlainValue(.array(rows.map { $0[column] }))
    }

    /// The table as comma-separated values, RFC 4180.
    package func csv() -> String {
        ([columns.map(JSONValue.string)] + rows).map { row in
            row.map { value in
                let text = value.isNull ? "" : value.plainText
                guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
                return "\"" + text.replacing("\"", with: "\"\"") + "\""
            }.joined(separator: ",")
        }.joined(separator: "\n")
    }
}

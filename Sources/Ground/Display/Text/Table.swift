package import Values

/// Rows under column names: what commands give, whichever way it is shown.
package struct Table: Hashable, Sendable {
    package let columns: [String]
    package var rows: [[JSONValue]]
    /// Shown under the table.
    package var note: String?

    package init(columns: [String], rows: [[JSONValue]], note: String? = nil) {
        self.columns = columns
        self.rows = rows
        self.note = note
    }

    package var json: JSONValue {
        ["columns": .array(columns.map(JSONValue.string)), "rows": .array(rows.map(JSONValue.array))]
    }

    /// The table with one more row; columns that are new are empty in the rows before it.
    package func adding(_ record: JSONObject) -> Table {
        let names = columns + record.keys.filter { !columns.contains($0) }
        let padding = [JSONValue](repeating: .null, count: names.count - columns.count)
        return Table(
            columns: names, rows: rows.map { $0 + padding } + [names.map { record[$0] ?? .null }], note: note)
    }

    /// The values under a name; `nil` where there is no such column.
    package func column(_ name: String) -> [JSONValue]? {
        columns.firstIndex(of: name).map { column in rows.map { $0[column] } }
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

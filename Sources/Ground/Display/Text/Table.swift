package import Values

/// Rows under column names: what commands give, whichever way it is shown.
package struct Table: Hashable, Sendable {
    package private(set) var columns: [String]
    package var rows: [[JSONValue]]
    /// Shown under the table.
    package var note: String?
    /// How columns are shown where it is not by their values alone; JSON and CSV have the values.
    package var styles: [String: ColumnStyle] = [:]

    package init(columns: [String], rows: [[JSONValue]], note: String? = nil) {
        self.columns = columns
        self.rows = rows
        self.note = note
    }

    package var json: JSONValue {
        ["columns": .array(columns.map(JSONValue.string)), "rows": .array(rows.map(JSONValue.array))]
    }

    /// Adds a row at the end; columns that are new are empty in the rows before it.
    package mutating func add(_ record: JSONObject) {
        let new = record.keys.filter { !columns.contains($0) }
        if !new.isEmpty {
            columns += new
            for index in rows.indices { rows[index] += [JSONValue](repeating: .null, count: new.count) }
        }
        rows.append(columns.map { record[$0] ?? .null })
    }

    /// The columns of these names, in this order; one that there isn't is left out.
    package func selecting(_ names: [String]) -> Table {
        let places = names.compactMap { columns.firstIndex(of: $0) }
        var selected = Table(
            columns: places.map { columns[$0] }, rows: rows.map { row in places.map { row[$0] } }, note: note)
        selected.styles = styles
        return selected
    }

    /// The values under a name; `nil` where there is no such column.
    package func column(_ name: String) -> [JSONValue]? {
        columns.firstIndex(of: name).map { column in rows.map { $0[column] } }
    }

    /// What rows are called: the texts of the first column.
    package var labels: [String] { rows.compactMap { $0.first?.string } }

    /// The row of a label, without it; `nil` where no row or more than one is called so.
    package func record(labelled label: String) -> JSONObject? {
        let found = rows.filter { $0.first?.string == label }
        guard found.count == 1, let row = found.first else { return nil }
        return JSONObject(zip(columns, row).dropFirst().map { ($0, $1) })
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

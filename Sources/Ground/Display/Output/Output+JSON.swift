package import Values

/// A result as it is kept in a file, and read back the same.
extension Output {
    package var json: JSONValue {
        switch self {
        case .text(let text): return ["text": .string(text)]
        case .markdown(let text): return ["markdown": .string(text)]
        case .pairs(let values, let title):
            return ["pairs": .object(values), "title": title.map { .string($0) } ?? .null]
        case .entries(let entries, let width):
            return [
                "entries": .array(entries.map { [.string($0.term), .string($0.meaning)] }), "width": .integer(width),
            ]
        case .table(let table):
            let note: JSONValue = table.note.map { .string($0) } ?? .null
            return ["table": .object((table.json.object ?? [:]).merging(["note": note]).merging(styles(of: table)))]
        case .picture(let plot): return ["picture": plot.json]
        case .group(let parts): return ["group": .array(parts.map(\.json))]
        }
    }

    private func styles(of table: Table) -> JSONObject {
        let styles = table.columns.compactMap { column in
            table.styles[column].map { (column, JSONValue.string($0.word)) }
        }
        return styles.isEmpty ? JSONObject() : ["styles": .object(JSONObject(styles))]
    }

    /// `nil` where the JSON is not one that `json` wrote.
    package init?(json: JSONValue) {
        guard let object = json.object, let kind = object.keys.first, let value = object[kind] else { return nil }
        switch (kind, value) {
        case ("text", .string(let text)): self = .text(text)
        case ("markdown", .string(let text)): self = .markdown(text)
        case ("pairs", .object(let values)): self = .pairs(values, title: object["title"]?.string)
        case ("entries", .array(let list)):
            let entries = list.compactMap { entry -> Entry? in
                guard let pair = entry.array, pair.count == 2, let term = pair[0].string, let meaning = pair[1].string
                else { return nil }
                return Entry(term, meaning)
            }
            self = .entries(entries, width: object["width"]?.integer ?? 20)
        case ("table", .object(let members)):
            guard let columns = members["columns"]?.array?.compactMap(\.string), let rows = members["rows"]?.array
            else {
                return nil
            }
            let whole = rows.compactMap(\.array).filter { $0.count == columns.count }
            var table = Table(columns: columns, rows: whole, note: members["note"]?.string)
            for (column, word) in members["styles"]?.object ?? [:] {
                table.styles[column] = word.string.flatMap(ColumnStyle.init(word:))
            }
            self = .table(table)
        case ("picture", .object(let members)):
            guard let plot = Plot(json: members) else { return nil }
            self = .picture(plot)
        case ("group", .array(let parts)): self = .group(parts.compactMap(Output.init(json:)))
        default: return nil
        }
    }
}

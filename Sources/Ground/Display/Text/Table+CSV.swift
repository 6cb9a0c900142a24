import Values

extension Table {
    /// Reads what `csv` wrote: comma-separated values under a line of names, RFC 4180. Of a row that is too short the rest is
    /// empty, what is beyond the names is left out.
    ///
    /// - Returns: `nil` where there is no line of names.
    package init?(csv text: String) {
        var records: [[JSONValue]] = []
        var record: [JSONValue] = []
        var field = ""
        var (isQuoted, wasQuoted) = (false, false)
        func end() {
            record.append(wasQuoted ? .string(field) : field.isEmpty ? .null : JSONValue(word: field))
            (field, wasQuoted) = ("", false)
        }
        // Line ends of two characters are one in Swift.
        var rest = text.makeIterator()
        var next = rest.next()
        while let character = next {
            next = rest.next()
            switch character {
            case "\"" where isQuoted && next == "\"":
                field.append(character)
                next = rest.next()
            case "\"":
                isQuoted.toggle()
                wasQuoted = true
            case "," where !isQuoted: end()
            case _ where character.isNewline && !isQuoted:
                end()
                records.append(record)
                record = []
            default: field.append(character)
            }
        }
        if !field.isEmpty || wasQuoted || !record.isEmpty {
            end()
            records.append(record)
        }
        guard let names = records.first?.map(\.plainText), !names.isEmpty else { return nil }
        self.init(
            columns: names,
            rows: records.dropFirst().map { row in
                Array(row.prefix(names.count))
                    + [JSONValue](repeating: .null, count: max(0, names.count - row.count))
            })
    }
}

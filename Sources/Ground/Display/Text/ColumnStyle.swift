package import Values

/// How the values of a column are shown.
package enum ColumnStyle: Hashable, Sendable {
    /// A metric, with an arrow to where it is better.
    case metric(Direction)
    /// Seconds, as `0.84 s` and `3 min 20 s`.
    case duration
    /// Numbers that count or set something, in threes: `100,000`.
    case count

    /// As it is kept in a file.
    var word: String {
        switch self {
        case .metric(let direction): direction.rawValue
        case .duration: "duration"
        case .count: "count"
        }
    }

    /// `nil` where `word` wrote no such word.
    init?(word: String) {
        switch word {
        case "duration": self = .duration
        case "count": self = .count
        default:
            guard let direction = Direction(rawValue: word) else { return nil }
            self = .metric(direction)
        }
    }
}

extension Table {
    /// A column's name as it stands above it: `rmse ↓` where less is better.
    package func heading(_ column: String) -> String {
        guard case .metric(let direction)? = styles[column] else { return column }
        return "\(column) \(direction == .minimize ? "↓" : "↑")"
    }

    /// The values of a column as they are shown. Measured numbers have all four digits, so that they can be compared;
    /// where all are short, as settings are, none has zeros at its end.
    package func texts(of column: Int) -> [String] {
        let values = rows.map { $0[column] }
        switch styles[columns[column]] {
        case .duration: return values.map { value in value.number.map(Figures.duration) ?? Figures.text(value) }
        case .count: return values.map { value in value.integer.map(Figures.grouped) ?? Figures.text(value) }
        case .metric, nil:
            let isMeasured = values.contains { value in
                if case .number(let number) = value { return Figures.short(number) == nil }
                return false
            }
            return values.map { value in
                guard isMeasured, case .number(let number) = value, Int(exactly: number) == nil else {
                    return Figures.text(value)
                }
                return Figures.significant(number)
            }
        }
    }

    /// Whether a column holds numbers alone, which stand to the right.
    package func isNumeric(_ column: Int) -> Bool {
        rows.contains { $0[column].number != nil } && rows.allSatisfy { $0[column].number != nil || $0[column].isNull }
    }
}

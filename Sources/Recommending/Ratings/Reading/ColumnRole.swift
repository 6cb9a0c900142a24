/// The columns of a text of ratings by what they mean.
enum ColumnRole: Int, CaseIterable, Sendable {
    case user, item, rating, timestamp

    private func names(_ value: CSVFormat.Value) -> [[String]] {
        switch self {
        case .user: ColumnNames.user
        case .item: ColumnNames.item
        case .rating: value == .prediction ? ColumnNames.prediction : ColumnNames.rating
        case .timestamp: ColumnNames.timestamp
        }
    }

    /// How well a name fits: 0 for the role's own, more for others; `nil` for none of the role's.
    func rank(_ heading: String, _ value: CSVFormat.Value) -> Int? {
        let names = names(value)
        let plain = Self.plain(heading)
        if let rank = names.firstIndex(where: { $0.contains(plain) }) { return rank }
        // A name such as `review/userId` has the thing that it belongs to before it.
        guard let last = heading.split(separator: "/").last, last.count < heading.count else { return nil }
        let short = Self.plain(String(last))
        return names.firstIndex { $0.contains(short) }
    }

    /// The role whose own name this is: `user`, `userID`, `rating` and the like.
    init?(own name: String, _ value: CSVFormat.Value) {
        let plain = Self.plain(name)
        if value == .prediction, plain == "rating" {
            self = .rating
            return
        }
        guard let role = Self.allCases.first(where: { $0.names(value)[0].contains(plain) }) else { return nil }
        self = role
    }

    /// Whether a head may name any role like this.
    static func isKnown(_ heading: String, _ value: CSVFormat.Value) -> Bool {
        allCases.contains { $0.rank(heading, value) != nil } || plain(heading) == "prediction"
    }

    func name(_ value: CSVFormat.Value) -> String {
        switch self {
        case .user: "user"
        case .item: "item"
        case .rating: value.rawValue
        case .timestamp: "timestamp"
        }
    }

    /// In lower case, letters and digits alone, without a type as RecBole writes it (`item_id:token`).
    private static func plain(_ heading: String) -> String {
        let name = heading.split(separator: ":", omittingEmptySubsequences: true).first ?? ""
        return String(name.lowercased().filter { $0.isLetter || $0.isNumber })
    }
}

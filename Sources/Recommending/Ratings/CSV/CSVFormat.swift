/// How a file of ratings is laid out; what is `nil` is found out from the file.
package struct CSVFormat: Hashable, Sendable {
    /// What to do with a second rating of an item by the same user.
    package enum Duplicates: String, Sendable, CaseIterable { case error, first, last, keep }

    /// Between columns: one character, or `::`.
    package var separator: String?
    /// Whether the first line names the columns.
    package var header: Bool?
    /// Where user, item, rating and timestamp stand, in this order: names from the head, or positions from 1.
    package var columns: [String]?
    /// Names that the head may give these columns beside the usual ones.
    package var userColumn: String?
    package var itemColumn: String?
    package var ratingColumn: String?
    /// The lowest and the highest possible rating; otherwise those of the file.
    package var scale: ClosedRange<Double>?
    /// There is no rating column: each row means 1.
    package var implicit = false
    package var duplicates = Duplicates.error

    package init() {}

    var namedColumns: [(role: ColumnRole, name: String)] {
        [(ColumnRole.user, userColumn), (.item, itemColumn), (.rating, ratingColumn)].compactMap { role, name in
            name.map { (role, $0) }
        }
    }
}

/// The columns of a rating file by what they mean.
enum ColumnRole: Int, CaseIterable {
    case user, item, rating, timestamp

    /// The names that data sets use, in lower case, without `_` and without a type as RecBole writes it.
    private var synonyms: [String] {
        switch self {
        case .user: ["user", "userid", "uid", "reviewerid"]
        case .item: ["item", "itemid", "iid", "movie", "movieid", "productid", "asin", "bookid", "trackid"]
        case .rating: ["rating", "ratings", "score", "stars", "value", "prediction"]
        case .timestamp: ["timestamp", "time", "unixreviewtime", "date"]
        }
    }

    init?(heading: String) {
        let plain = heading.lowercased().split(separator: ":").first.map(String.init) ?? ""
        let bare = plain.filter { $0 != "_" && $0 != " " && $0 != "-" }
        guard let role = Self.allCases.first(where: { $0.synonyms.contains(bare) }) else { return nil }
        self = role
    }
}

/// How a text of ratings is laid out; what is `nil` is found out from the text.
package struct CSVFormat: Hashable, Sendable {
    /// What to do with a second rating of an item by the same user.
    package enum Duplicates: String, Sendable, CaseIterable { case error, first, last, keep }
    /// What to do with a row that has no rating.
    package enum Missing: String, Sendable, CaseIterable { case error, drop }
    /// What the numbers are: a column of the other kind is none of them.
    package enum Value: String, Sendable { case rating, prediction }

    /// Between columns: one character, or several such as `::`. A blank stands for any run of blanks and tabs.
    package var separator: String?
    /// Whether the first line names the columns.
    package var header: Bool?
    /// Roles in the order of the columns, or names from the head and positions from 1 for user, item, rating and
    /// timestamp.
    package var columns: [String]?
    /// Names that the head gives these columns, before any usual one.
    package var userColumn: String?
    package var itemColumn: String?
    package var ratingColumn: String?
    /// The lowest and the highest possible rating; otherwise those of the text.
    package var scale: ClosedRange<Double>?
    /// There is no rating column: each row means 1.
    package var implicit = false
    package var duplicates = Duplicates.error
    package var missing = Missing.error
    package var value = Value.rating
    /// What stands before a number's fraction.
    package var decimalMark: String?
    /// What stands before a quote within quotes, beside a second quote.
    package var escape: String?

    package init() {}

    var namedColumns: [(role: ColumnRole, name: String)] {
        [(ColumnRole.user, userColumn), (.item, itemColumn), (.rating, ratingColumn)].compactMap { role, name in
            name.map { (role, $0) }
        }
    }

    /// The roles for which `columns` gives names and positions, in this order.
    var roles: [ColumnRole] { implicit ? [.user, .item, .timestamp] : [.user, .item, .rating, .timestamp] }
}

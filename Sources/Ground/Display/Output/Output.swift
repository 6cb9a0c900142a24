package import Values

/// A result as it is shown, whoever shows it: each renderer makes of it what a person reads there.
package indirect enum Output: Sendable {
    /// A term and what it is.
    package struct Entry: Sendable {
        package let term: String
        package let meaning: String

        package init(_ term: String, _ meaning: String) {
            self.term = term
            self.meaning = meaning
        }
    }

    case text(String)
    case markdown(String)
    /// Names and their values, perhaps under a title.
    case pairs(JSONObject, title: String? = nil)
    /// Terms in a column so wide, and their meanings.
    case entries([Entry], width: Int)
    case table(Table)
    case picture(Plot)
    case group([Output])
}

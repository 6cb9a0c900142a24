/// One declared parameter: of a recommender, a tuner, an assessor, a command, a program or the session.
///
/// The same declaration checks values, fills in defaults, and feeds options, help and completion.
package struct ParameterDescription: Sendable {
    package enum Kind: Hashable, Sendable {
        /// A whole number in a closed range.
        case integer(ClosedRange<Int>)
        /// A finite number in a closed range.
        case number(ClosedRange<Double>)
        case boolean
        /// One of these words.
        case choice([String])
        case text
        case file
        /// The name of something that is defined, of one of these kinds; empty: of any.
        case object([String])
        /// `name=value`, of these names.
        case assignment([String])
        /// A text that its reader understands, such as a metric, by its placeholder; with words to offer for it.
        case word(String, suggestions: [String])
        /// The name of a column of what the call is about; with names that it always has.
        case column([String])
    }

    /// The name as the field writes it: `n_factors`. An argument's is what usage shows: `DATA`.
    package let name: String
    package let kind: Kind
    /// Whether it takes several values.
    package let isList: Bool
    /// Whether every call gives it.
    package let isRequired: Bool
    /// Used where no value is given; `nil`: none, the parameter may stay unset.
    package let defaultValue: JSONValue?
    /// What holds where it stays unset, in words.
    package let unset: String?
    /// Of a boolean, the name that says the opposite; `no_…` where there is no better one.
    package let opposite: String?
    /// One line of help, without a full stop.
    package let help: String
    /// Of names to offer, those that fit the call's other words; `nil` where these say nothing.
    package let offered: (@Sendable ([String]) -> [String]?)?
    /// What its reader asks of a text beyond its kind.
    package let check: (@Sendable (String) throws -> Void)?

    package init(
        _ name: String, _ kind: Kind, isList: Bool = false, isRequired: Bool = false,
        default defaultValue: JSONValue? = nil, unset: String? = nil, opposite: String? = nil, help: String,
        check: (@Sendable (String) throws -> Void)? = nil, offered: (@Sendable ([String]) -> [String]?)? = nil
    ) {
        self.name = name
        self.kind = kind
        self.isList = isList
        self.isRequired = isRequired
        self.defaultValue = defaultValue
        self.unset = unset
        self.opposite = opposite
        self.help = help
        self.offered = offered
        self.check = check
    }

    package var isNumber: Bool {
        switch kind {
        case .integer, .number: true
        default: false
        }
    }

    // MARK: - As an option

    /// As a flag is spelled, without its dashes: `n-factors`.
    package var flag: String { name.replacing("_", with: "-") }
    /// The flag that turns it off: Surprise's `unbiased`; elsewhere the usual `no-…`.
    package var oppositeFlag: String? { opposites.first }
    /// All flags that turn it off: the usual one is always right.
    var opposites: [String] {
        guard kind == .boolean else { return [] }
        return (opposite.map { [$0.replacing("_", with: "-")] } ?? []) + ["no-" + flag]
    }
    /// The flags that are worth showing: what is off already needs no flag that turns it off.
    package var shownFlags: [String] { [flag] + (defaultValue == false ? [] : oppositeFlag.map { [$0] } ?? []) }

    /// The default as its words would be typed; else what holds without a value.
    package var fallback: String? {
        guard let value = defaultValue else { return unset }
        if kind == .boolean { return value == true ? "yes" : nil }
        return value.array?.map(\.plainText).joined(separator: " ") ?? value.plainText
    }
}

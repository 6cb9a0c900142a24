/// One declared parameter: of a recommender, a tuner or an assessor.
///
/// The same declaration checks values, fills in defaults, and feeds command options, help and completion.
package struct ParameterDescription: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// A whole number in a closed range.
        case integer(ClosedRange<Int>)
        /// A finite number in a closed range.
        case number(ClosedRange<Double>)
        case boolean
        /// One of these words.
        case choice([String])
        /// A list of whole numbers, each in the range.
        case integers(ClosedRange<Int>)
        case text
    }

    /// The name as the field writes it: `n_factors`.
    package let name: String
    package let kind: Kind
    /// Used where no value is given; `nil`: none, the parameter may stay unset.
    package let defaultValue: JSONValue?
    /// One line of help, without a full stop.
    package let help: String

    package init(_ name: String, _ kind: Kind, default defaultValue: JSONValue? = nil, help: String) {
        self.name = name
        self.kind = kind
        self.defaultValue = defaultValue
        self.help = help
    }
}

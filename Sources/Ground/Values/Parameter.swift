/// Whatever a call can give, by what is declared of it.
package protocol Declared: Sendable {
    var description: ParameterDescription { get }
}

/// A parameter whose values have one type: its name, range, default and help are declared once, and it is read as what it
/// is.
///
///     static let factors = Parameter("n_factors", 1...100_000, default: 100, help: "number of factors")
///     values[Self.factors]   // an Int
package struct Parameter<Value: Sendable>: Declared {
    /// What checks, help, options and completion see.
    package let description: ParameterDescription
    let fallback: Value
    let read: @Sendable (JSONValue) -> Value?

    private init(
        _ description: ParameterDescription, _ fallback: Value, read: @escaping @Sendable (JSONValue) -> Value?
    ) {
        self.description = description
        self.fallback = fallback
        self.read = read
    }

    package var name: String { description.name }
}

// MARK: - Numbers

extension Parameter<Int> {
    package init(_ name: String, _ range: ClosedRange<Int>, default value: Int, help: String) {
        self.init(
            ParameterDescription(name, .integer(range), default: .integer(value), help: help), value, read: \.integer)
    }

    /// A number that every call gives.
    package init(_ name: String, required range: ClosedRange<Int>, help: String) {
        self.init(
            ParameterDescription(name, .integer(range), isRequired: true, help: help), range.lowerBound, read: \.integer
        )
    }
}

extension Parameter<Double> {
    package init(_ name: String, _ range: ClosedRange<Double>, default value: Double, help: String) {
        self.init(
            ParameterDescription(name, .number(range), default: .number(value), help: help), value, read: \.number)
    }
}

extension Parameter<Int?> {
    /// A number that may stay unset.
    package init(_ name: String, _ range: ClosedRange<Int>, unset: String? = nil, help: String) {
        self.init(ParameterDescription(name, .integer(range), unset: unset, help: help), nil) { .some($0.integer) }
    }
}

extension Parameter<Double?> {
    /// A number that may stay unset.
    package init(_ name: String, _ range: ClosedRange<Double>, unset: String? = nil, help: String) {
        self.init(ParameterDescription(name, .number(range), unset: unset, help: help), nil) { .some($0.number) }
    }
}

extension Parameter<[Int]> {
    package init(_ name: String, each range: ClosedRange<Int>, default value: [Int], help: String) {
        self.init(
            ParameterDescription(
                name, .integer(range), isList: true, default: .array(value.map(JSONValue.integer)), help: help), value
        ) { $0.array?.compactMap(\.integer) }
    }
}

extension Parameter<[Double]> {
    package init(
        _ name: String, each range: ClosedRange<Double>, default value: [Double] = [], unset: String? = nil,
        help: String
    ) {
        let standard: JSONValue? = value.isEmpty ? .none : .array(value.map(JSONValue.number))
        self.init(
            ParameterDescription(name, .number(range), isList: true, default: standard, unset: unset, help: help), value
        ) { $0.array?.compactMap(\.number) }
    }
}

// MARK: - Yes or no

extension Parameter<Bool> {
    /// What a call may ask for.
    package init(flag name: String, help: String) { self.init(name, default: false, help: help) }

    package init(_ name: String, default value: Bool, opposite: String? = nil, help: String) {
        self.init(
            ParameterDescription(name, .boolean, default: .boolean(value), opposite: opposite, help: help), value,
            read: \.boolean)
    }
}

extension Parameter<Bool?> {
    /// Yes, no, or not said.
    package init(_ name: String, unset: String? = nil, help: String) {
        self.init(ParameterDescription(name, .boolean, unset: unset, help: help), nil) { .some($0.boolean) }
    }
}

// MARK: - Words

extension Parameter<String> {
    package init(_ name: String, _ kind: ParameterDescription.Kind = .text, default value: String, help: String) {
        self.init(ParameterDescription(name, kind, default: .string(value), help: help), value, read: \.string)
    }

    /// A text that every call gives.
    package init(_ name: String, required kind: ParameterDescription.Kind, help: String) {
        self.init(ParameterDescription(name, kind, isRequired: true, help: help), "", read: \.string)
    }
}

extension Parameter<String?> {
    /// A text that may stay unset.
    package init(_ name: String, _ kind: ParameterDescription.Kind = .text, unset: String? = nil, help: String) {
        self.init(ParameterDescription(name, kind, unset: unset, help: help), nil) { .some($0.string) }
    }
}

extension Parameter<JSONObject> {
    /// Words `name=value`.
    ///
    /// - Parameter offered: those of the names that fit the call's other words.
    package init(
        _ name: String, of names: [String], help: String, offered: (@Sendable ([String]) -> [String]?)? = nil
    ) {
        self.init(
            ParameterDescription(name, .assignment(names), isList: true, help: help, offered: offered), JSONObject(),
            read: \.object)
    }
}

extension Parameter where Value: RawRepresentable<String> & CaseIterable {
    /// One of the cases, by their words.
    package init(_ name: String, default value: Value, help: String) {
        self.init(
            ParameterDescription(
                name, .choice(Value.allCases.map(\.rawValue)), default: .string(value.rawValue), help: help), value
        ) { $0.string.flatMap(Value.init) }
    }
}

extension Parameter {
    /// One of the cases, by their words, or none.
    package init<Case: RawRepresentable<String> & CaseIterable>(
        _ name: String, of type: Case.Type, unset: String? = nil, help: String
    ) where Value == Case? {
        self.init(
            ParameterDescription(name, .choice(Case.allCases.map(\.rawValue)), unset: unset, help: help), nil
        ) { .some($0.string.flatMap(Case.init)) }
    }

    /// A text that another type reads, or none.
    package init<Element>(
        _ name: String, _ kind: ParameterDescription.Kind, unset: String? = nil, help: String,
        parsing parse: @escaping @Sendable (String) throws -> Element
    ) where Value == Element? {
        let description = ParameterDescription(name, kind, unset: unset, help: help) { _ = try parse($0) }
        self.init(description, nil) { .some($0.string.flatMap { try? parse($0) }) }
    }

    /// Any number of texts that another type reads.
    package init<Element>(
        _ name: String, each kind: ParameterDescription.Kind, isRequired: Bool = false, unset: String? = nil,
        help: String, parsing parse: @escaping @Sendable (String) throws -> Element
    ) where Value == [Element] {
        self.init(
            name, each: kind, isRequired: isRequired, unset: unset, help: help, parsingSeveral: { [try parse($0)] })
    }

    /// Any number of texts, each of which another type reads as one value or more: `ndcg@5,10`.
    package init<Element>(
        _ name: String, each kind: ParameterDescription.Kind, isRequired: Bool = false, unset: String? = nil,
        help: String, parsingSeveral parse: @escaping @Sendable (String) throws -> [Element]
    ) where Value == [Element] {
        let description = ParameterDescription(
            name, kind, isList: true, isRequired: isRequired, unset: unset, help: help
        ) { _ = try parse($0) }
        self.init(description, []) { $0.array?.flatMap { $0.string.flatMap { try? parse($0) } ?? [] } }
    }
}

/// A parameter whose values have one type: its name, range, default and help are declared once, and it is read as what it
/// is.
///
///     static let factors = Parameter("n_factors", 1...100_000, default: 100, help: "number of factors")
///     values[Self.factors]   // an Int
package struct Parameter<Value: Sendable>: Sendable {
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

extension Parameter<Int> {
    package init(_ name: String, _ range: ClosedRange<Int>, default value: Int, help: String) {
        self.init(
            ParameterDescription(name, .integer(range), default: .integer(value), help: help), value, read: \.integer)
    }
}

extension Parameter<Double> {
    package init(_ name: String, _ range: ClosedRange<Double>, default value: Double, help: String) {
        self.init(
            ParameterDescription(name, .number(range), default: .number(value), help: help), value, read: \.number)
    }
}

extension Parameter<Double?> {
    /// A number that may stay unset.
    package init(_ name: String, _ range: ClosedRange<Double>, help: String) {
        self.init(ParameterDescription(name, .number(range), help: help), nil) { .some($0.number) }
    }
}

extension Parameter<Bool> {
    package init(_ name: String, default value: Bool, help: String) {
        self.init(ParameterDescription(name, .boolean, default: .boolean(value), help: help), value, read: \.boolean)
    }
}

extension Parameter<[Int]> {
    package init(_ name: String, each range: ClosedRange<Int>, default value: [Int], help: String) {
        self.init(
            ParameterDescription(
                name, .integers(range), default: .array(value.map(JSONValue.integer)), help: help), value
        ) { $0.array?.compactMap(\.integer) }
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

/// Checked values of declared parameters, each with what was given or its default.
package struct ParameterValues: Hashable, Sendable {
    /// Every parameter that has a value, in the order of declaration.
    package let json: JSONObject

    /// - Throws: `ParameterError`.
    package init(_ given: JSONObject, of parameters: [ParameterDescription]) throws(ParameterError) {
        json = try ParameterDescription.complete(given, with: parameters)
    }

    /// Values that were checked before, as of a declaration's own defaults.
    package init(defaultsOf parameters: [ParameterDescription]) {
        json = JSONObject(parameters.compactMap { parameter in parameter.defaultValue.map { (parameter.name, $0) } })
    }

    package subscript<Value>(_ parameter: Parameter<Value>) -> Value {
        json[parameter.name].flatMap(parameter.read) ?? parameter.fallback
    }
}

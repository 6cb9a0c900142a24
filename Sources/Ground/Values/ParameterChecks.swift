/// A value that a parameter can't take, or a parameter that there is not.
package enum ParameterError: Error, Hashable, CustomStringConvertible {
    case unknown(String, nearest: String?, known: [String])
    case badValue(name: String, value: String, expected: String, nearest: String?)

    /// The same of another name: an option's, as it was typed.
    func named(_ other: String) -> ParameterError {
        guard case .badValue(_, let value, let expected, let nearest) = self else { return self }
        return .badValue(name: other, value: value, expected: expected, nearest: nearest)
    }

    package var description: String {
        switch self {
        case .unknown(let name, let nearest, let known):
            "there is no parameter '\(name)'; "
                + (nearest.map { "did you mean '\($0)'?" }
                    ?? (known.isEmpty ? "none can be given" : "there are \(known.joined(separator: ", "))"))
        case .badValue(let name, let value, let expected, let nearest):
            "\(name) is \(expected), found \(value)" + (nearest.map { "; did you mean \($0)?" } ?? "")
        }
    }
}

extension ParameterDescription {
    /// What the parameter takes, in words: `a whole number of at least 1`.
    package var expectation: String {
        let (one, several) = isList ? ("a list of ", "s") : ("a ", "")
        return switch kind {
        case .integer(let range): Self.words("\(one)whole number\(several)", range, least: Int.min, most: Int.max)
        case .number(let range):
            Self.words(
                "\(one)number\(several)", range, least: -Double.greatestFiniteMagnitude, most: .greatestFiniteMagnitude)
        case .boolean: "true or false"
        case .choice(let names): "one of \(names.joined(separator: ", "))"
        case .assignment: "name=value"
        case .text, .file, .object, .word, .column: "a text"
        }
    }

    private static func words<Bound: Comparable>(
        _ noun: String, _ range: ClosedRange<Bound>, least: Bound, most: Bound
    ) -> String {
        let (low, high) = (word(range.lowerBound), word(range.upperBound))
        return switch (range.lowerBound == least, range.upperBound == most) {
        case (true, true): noun
        case (false, true): "\(noun) of at least \(low)"
        case (true, false): "\(noun) of at most \(high)"
        case (false, false): "\(noun) from \(low) to \(high)"
        }
    }

    /// A bound as people write it: `0`, not `0.0`.
    private static func word<Bound>(_ bound: Bound) -> String {
        let text = "\(bound)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private func refuse(_ value: JSONValue, nearest: String? = nil) -> ParameterError {
        .badValue(name: name, value: value.text(), expected: expectation, nearest: nearest)
    }

    /// The value in its normal form: `50.0` of a whole-number parameter becomes `50`, `1` of a number `1.0`.
    package func validate(_ value: JSONValue) throws(ParameterError) -> JSONValue {
        guard isList else { return try element(value) { nearest in refuse(value, nearest: nearest) } }
        guard let elements = value.array else { throw refuse(value) }
        var checked: [JSONValue] = []
        for one in elements { checked.append(try element(one) { nearest in refuse(value, nearest: nearest) }) }
        return .array(checked)
    }

    /// One value, whatever the number of them.
    private func element(
        _ value: JSONValue, _ refused: (String?) -> ParameterError
    ) throws(ParameterError) -> JSONValue {
        switch kind {
        case .integer(let range):
            guard let number = value.integer, range.contains(number) else { throw refused(nil) }
            return .integer(number)
        case .number(let range):
            guard let number = value.number, range.contains(number) else { throw refused(nil) }
            return .number(number)
        case .boolean:
            guard let flag = value.boolean else { throw refused(nil) }
            return .boolean(flag)
        case .choice(let names):
            guard let word = value.string else { throw refused(nil) }
            let same = names.first { $0 == word } ?? names.first { $0.lowercased() == word.lowercased() }
            guard let same else { throw refused(nearestName(to: word, among: names)) }
            return .string(same)
        case .assignment: return value
        case .text, .file, .object, .word, .column:
            guard value.string != nil else { throw refused(nil) }
            return value
        }
    }

    /// The value that a word stands for: `0.5`, `true`; of a list, all its words: `16,8,4`.
    package func parse(_ text: String) throws(ParameterError) -> JSONValue {
        guard isList else { return try parse(word: text) }
        let inner = text.hasPrefix("[") && text.hasSuffix("]") ? text.dropFirst().dropLast() : text[...]
        let parts = inner.split(whereSeparator: { $0 == "," || $0 == " " })
        return try validate(.array(parts.map { JSONValue(word: String($0)) }))
    }

    /// The value that one word stands for, of a list too.
    package func parse(word text: String) throws(ParameterError) -> JSONValue {
        func refused(_ nearest: String? = nil) -> ParameterError {
            .badValue(name: name, value: text, expected: expectation, nearest: nearest)
        }
        switch kind {
        case .boolean:
            switch text.lowercased() {
            case "true", "yes", "on", "1": return true
            case "false", "no", "off", "0": return false
            default: throw refused()
            }
        case .integer, .number: return try element(JSONValue(word: text), refused)
        case .choice, .assignment, .text, .file, .object, .word, .column: return try element(.string(text), refused)
        }
    }

    /// Every described parameter with its given value or its default, in the order of description.
    package static func complete(
        _ given: JSONObject, with descriptions: [ParameterDescription]
    ) throws(ParameterError) -> JSONObject {
        let names = descriptions.map(\.name)
        for name in given.keys where !names.contains(name) {
            throw .unknown(name, nearest: nearestName(to: name, among: names), known: names)
        }
        var complete = JSONObject()
        for description in descriptions {
            if let value = given[description.name], !value.isNull {
                complete[description.name] = try description.validate(value)
            } else if let value = description.defaultValue {
                complete[description.name] = value
            }
        }
        return complete
    }
}

extension JSONValue {
    /// A bare word as the value that it looks like: a number, `true`, `false`, `null`, or a text.
    package init(word: String) {
        switch word {
        case "true", "True": self = true
        case "false", "False": self = false
        case "null", "None": self = nil
        default:
            if let integer = Int(word) {
                self = .integer(integer)
            } else if let first = word.utf8.first, "0123456789.+-".utf8.contains(first), let number = Double(word),
                number.isFinite, !word.lowercased().contains("x")
            {
                self = .number(number)
            } else if word.hasPrefix("["), let list = try? JSONValue(parsing: word) {
                self = list
            } else {
                self = .string(word)
            }
        }
    }
}

/// A value that a parameter can't take, or a parameter that there is not.
package enum ParameterError: Error, Hashable, CustomStringConvertible {
    case unknown(String, nearest: String?, known: [String])
    case badValue(name: String, value: String, expected: String, nearest: String?)

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
        switch kind {
        case .integer(let range): Self.words("a whole number", range, least: Int.min, most: Int.max)
        case .number(let range):
            Self.words("a number", range, least: -Double.greatestFiniteMagnitude, most: .greatestFiniteMagnitude)
        case .boolean: "true or false"
        case .choice(let names): "one of \(names.joined(separator: ", "))"
        case .integers(let range): Self.words("a list of whole numbers", range, least: Int.min, most: Int.max)
        case .text: "a text"
        }
    }

    private static func words<Bound: Comparable>(
        _ noun: String, _ range: ClosedRange<Bound>, least: Bound, most: Bound
    ) -> String {
        switch (range.lowerBound == least, range.upperBound == most) {
        case (true, true): noun
        case (false, true): "\(noun) of at least \(range.lowerBound)"
        case (true, false): "\(noun) of at most \(range.upperBound)"
        case (false, false): "\(noun) from \(range.lowerBound) to \(range.upperBound)"
        }
    }

    private func refuse(_ value: JSONValue, nearest: String? = nil) -> ParameterError {
        .badValue(name: name, value: value.text(), expected: expectation, nearest: nearest)
    }

    /// The value in its normal form: `50.0` of a whole-number parameter becomes `50`, `1` of a number `1.0`.
    package func validate(_ value: JSONValue) throws(ParameterError) -> JSONValue {
        switch kind {
        case .integer(let range):
            guard let number = value.integer, range.contains(number) else { throw refuse(value) }
            return .integer(number)
        case .number(let range):
            guard let number = value.number, range.contains(number) else { throw refuse(value) }
            return .number(number)
        case .boolean:
            guard let flag = value.boolean else { throw refuse(value) }
            return .boolean(flag)
        case .choice(let names):
            guard let word = value.string else { throw refuse(value) }
            let same = names.first { $0 == word } ?? names.first { $0.lowercased() == word.lowercased() }
            guard let same else { throw refuse(value, nearest: nearestName(to: word, among: names)) }
            return .string(same)
        case .integers(let range):
            guard let elements = value.array else { throw refuse(value) }
            var numbers: [JSONValue] = []
            for element in elements {
                guard let number = element.integer, range.contains(number) else { throw refuse(value) }
                numbers.append(.integer(number))
            }
            return .array(numbers)
        case .text:
            guard value.string != nil else { throw refuse(value) }
            return value
        }
    }

    /// The value that a word stands for: `0.5`, `true`, `16,8,4`.
    package func parse(_ text: String) throws(ParameterError) -> JSONValue {
        switch kind {
        case .text, .choice: return try validate(.string(text))
        case .boolean:
            switch text.lowercased() {
            case "true", "yes", "on", "1": return true
            case "false", "no", "off", "0": return false
            default: throw refuse(.string(text))
            }
        case .integer, .number: return try validate(JSONValue(word: text))
        case .integers:
            let inner = text.hasPrefix("[") && text.hasSuffix("]") ? text.dropFirst().dropLast() : text[...]
            let parts = inner.split(whereSeparator: { $0 == "," || $0 == " " })
            return try validate(.array(parts.map { JSONValue(word: String($0)) }))
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

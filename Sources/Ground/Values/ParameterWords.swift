/// A word of a call, as far as declarations look at it.
package protocol ParameterWord: Sendable {
    var text: String { get }
    /// Quotes keep a word from being an option.
    var isQuoted: Bool { get }
    /// The part after `=` of `--name=value`.
    func value(_ text: String) -> Self
}

extension String: ParameterWord {
    package var text: String { self }
    package var isQuoted: Bool { false }
    package func value(_ text: String) -> String { text }
}

/// The words of a call told apart by declarations: `--n-factors 50 --lr-all=0.01 --unbiased DATA`.
package struct ParameterWords<Word: ParameterWord>: Sendable {
    /// What is wrong, and the word that it is wrong with; without one, it is missing.
    package struct Failure: Error {
        package let error: any Error
        package let word: Word?
    }

    /// Whatever was given, checked; defaults are not among it.
    package private(set) var given = JSONObject()
    /// The words that gave it: values, or the flag itself.
    package private(set) var words: [String: [Word]] = [:]
    private let options: [ParameterDescription]
    private let isProgram: Bool

    /// - Parameters:
    ///   - trailing: the option that a last word is for where it stands behind all arguments.
    ///   - isProgram: whether a flag may be answered by any word for yes or no, not `true` and `false` alone, and of
    ///     an option that is given twice the last counts, as in calls that other programs put together.
    package init(
        _ all: some Sequence<Word>, arguments: [ParameterDescription], options: [ParameterDescription],
        trailing: ParameterDescription? = nil, isProgram: Bool = false
    ) throws(Failure) {
        self.options = options
        self.isProgram = isProgram
        var rest = Array(all)[...]
        var positional: [Word] = []
        while let word = rest.popFirst() {
            if !word.isQuoted, word.text.hasPrefix("--"), word.text.count > 2 {
                try take(word, &rest)
            } else {
                positional.append(word)
            }
        }
        var left = positional[...]
        for (place, argument) in arguments.enumerated() {
            // A list leaves a word to each that stands behind it.
            let needed = arguments[(place + 1)...].count
            let taken = left.prefix(argument.isList ? max(1, left.count - needed) : 1)
            left = left.dropFirst(taken.count)
            if taken.isEmpty {
                if argument.isRequired { throw Failure(error: CallError.missingArgument(argument.name), word: nil) }
            } else {
                try keep(argument, Array(taken), named: argument.name)
            }
        }
        if let trailing, left.count == 1, let last = left.first, given[trailing.name] == nil,
            (try? trailing.parse(word: last.text)) != nil
        {
            left = []
            try keep(trailing, [last], named: "--" + trailing.flag)
        }
        if let extra = left.first { throw Failure(error: CallError.tooManyArguments(extra.text), word: extra) }
    }

    private mutating func take(_ word: Word, _ rest: inout ArraySlice<Word>) throws(Failure) {
        let parts = word.text.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0]).replacing("_", with: "-")
        guard let option = options.first(where: { $0.flag == name || $0.opposites.contains(name) }) else {
            let known = options.flatMap(\.shownFlags).map { "--" + $0 }
            throw Failure(
                error: CallError.unknownOption(
                    "--" + String(parts[0]), nearest: nearestName(to: "--" + name, among: known)), word: word)
        }
        if !isProgram, let earlier = given[option.name] {
            let isSame = earlier.boolean.map { $0 == (option.flag == name) } ?? true
            let other = "--" + (option.flag == name ? option.oppositeFlag ?? "" : option.flag)
            throw Failure(
                error: isSame
                    ? CallError.repeatedOption("--" + name) : CallError.excludedOption("--" + name, by: other),
                word: word)
        }
        let inline = parts.count > 1 ? word.value(String(parts[1])) : nil
        if option.kind == .boolean { return try answer(option, name, word, inline, &rest) }
        var values = inline.map { [$0] } ?? []
        while inline == nil, option.isList || values.isEmpty, let next = rest.first,
            next.isQuoted || !next.text.hasPrefix("--")
        {
            values.append(next)
            rest.removeFirst()
        }
        guard !values.isEmpty else { throw Failure(error: CallError.missingValue(option: "--" + name), word: word) }
        try keep(option, values, named: "--" + name)
    }

    private mutating func answer(
        _ option: ParameterDescription, _ name: String, _ word: Word, _ inline: Word?, _ rest: inout ArraySlice<Word>
    ) throws(Failure) {
        var answer = option.flag == name
        var said = inline
        if said == nil, let next = rest.first, isAnswer(next, to: option) { said = rest.popFirst() }
        if let said {
            guard isProgram || inline == nil, answer else {
                throw Failure(error: CallError.unexpectedValue(option: "--" + name, value: said.text), word: word)
            }
            do { answer = try option.parse(word: said.text) == true } catch {
                throw Failure(error: error.named("--" + name), word: said)
            }
        }
        given[option.name] = .boolean(answer)
        words[option.name] = [word]
    }

    /// A person's words may follow a switch too, so that only those count there which can hardly be meant otherwise.
    private func isAnswer(_ word: Word, to option: ParameterDescription) -> Bool {
        if isProgram { return (try? option.parse(word: word.text)) != nil }
        return !word.isQuoted && ["true", "false"].contains(word.text.lowercased())
    }

    private mutating func keep(
        _ parameter: ParameterDescription, _ values: [Word], named name: String
    ) throws(Failure) {
        var parsed: [JSONValue] = []
        var assigned = JSONObject()
        for word in values {
            do {
                if case .assignment = parameter.kind {
                    let (key, value) = try Self.assignment(word.text, name)
                    if assigned[key] != nil { throw CallError.repeatedOption("\(key) of \(name)") }
                    assigned[key] = value
                } else if parameter.isList, parameter.isNumber, word.text.contains(where: { ",[".contains($0) }) {
                    parsed += try parameter.parse(word.text).array ?? []
                } else {
                    parsed.append(try parameter.parse(word: word.text))
                }
                try parameter.check?(word.text)
            } catch let error as ParameterError {
                throw Failure(error: error.named(name), word: word)
            } catch {
                throw Failure(error: error, word: word)
            }
        }
        if case .assignment = parameter.kind {
            given[parameter.name] = .object(assigned)
        } else {
            given[parameter.name] = parameter.isList ? .array(parsed) : parsed[0]
        }
        words[parameter.name] = values
    }

    private static func assignment(_ text: String, _ name: String) throws -> (String, JSONValue) {
        guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
            throw ParameterError.badValue(name: name, value: text, expected: "name=value", nearest: nil)
        }
        return (String(text[..<equals]), JSONValue(word: String(text[text.index(after: equals)...])))
    }
}

/// What can be wrong with the words of a call, whatever their values.
package enum CallError: Error, Hashable, Sendable, CustomStringConvertible {
    case unknownOption(String, nearest: String?)
    case missingValue(option: String)
    case unexpectedValue(option: String, value: String)
    case missingArgument(String)
    case tooManyArguments(String)
    case repeatedOption(String)
    case excludedOption(String, by: String)

    package var description: String {
        switch self {
        case .unknownOption(let option, _): "there is no option \(option)"
        case .missingValue(let option): "\(option) needs a value"
        case .unexpectedValue(let option, let value): "\(option) takes no value, found '\(value)'"
        case .missingArgument(let name): "\(name) is missing"
        case .tooManyArguments(let word): "'\(word)' is one argument too many"
        case .repeatedOption(let option): "\(option) is given twice"
        case .excludedOption(let option, let other): "\(option) and \(other) exclude each other"
        }
    }
}

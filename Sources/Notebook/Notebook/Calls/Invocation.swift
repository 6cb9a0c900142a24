package import Metrics
package import Script
package import Values

/// A word of a call with everything interpolated.
package struct CallWord: Sendable {
    let text: String
    let isQuoted: Bool
    let range: SourceRange
    /// The object, where the word is one interpolation alone: `$data`.
    let object: (any SessionObject)?
}

/// A call sorted by its command's declaration: arguments and options by name, values checked.
package struct Invocation: Sendable {
    package let command: CommandDeclaration
    package let range: SourceRange
    /// The name that the result will be kept under.
    package let target: String?
    private var arguments: [String: [CallWord]] = [:]
    private var options: [String: [CallWord]] = [:]
    private var flags: [String: SourceRange] = [:]

    /// - Throws: `PlacedError` at the word that is wrong.
    init(_ command: CommandDeclaration, _ words: ArraySlice<CallWord>, range: SourceRange, target: String?) throws {
        self.command = command
        self.range = range
        self.target = target
        var positional: [CallWord] = []
        var rest = words
        while let word = rest.popFirst() {
            guard !word.isQuoted, word.text.hasPrefix("--"), word.text.count > 2 else {
                if word.isQuoted || word.text != "--" { positional.append(word) }
                continue
            }
            try take(word, &rest)
        }
        try assign(positional)
    }

    private mutating func take(_ word: CallWord, _ rest: inout ArraySlice<CallWord>) throws {
        let parts = word.text.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0]).replacing("_", with: "-")
        guard let option = command.options.first(where: { $0.name == name }) else {
            let names = command.options.map { "--" + $0.name }
            throw PlacedError(
                NotebookError.unknownOption(
                    "--" + String(parts[0]), command: command.name, nearest: nearestName(to: "--" + name, among: names)),
                at: word.range)
        }
        let dashed = "--" + option.name
        if options[name] != nil || flags[name] != nil {
            throw PlacedError(NotebookError.repeatedOption(dashed), at: word.range)
        }
        let inline = parts.count > 1 ? String(parts[1]) : nil
        guard let kind = option.kind else {
            if let inline {
                throw PlacedError(NotebookError.unexpectedValue(option: dashed, value: inline), at: word.range)
            }
            if let other = option.excludes, flags[other] != nil {
                throw PlacedError(NotebookError.excludedOption(dashed, by: "--" + other), at: word.range)
            }
            flags[name] = word.range
            return
        }
        var values: [CallWord] = []
        if let inline {
            values = [CallWord(text: inline, isQuoted: word.isQuoted, range: word.range, object: nil)]
        }
        while inline == nil, option.isList || values.isEmpty, let next = rest.first,
            next.isQuoted || !next.text.hasPrefix("--")
        {
            values.append(next)
            rest.removeFirst()
        }
        guard !values.isEmpty else { throw PlacedError(NotebookError.missingValue(option: dashed), at: word.range) }
        for value in values { try PlacedError.place(value.range) { try kind.check(value.text, of: dashed) } }
        options[name] = values
    }

    private mutating func assign(_ words: [CallWord]) throws {
        var rest = words[...]
        for argument in command.arguments {
            let taken = argument.isList ? Array(rest) : Array(rest.prefix(1))
            rest = rest.dropFirst(taken.count)
            guard !taken.isEmpty else {
                if argument.isOptional { continue }
                throw PlacedError(NotebookError.missingArgument(argument.name, usage: command.usage), at: range)
            }
            for word in taken where word.object == nil {
                try PlacedError.place(word.range) { try argument.kind.check(word.text, of: argument.name) }
            }
            arguments[argument.name] = taken
        }
        if let extra = rest.first {
            throw PlacedError(NotebookError.tooManyArguments(extra.text, usage: command.usage), at: extra.range)
        }
    }

    // MARK: - Values

    package func words(_ name: String) -> [CallWord] { arguments[name] ?? options[name] ?? [] }
    package func word(_ name: String) -> CallWord? { words(name).first }
    package func text(_ name: String) -> String? { word(name)?.text }
    package func texts(_ name: String) -> [String] { words(name).map(\.text) }
    package func integer(_ name: String) -> Int? { text(name).flatMap { Int($0) } }
    package func number(_ name: String) -> Double? { text(name).flatMap { Double($0) } }
    package func has(_ flag: String) -> Bool { flags[flag] != nil }
    package func place(of name: String) -> SourceRange { word(name)?.range ?? flags[name] ?? range }

    /// An error at the place of an argument or option.
    package func failure(_ error: any Error, at name: String) -> PlacedError { PlacedError(error, at: place(of: name)) }

    /// The hyper-parameters that options gave, by their own names.
    package func parameters(_ descriptions: [ParameterDescription]) throws -> JSONObject {
        var given = JSONObject()
        for description in descriptions {
            let name = description.name.replacing("_", with: "-")
            if description.kind == .boolean {
                if has(name) { given[description.name] = true }
                if has(OptionDeclaration.negation(of: name)) { given[description.name] = false }
            } else if let word = word(name) {
                given[description.name] = try PlacedError.place(word.range) {
                    try description.parse(texts(name).joined(separator: ","))
                }
            }
        }
        return given
    }

    /// `name=value` words as an object.
    package func assignments(_ name: String) throws -> JSONObject {
        var given = JSONObject()
        for word in words(name) {
            let parts = word.text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw PlacedError(
                    NotebookError.badValue(word.text, of: "--" + name, expected: "name=value", nearest: nil),
                    at: word.range)
            }
            guard given[parts[0]] == nil else {
                throw PlacedError(NotebookError.repeatedOption("\(parts[0]) of --\(name)"), at: word.range)
            }
            given[parts[0]] = JSONValue(word: parts[1])
        }
        return given
    }

    package func metrics(_ name: String) throws -> [Metric] {
        try words(name).map { word in try PlacedError.place(word.range) { try Metric(parsing: word.text) } }
    }
}

extension ValueKind {
    /// - Throws: what is wrong with a word of this kind, as far as the word alone tells.
    func check(_ text: String, of name: String) throws {
        func bad(_ expected: String, among known: [String] = []) -> NotebookError {
            .badValue(text, of: name, expected: expected, nearest: nearestName(to: text, among: known))
        }
        switch self {
        case .integer(let range):
            guard let value = Int(text), range.contains(value) else {
                throw bad(ParameterDescription(name, .integer(range), help: "").expectation)
            }
        case .number(let range):
            guard let value = Double(text), value.isFinite, range.contains(value) else {
                throw bad(ParameterDescription(name, .number(range), help: "").expectation)
            }
        case .choice(let names):
            guard names.contains(text) else { throw bad("one of \(names.joined(separator: ", "))", among: names) }
        case .metric: _ = try Metric(parsing: text)
        case .patience: if Int(text) == nil { _ = try Metric(parsing: text) }
        case .parameter(let description):
            if case .integers = description.kind { return }
            _ = try description.parse(text)
        case .assignment:
            guard text.contains("="), !text.hasPrefix("=") else { throw bad("name=value") }
        case .text, .file, .object, .experiment, .command: return
        }
    }
}

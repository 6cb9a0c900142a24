package import Script
package import Values

/// A word of a call with everything interpolated.
package struct CallWord: ParameterWord {
    package let text: String
    package let isQuoted: Bool
    package let range: SourceRange
    /// The object, where the word is one interpolation alone: `$data`.
    package let object: (any SessionObject)?
    /// Its value, where it is a plain one: a number stays a number.
    package let plain: JSONValue?

    init(text: String, isQuoted: Bool, range: SourceRange, object: (any SessionObject)? = nil, plain: JSONValue? = nil)
    {
        self.text = text
        self.isQuoted = isQuoted
        self.range = range
        self.object = object
        self.plain = plain
    }

    /// The value that the word stands for: that of a variable, a quoted text, or what a bare word looks like.
    package var json: JSONValue { plain ?? (isQuoted ? .string(text) : JSONValue(word: text)) }

    package func value(_ text: String) -> CallWord {
        CallWord(text: text, isQuoted: isQuoted, range: range)
    }
}

/// A call sorted by its command's declaration: arguments and options with their types, values checked.
package struct Invocation: Sendable {
    package let command: CommandDeclaration
    package let range: SourceRange
    /// The name that the result will be kept under.
    package let target: String?
    private let words: ParameterWords<CallWord>
    private let values: ParameterValues

    /// - Throws: `PlacedError` at the word that is wrong.
    init(_ command: CommandDeclaration, _ words: ArraySlice<CallWord>, range: SourceRange, target: String?) throws {
        self.command = command
        self.range = range
        self.target = target
        do {
            self.words = try ParameterWords(
                words, arguments: command.arguments, options: command.options, trailing: command.trailing)
        } catch {
            throw PlacedError(NotebookError(error.error, of: command), at: error.word?.range ?? range)
        }
        values = ParameterValues(checked: self.words.given)
    }

    /// What was given, or the default.
    package subscript<Value>(_ parameter: Parameter<Value>) -> Value { values[parameter] }

    package func has(_ parameter: any Declared) -> Bool { words.given[parameter.description.name] != nil }
    package func words(_ parameter: any Declared) -> [CallWord] { words.words[parameter.description.name] ?? [] }
    /// The words as they were typed.
    package func text(_ parameter: any Declared) -> String {
        words(parameter).map(\.text).joined(separator: " ")
    }
    package func place(of parameter: any Declared) -> SourceRange { words(parameter).first?.range ?? range }

    /// The call as a person would write it again, but for some of its options: arguments, then options as they are declared.
    package func line(leavingOut left: [any Declared]) -> String {
        var line = [command.name]
        let arguments = Set(command.arguments.map(\.name))
        for description in command.arguments + command.options where words.given[description.name] != nil {
            guard !left.contains(where: { $0.description.name == description.name }) else { continue }
            let given = words.words[description.name] ?? []
            // The word of a flag is the flag itself.
            if description.kind != .boolean, !arguments.contains(description.name) {
                line.append("--" + description.flag)
            }
            line += given.map { word in
                // An object that a word stood for may have no name.
                if let object = word.object, object.kind != .value { return description.placeholder }
                return description.kind == .boolean ? word.text : JSONValue(word: word.text).typed
            }
        }
        return line.joined(separator: " ")
    }

    /// An error at the place of an argument or option.
    package func failure(_ error: any Error, at parameter: any Declared) -> PlacedError {
        PlacedError(error, at: place(of: parameter))
    }

    /// The hyper-parameters that options gave.
    package func parameters(_ descriptions: [ParameterDescription]) -> JSONObject {
        JSONObject(descriptions.compactMap { one in words.given[one.name].map { (one.name, $0) } })
    }

    /// What to say of an argument or option that this call can't do without.
    package func missing(_ parameter: any Declared) -> NotebookError {
        let description = parameter.description
        return command.arguments.contains { $0.name == description.name }
            ? .missingArgument(description.name, usage: command.usage)
            : .missingOption("--\(description.flag) \(description.placeholder)", command: command.name)
    }
}

extension NotebookError {
    /// What is wrong with the words of a call, in the words of the command.
    fileprivate init(_ error: any Error, of command: CommandDeclaration) {
        switch error {
        case CallError.unknownOption(let option, let nearest):
            self = .unknownOption(option, command: command.name, nearest: nearest)
        case CallError.missingArgument(let name): self = .missingArgument(name, usage: command.usage)
        case CallError.tooManyArguments(let word): self = .tooManyArguments(word, usage: command.usage)
        case ParameterError.badValue(let name, let value, let expected, let nearest):
            self = .badValue(value, of: name, expected: expected, nearest: nearest)
        default: self = .unavailable("\(error)", remedy: nil)
        }
    }
}

import Display
package import Script

/// What a person at the prompt or a script can get wrong, and what to do about it.
package enum NotebookError: Error, Hashable, Sendable {
    case unknownCommand(String, nearest: String?)
    case unknownSubcommand(group: String, word: String, known: [String], nearest: String?)
    case unknownTopic(String, nearest: String?)
    case unknownOption(String, command: String, nearest: String?)
    case missingArgument(String, usage: String)
    case missingOption(String, command: String)
    case tooManyArguments(String, usage: String)
    case badValue(String, of: String, expected: String, nearest: String?)
    case unknownObject(String, nearest: String?)
    case unknownField(String, of: String, known: [String], nearest: String?)
    case wrongKind(String, expected: [ObjectKind], found: ObjectKind)
    case noResult(String)
    case notNumber(String, operation: String)
    case notCondition(String)
    case incomparable(String, String, operation: String)
    case notList(String)
    case divisionByZero
    case assertionFailed(message: String?, expression: String, sides: String?)
    case unknownFormat(path: String, expected: [String])
    case sourceLoop(path: String)
    case unknownParameter(String, known: [String])
    case unavailable(String, remedy: String? = nil)
}

extension NotebookError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownCommand(let word, _): "there is no command '\(word)'"
        case .unknownSubcommand(let group, let word, _, _):
            word.isEmpty ? "'\(group)' needs another word" : "there is no '\(group) \(word)'"
        case .unknownTopic(let word, _): "there is no command, name or term '\(word)'"
        case .unknownOption(let option, let command, _): "'\(command)' has no option \(option)"
        case .missingArgument(let name, _): "\(name) is missing"
        case .missingOption(let option, let command): "'\(command)' needs \(option)"
        case .tooManyArguments(let word, _): "'\(word)' is one argument too many"
        case .badValue(let value, let name, let expected, _): "\(name) is \(expected), found '\(value)'"
        case .unknownObject(let name, _): "nothing is named '\(name)'"
        case .unknownField(let field, let owner, _, _): "\(owner) has no field '\(field)'"
        case .wrongKind(let name, let expected, let found):
            "\(name) is \(found.article), not \(Figures.list(expected.map(\.article), last: "or"))"
        case .noResult(let what): "\(what) gives no result to keep"
        case .notNumber(let value, let operation): "'\(operation)' needs numbers, found \(value)"
        case .notCondition(let value): "a condition is true or false, found \(value)"
        case .incomparable(let left, let right, let operation): "'\(operation)' can't compare \(left) with \(right)"
        case .notList(let value): "'in' needs a list or a text on its right, found \(value)"
        case .divisionByZero: "a number is divided by zero"
        case .assertionFailed(let message, let expression, let sides):
            "assertion failed: " + (message.map { $0 + ": " } ?? "") + expression + (sides.map { " (\($0))" } ?? "")
        case .unknownFormat(let path, let expected):
            "can't tell the format of \(path) from its ending; it may be \(Figures.list(expected, last: "or"))"
        case .sourceLoop(let path): "\(path) is being run already"
        case .unknownParameter(let name, let known):
            "the script has no parameter '\(name)'"
                + (known.isEmpty ? "" : "; it has \(Figures.list(known, last: "and"))")
        case .unavailable(let what, _): what
        }
    }

    /// What to do, where more can be said than the description says.
    package var hint: String? {
        switch self {
        case .unknownCommand(_, let nearest):
            nearest.map { "did you mean '\($0)'?" } ?? "'help' lists the commands"
        case .unknownSubcommand(let group, _, let known, let nearest):
            nearest.map { "did you mean '\(group) \($0)'?" }
                ?? "'\(group)' is followed by \(Figures.list(known, last: "or"))"
        case .unknownTopic(_, let nearest):
            nearest.map { "did you mean '\($0)'?" } ?? "'help' lists the commands, Tab after it what it explains"
        case .unknownOption(_, let command, let nearest):
            nearest.map { "did you mean \($0)?" } ?? "'help \(command)' lists the options"
        case .missingArgument(_, let usage), .tooManyArguments(_, let usage): "usage: \(usage)"
        case .missingOption(_, let command): "'help \(command)' says more"
        case .badValue(_, _, _, let nearest): nearest.map { "did you mean \($0)?" }
        case .unknownObject(_, let nearest):
            nearest.map { "did you mean '\($0)'?" } ?? "'objects' lists what is defined"
        case .unknownField(_, _, let known, let nearest):
            nearest.map { "did you mean '\($0)'?" }
                ?? (known.isEmpty ? nil : "it has \(Figures.list(known, last: "and"))")
        case .unavailable(_, let remedy): remedy
        default: nil
        }
    }
}

/// An error and the place in the source that it is about.
package struct PlacedError: Error {
    package let error: any Error
    package let range: SourceRange

    package init(_ error: any Error, at range: SourceRange) {
        self.error = error
        self.range = range
    }

    /// Runs `body`; an error that has no place yet gets this one.
    package static func place<T>(_ range: SourceRange, _ body: () throws -> T) throws -> T {
        do { return try body() } catch let error as PlacedError { throw error } catch {
            throw PlacedError(error, at: range)
        }
    }
    /// `place` for work that waits.
    package static func placeAsync<Result>(
        _ range: SourceRange, _ body: () async throws -> Result
    ) async throws -> Result {
        do { return try await body() } catch let error as PlacedError { throw error } catch {
            throw PlacedError(error, at: range)
        }
    }
}

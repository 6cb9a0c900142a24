package import Values

/// One command, declared once: the declaration parses its words, feeds help and completion, and names what runs.
package struct CommandDeclaration: Sendable {
    /// The words that it begins with: `experiment start`.
    package let words: [String]
    package let family: CommandFamily
    /// One line, without a full stop.
    package let summary: String
    package let arguments: [ArgumentDeclaration]
    package let options: [OptionDeclaration]
    /// Whole lines that run as they stand, but for names.
    package let examples: [String]
    let run: @Sendable (isolated Session, Invocation) async throws -> (any SessionObject)?

    init(
        _ words: String, _ family: CommandFamily, _ summary: String, arguments: [ArgumentDeclaration] = [],
        options: [OptionDeclaration] = [], examples: [String] = [],
        run: @escaping @Sendable (isolated Session, Invocation) async throws -> (any SessionObject)?
    ) {
        self.words = words.split(separator: " ").map(String.init)
        self.family = family
        self.summary = summary
        self.arguments = arguments
        self.options = options
        self.examples = examples
        self.run = run
    }

    package var name: String { words.joined(separator: " ") }

    /// `split DATA [options]`
    package var usage: String {
        let places = arguments.map { argument in
            let name = argument.isList ? argument.name + "…" : argument.name
            return argument.isOptional ? "[\(name)]" : name
        }
        return (words + places + (options.isEmpty ? [] : ["[options]"])).joined(separator: " ")
    }
}

/// The groups under which `help` lists commands.
package enum CommandFamily: String, Sendable, CaseIterable {
    case data = "Data"
    case models = "Models"
    case search = "Search spaces and tuners"
    case experiments = "Experiments"
    case pictures = "Pictures"
    case session = "The session"
}

/// What a word may be: checked when a command is called, offered when one is typed.
package enum ValueKind: Sendable {
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    case text
    case choice([String])
    case file
    /// The name of something that is defined, of one of these kinds; empty: of any.
    case object([ObjectKind])
    case metric
    /// A number of epochs, perhaps after a metric.
    case patience
    /// An experiment of this session, or one of the store by its name.
    case experiment
    /// `name=value`, of a model's or a tuner's parameters.
    case assignment(names: [String])
    case command
    /// A hyper-parameter, with its own check.
    case parameter(ParameterDescription)
}

package struct ArgumentDeclaration: Sendable {
    /// As usage shows it: `DATA`.
    package let name: String
    package let kind: ValueKind
    package let help: String
    package let isOptional: Bool
    package let isList: Bool

    init(_ name: String, _ kind: ValueKind, _ help: String, isOptional: Bool = false, isList: Bool = false) {
        self.name = name
        self.kind = kind
        self.help = help
        self.isOptional = isOptional
        self.isList = isList
    }
}

package struct OptionDeclaration: Sendable {
    /// Without the dashes: `n-factors`.
    package let name: String
    /// `nil` for a flag.
    package let kind: ValueKind?
    package let help: String
    package let isList: Bool
    /// What holds where the option is not given, in words.
    package let fallback: String?
    /// Flags of which at most one is given: `biased` and `unbiased`.
    package let excludes: String?

    init(
        _ name: String, _ kind: ValueKind?, _ help: String, isList: Bool = false, fallback: String? = nil,
        excludes: String? = nil
    ) {
        self.name = name
        self.kind = kind
        self.help = help
        self.isList = isList
        self.fallback = fallback
        self.excludes = excludes
    }
}

extension OptionDeclaration {
    /// The options that a hyper-parameter makes: `--n-factors N`, or the flags `--biased` and `--unbiased`.
    static func options(for parameter: ParameterDescription) -> [OptionDeclaration] {
        let name = parameter.name.replacing("_", with: "-")
        // A list as its words would be typed.
        let fallback = parameter.defaultValue.map { value in
            value.array?.map(\.plainText).joined(separator: " ") ?? value.plainText
        }
        guard parameter.kind == .boolean else {
            var isList = false
            if case .integers = parameter.kind { isList = true }
            return [OptionDeclaration(name, .parameter(parameter), parameter.help, isList: isList, fallback: fallback)]
        }
        let negative = negation(of: name)
        return [
            OptionDeclaration(
                name, nil, parameter.help, fallback: fallback == "true" ? "yes" : "no", excludes: negative),
            OptionDeclaration(negative, nil, "not: \(parameter.help)", excludes: name),
        ]
    }

    /// Surprise's `unbiased`; elsewhere the usual `no-…`.
    static func negation(of name: String) -> String { name == "biased" ? "unbiased" : "no-" + name }
}

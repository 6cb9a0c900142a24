package import Display
import Script
import Values

/// Help, made from the declarations.
package enum Help {
    package static func overview(_ table: CommandTable) -> Output {
        var parts: [Output] = [
            .text(
                "A line is a command; NAME = COMMAND keeps what it gives. Tab completes, 'help COMMAND' says more.\n'help WORD' or WORD? explains learners, hyper-parameters, metrics, tuners, terms, columns, and what you have named.\n"
            )
        ]
        for family in table.families {
            parts += [.text(family.name), list(family.entries.map(\.declaration)), .text("")]
        }
        let statements = topics.map { Output.Entry($0.name, $0.summary) }
        return .group(parts + [.text("The language"), .entries(statements, width: 20)])
    }

    package static func list(_ commands: [CommandDeclaration]) -> Output {
        .entries(commands.map { Output.Entry($0.name, $0.summary) }, width: 20)
    }

    /// A command, and those whose words begin with its own.
    package static func text(of command: CommandDeclaration, in commands: CommandTable) -> Output {
        let more = commands.beginning(with: command.words).filter { $0.words != command.words }
        return more.isEmpty ? text(of: command) : .group([text(of: command), .text("\nMore"), list(more)])
    }

    private static func text(of command: CommandDeclaration) -> Output {
        var parts: [Output] = [.text("\(command.usage)\n    \(command.summary)")]
        if !command.arguments.isEmpty {
            let entries = command.arguments.map { Output.Entry($0.name, meaning($0)) }
            parts += [.text("\nArguments"), .entries(entries, width: 20)]
        }
        if !command.options.isEmpty {
            let entries = command.options.flatMap { option in
                option.shownFlags.map { flag in
                    Output.Entry(
                        "--\(flag)" + (option.kind == .boolean ? "" : " " + option.places),
                        flag == option.flag ? meaning(option) : "not: \(option.help)")
                }
            }
            parts += [.text("\nOptions"), .entries(entries, width: 28)]
        }
        if !command.examples.isEmpty {
            parts += [.text("\nExamples\n" + command.examples.map { "  " + $0 }.joined(separator: "\n"))]
        }
        return .group(parts)
    }

    private static func meaning(_ parameter: ParameterDescription) -> String {
        var text = parameter.help
        if case .choice(let names) = parameter.kind { text += ": " + names.joined(separator: " ") }
        return text + (parameter.fallback.map { " (\($0))" } ?? "")
    }

    /// What a word means; `nil` where it is none that is known.
    ///
    /// - Parameter isNamed: whether something is named so, beside which what a column of that name means is no help.
    package static func text(of word: String, in commands: CommandTable, isNamed: Bool = false) -> Output? {
        var (meant, others) = commands.topics.about(word)
        let plain: Set<Topic.Kind> = [.field, .option, .choice, .object]
        others.removeAll { plain.contains($0.kind) }
        if isNamed { meant.removeAll { plain.contains($0.kind) } }
        guard !meant.isEmpty else { return nil }
        var parts = meant.flatMap { [$0.output, .text("")] }.dropLast()
        if !others.isEmpty {
            let words = others.map { "\($0.name) (\($0.kind.rawValue))" }
            parts += [.text("\nspelled otherwise: \(Figures.list(words, last: "and"))")]
        }
        return .group(Array(parts))
    }

    // MARK: - Statements that are no commands

    static let topics: [Topic] = [
        statement(
            "space", "space NAME … end defines a search space",
            "space wide\n    n_factors  choice 10 50 100\n    lr_all     loguniform 1e-4 0.1\n    reg_all    uniform 0.001 0.5\n  end",
            more:
                "Types: choice randint uniform quniform loguniform qloguniform normal qnormal lognormal qlognormal. 'optimizer.adam.lr uniform 0 1' nests lr under the choice adam of optimizer"
        ),
        statement(
            "for", "for NAME in WORDS … end repeats",
            "for n in 10 50 100\n    m = train svd data.train --n-factors $n\n    evaluate m data.test\n  end"),
        statement(
            "if", aliases: ["else", "end"], "if CONDITION … else … end chooses",
            "if svd.seconds > 10\n    print \"slow\"\n  else\n    print \"fast\"\n  end"),
        statement("param", "param NAME = VALUE, which --set NAME=… overrides", "param trials = 10"),
        statement("print", "print VALUES shows values of expressions", "print \"best:\" tpe.best.rmse"),
        statement(
            "assert", "assert CONDITION [\"message\"] fails where it does not hold",
            "assert m.rmse < 1 \"good enough\""),
        statement("time", "time STATEMENT says how long it took", "time train svd data.train"),
        statement(
            "shell", aliases: ["!"], "!COMMAND runs a shell command; COMMAND | SHELL pipes into one",
            "!ls\n  head ratings | wc -l\n  describe ratings > info.txt"),
    ]

    private static func statement(
        _ name: String, aliases: [String] = [], _ summary: String, _ example: String, more: String? = nil
    ) -> Topic {
        Topic(
            name, aliases: aliases, .statement, summary, example: example,
            facts: more.map { [Output.Entry("more", $0)] } ?? [])
    }
}

extension ParameterDescription {
    /// What stands for a value in help.
    var placeholder: String {
        switch kind {
        case .integer: "N"
        case .number: "X"
        case .boolean, .choice: "WORD"
        case .text: "NAME"
        case .file: "FILE"
        case .object(let kinds): kinds.count == 1 ? kinds[0].uppercased() : "NAME"
        case .assignment: "NAME=VALUE"
        case .word(let placeholder, _): placeholder
        case .column: "COLUMN"
        }
    }

    /// The same for all its values.
    fileprivate var places: String { placeholder + (isList && !placeholder.contains(" ") ? "…" : "") }
}

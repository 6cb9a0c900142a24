import Values

/// Help as text, made from the declarations.
package enum Help {
    static func overview(columns: Int) -> String {
        var lines = [
            "A line is a command; NAME = COMMAND keeps what it gives. Tab completes, 'help COMMAND' says more.", "",
        ]
        for family in CommandFamily.allCases {
            lines.append(family.rawValue)
            lines.append(list(CommandTable.all.filter { $0.family == family }, columns: columns))
            lines.append("")
        }
        lines.append("The language")
        lines += topics.map { entry("  \(pad($0.name, 20))", $0.summary, columns) }
        return lines.joined(separator: "\n")
    }

    static func list(_ commands: [CommandDeclaration], columns: Int) -> String {
        commands.map { entry("  \(pad($0.name, 20))", $0.summary, columns) }.joined(separator: "\n")
    }

    /// The commands that begin with a word which is none by itself; `nil` for any other word.
    static func group(_ word: String, columns: Int) -> String? {
        let commands = CommandTable.all.filter { $0.words[0] == word }
        return commands.isEmpty || CommandTable.named(word) != nil ? nil : list(commands, columns: columns)
    }

    static func text(of command: CommandDeclaration, columns: Int) -> String {
        var lines = [command.usage, "    \(command.summary)"]
        if !command.arguments.isEmpty {
            lines +=
                ["", "Arguments"]
                + command.arguments.map { argument in
                    entry("  \(pad(argument.name, 20))", argument.help + choices(argument.kind), columns)
                }
        }
        if !command.options.isEmpty {
            lines +=
                ["", "Options"]
                + command.options.map { option in
                    let value =
                        option.kind.map { " " + $0.placeholder + (option.isList && !$0.hasFixedLength ? "…" : "") }
                        ?? ""
                    let fallback = option.fallback.map { " (\($0))" } ?? ""
                    return entry(
                        "  \(pad("--\(option.name)\(value)", 28))", option.help + choices(option.kind) + fallback,
                        columns)
                }
        }
        if !command.examples.isEmpty { lines += ["", "Examples"] + command.examples.map { "  " + $0 } }
        return lines.joined(separator: "\n")
    }

    private static func choices(_ kind: ValueKind?) -> String {
        switch kind {
        case .choice(let names): ": " + names.joined(separator: " ")
        case .parameter(let description):
            if case .choice(let names) = description.kind { ": " + names.joined(separator: " ") } else { "" }
        default: ""
        }
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }

    /// A head and a text that goes on below its own beginning where the window is narrow.
    private static func entry(_ head: String, _ text: String, _ columns: Int) -> String {
        let indent = min(head.count, max(4, columns / 3))
        var lines = [head]
        var isEmpty = true
        for word in text.split(separator: " ") {
            let last = lines[lines.count - 1]
            if !isEmpty || last.count + word.count > columns, last.count + 1 + word.count > columns {
                lines.append(String(repeating: " ", count: indent) + word)
            } else {
                lines[lines.count - 1] = isEmpty ? last + word : last + " " + word
            }
            isEmpty = false
        }
        return lines.joined(separator: "\n")
    }

    // MARK: - Statements that are no commands

    static func topic(_ name: String) -> String? {
        topics.first { $0.name == name }.map { "\($0.summary)\n\n\($0.text)" }
    }

    private static let topics: [(name: String, summary: String, text: String)] = [
        (
            "space", "space NAME … end defines a search space",
            "  space wide\n    n_factors  choice 10 50 100\n    lr_all     loguniform 1e-4 0.1\n    reg_all    uniform 0.001 0.5\n  end\n\nTypes: choice randint uniform quniform loguniform qloguniform normal qnormal lognormal qlognormal.\n'optimizer.adam.lr uniform 0 1' nests lr under the choice adam of optimizer."
        ),
        (
            "for", "for NAME in WORDS … end repeats",
            "  for n in 10 50 100\n    m = train svd data.train --n-factors $n\n    evaluate m data.test\n  end"
        ),
        (
            "if", "if CONDITION … else … end chooses",
            "  if svd.seconds > 10\n    print \"slow\"\n  else\n    print \"fast\"\n  end"
        ),
        ("param", "param NAME = VALUE, which --set NAME=… overrides", "  param trials = 10"),
        ("print", "print VALUES shows values of expressions", "  print \"best:\" tpe.best.rmse"),
        (
            "assert", "assert CONDITION [\"message\"] fails where it does not hold",
            "  assert m.rmse < 1 \"good enough\""
        ),
        ("time", "time STATEMENT says how long it took", "  time train svd data.train"),
        (
            "shell", "!COMMAND runs a shell command; COMMAND | SHELL pipes into one",
            "  !ls\n  head ratings | wc -l\n  describe ratings > info.txt"
        ),
    ]
}

extension ValueKind {
    /// Whether its placeholder already says how many words there are.
    fileprivate var hasFixedLength: Bool {
        if case .patience = self { true } else { false }
    }

    /// What stands for a value in help.
    var placeholder: String {
        switch self {
        case .integer: "N"
        case .number: "X"
        case .text, .experiment: "NAME"
        case .choice: "WORD"
        case .file: "FILE"
        case .object(let kinds): kinds.count == 1 ? kinds[0].rawValue.uppercased() : "NAME"
        case .metric: "METRIC"
        case .patience: "[METRIC] N"
        case .assignment: "NAME=VALUE"
        case .command: "COMMAND"
        case .parameter(let description):
            switch description.kind {
            case .integer, .integers: "N"
            case .number: "X"
            default: "WORD"
            }
        }
    }
}

import Values

/// What prompts of databases, editors and notebooks take: `\q`, `.quit`, `:q`, `.tables`, `%time`, `%who`, `?NAME`.
struct ControlHabit: Habit {
    private static let leaving: Set<String> = ["q", "quit", "exit", "bye", "logout", "x", "wq", "stop", "close"]
    private static let listing: Set<String> = [
        "d", "dt", "l", "tables", "databases", "schema", "vars", "dir", "globals", "locals", "who", "whos", "env",
        "ls()",
    ]

    func answer(_ line: TypedLine) -> String? {
        guard let mark = line.text.first else { return nil }
        if mark == "%" { return magic(line) }
        if mark == "?" {
            let asked = line.text.drop { $0 == "?" }.trimmed
            return asked.isEmpty ? "'help' lists the commands" : "here that is '\(asked)?' or 'help \(asked)'"
        }
        var word = line.text
        if "\\.:".contains(mark) {
            word = String(word.drop { $0 == mark })
        } else if word.hasSuffix("()") {
            word = String(word.dropLast(2))
        } else if line.words.count > 1 {
            return nil
        }
        let first = String(word.prefix { !$0.isWhitespace }).lowercased()
        let rest = word.dropFirst(first.count).trimmed
        if Self.leaving.contains(first), "\\.:".contains(mark) || first.count > 2 {
            return "'quit' leaves, as Ctrl-D does"
        }
        if Self.listing.contains(first), "\\.:".contains(mark) || first.count > 2 {
            return "'objects' lists what is defined"
        }
        guard "\\.:".contains(mark) else { return nil }
        switch first {
        case "h", "?", "help": return rest.isEmpty ? "'help' lists the commands" : "here that is 'help \(rest)'"
        case "i", "read", "source", "r": return "here that is 'source \(rest.isEmpty ? "FILE.tb" : rest)'"
        case "timing", "time", "t": return "'time STATEMENT' says how long it took"
        case "s", "history": return "'history' lists the statements"
        case "!": return "here that is '!\(rest)'"
        case "set", "mode": return "'set' shows and changes options"
        default: return nil
        }
    }

    private func magic(_ line: TypedLine) -> String? {
        let text = String(line.text.drop { $0 == "%" })
        let name = String(text.prefix { !$0.isWhitespace })
        let rest = text.dropFirst(name.count).trimmed
        switch name {
        case "time", "timeit", "prun": return "here that is 'time \(rest.isEmpty ? "STATEMENT" : rest)'"
        case "run", "load": return "here that is 'source \(rest.isEmpty ? "FILE.tb" : rest)'"
        case "who", "whos", "who_ls": return "'objects' lists what is defined"
        case "history", "hist": return "'history' lists the statements"
        case "reset", "del": return "'drop NAME' forgets a name"
        case "matplotlib", "pylab", "config", "autoreload", "load_ext": return "nothing has to be set up; leave it out"
        case "pip", "conda", "bash", "sh", "system", "cd", "ls", "pwd", "cat", "mkdir", "env":
            return "a shell command begins with '!': !\(name == "bash" || name == "sh" ? rest : text)"
        case "quickref", "magic", "lsmagic": return "'help' lists the commands"
        default: return "nothing begins with '%'; 'help' lists the commands, and a shell command begins with '!'"
        }
    }
}

/// `SELECT * FROM d LIMIT 5`, `SHOW TABLES`, `DROP TABLE d`
struct QueryHabit: Habit {
    func answer(_ line: TypedLine) -> String? {
        let text = line.text.hasSuffix(";") ? String(line.text.dropLast()) : line.text
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        let upper = words.map { $0.uppercased() }
        func after(_ word: String) -> String? {
            upper.firstIndex(of: word).flatMap { words.indices.contains($0 + 1) ? words[$0 + 1] : nil }
        }
        switch upper.first {
        case "SELECT":
            guard let table = after("FROM") else {
                return "'print' shows a value: print \(words.dropFirst().joined(separator: " "))"
            }
            if let place = upper.firstIndex(of: "WHERE") {
                return
                    "'filter \(table)' chooses ratings ('help filter' says by what), 'head \(table)' shows them; found: \(words[place...].joined(separator: " "))"
            }
            if upper.contains("GROUP") || upper.contains(where: { $0.contains("(") }) {
                return "'describe \(table)' counts users, items and ratings; 'head \(table)' shows rows"
            }
            if let count = after("LIMIT").flatMap(Int.init) { return "here that is 'head \(table) --n \(count)'" }
            return "here that is 'head \(table)'"
        case "SHOW" where words.count > 1: return "'objects' lists what is defined"
        case "DROP" where upper.dropFirst().first == "TABLE" || upper.dropFirst().first == "VIEW":
            return "here that is 'drop \(words.last ?? "NAME")'"
        case "DESC", "DESCRIBE", "EXPLAIN":
            guard words.count == 2, words[0] != "describe" else { return nil }
            return "here that is 'describe \(words[1])'"
        case "INSERT": return "'add \(after("INTO") ?? "TABLE") LABEL NAME=VALUE' adds a row to a table"
        case "CREATE":
            return
                "'add \(words.last.map { $0.filter { $0 != "(" && $0 != ")" } } ?? "TABLE") LABEL NAME=VALUE' makes a table with its first row"
        case "DELETE": return "'filter \(after("FROM") ?? "DATA")' keeps the ratings that are wanted"
        case "USE" where words.count == 2: return "here that is 'open \(words[1])', or 'load csv FILE'"
        default: return nil
        }
    }
}

/// `man train`, `info train`, `train -h`, `help(train)`
struct HelpHabit: Habit {
    func answer(_ line: TypedLine) -> String? {
        let words = line.words
        if let call = TypedCall(line.text), ["help", "doc", "info", "type", "dir"].contains(call.name),
            call.owner == nil,
            let what = call.values.first
        {
            return "here that is 'help \(what)'"
        }
        if let first = words.first, ["man", "info", "apropos", "whatis", "doc", "tldr", "type"].contains(first),
            words.count > 1
        {
            return "here that is 'help \(words.dropFirst().joined(separator: " "))'"
        }
        if let last = words.last, words.count > 1, ["-h", "-help", "-?", "/?", "/h"].contains(last) {
            return "here that is 'help \(words.dropLast().joined(separator: " "))'"
        }
        return nil
    }
}

/// A shell's commands, which a mark sends to one.
struct ShellHabit: Habit {
    private static let programs: Set<String> = [
        "ls", "ll", "la", "dir", "pwd", "cat", "less", "more", "tail", "touch", "mkdir", "rmdir", "cp", "mv", "ln",
        "chmod", "chown", "grep", "egrep", "rg", "awk", "sed", "cut", "wc", "sort", "uniq", "diff", "tar", "gzip",
        "gunzip", "unzip", "zip", "curl", "wget", "ssh", "scp", "rsync", "git", "make", "python", "python3", "pip",
        "pip3", "conda", "node", "npm", "docker", "sudo", "apt", "apt-get", "brew", "vi", "vim", "nvim", "nano",
        "emacs",
        "code", "top", "htop", "ps", "kill", "df", "du", "free", "whoami", "hostname", "uname", "date", "which",
        "file", "stat", "find", "xargs", "tee", "env", "swift", "bash", "sh", "zsh", "nvidia-smi", "screen", "tmux",
        "jupyter", "sqlite3", "jq",
    ]

    func answer(_ line: TypedLine) -> String? {
        guard line.target.isEmpty, let first = line.words.first, line.commands.beginning(with: [first]).isEmpty else {
            return nil
        }
        let rest = line.words.dropFirst().joined(separator: " ")
        switch first {
        case "cd", "chdir", "pushd", "popd":
            return
                "files are named from the folder that the session began in: write \(rest.isEmpty ? "the path" : rest + "/FILE") itself; '!cd' lasts for its own line"
        case "clear", "cls", "reset": return "Ctrl-L clears the window, '!clear' too"
        case "echo", "printf", "puts", "console.log", "println":
            let words = rest.first == "\"" || rest.first == "'" || rest.contains("$") ? rest : "\"\(rest)\""
            return "here that is 'print \(words)', or '!echo \(rest)' in a shell"
        case "rm", "del", "unset", "delete", "erase", "unload", "forget", "remove":
            let names = line.words.dropFirst().filter { !$0.hasPrefix("-") }
            let known = names.filter { line.names[$0] != nil }
            if !known.isEmpty || first == "unset" || first == "del" && !rest.contains("/") {
                return "here that is 'drop \(names.joined(separator: " "))'"
            }
            return "a name is forgotten with 'drop NAME', a file deleted with '!rm \(rest)'"
        case "export", "alias": return "'param NAME = VALUE' declares what --set gives; NAME = VALUE gives a name"
        case ".": return "here that is 'source \(rest)'"
        default:
            guard Self.programs.contains(first) || first.hasPrefix("./") else { return nil }
            return "a shell command begins with '!': !\(line.text)"
        }
    }
}

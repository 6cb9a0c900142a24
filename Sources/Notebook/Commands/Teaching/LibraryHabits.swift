import Notebook

/// What is written with Python's recommender libraries and with tuners.
enum LibraryHabits {
    static let all: [any Habit] = [ImportHabit(), LearnerHabit(), StudyHabit(), NNIHabit(), FileHabit()]
}

/// `import pandas as pd`, `from surprise import SVD`, `require(...)`
struct ImportHabit: Habit {
    func answer(_ line: TypedLine) -> String? {
        let words = line.text.split { $0.isWhitespace || ",()".contains($0) }.map(String.init)
        guard let first = words.first, ["import", "from", "library", "require", "using", "#include"].contains(first),
            words.count > 1
        else { return nil }
        for word in words.dropFirst() {
            if let learner = LearnerHabit.learner(word) {
                return "nothing is imported; a learner is trained by its name: train \(learner) \(line.data)"
            }
        }
        return
            "nothing is imported: 'load csv FILE' reads ratings, 'train LEARNER DATA' trains, 'source FILE.tb' runs a script"
    }
}

/// `SVD(n_factors=10)`, `algo = KNNBasic(k=40)`
struct LearnerHabit: Habit {
    static func learner(_ name: String) -> String? {
        let plain = name.lowercased()
        return DeclaredTopics.otherNames.first { $0.value.contains { $0.lowercased() == plain } }?.key
            ?? (DeclaredTopics.otherNames.keys.contains(plain) ? plain : nil)
    }

    func answer(_ line: TypedLine) -> String? {
        guard let call = TypedCall(line.body), let learner = Self.learner(call.name) else { return nil }
        let command = "train \(learner)"
        var parts = ["\(line.target)\(command)", line.data]
        if let first = call.values.first, line.kind(of: first) != nil { parts[1] = first }
        let declaration = line.commands.named(command)
        for (label, value) in call.labelled {
            guard let declaration, let option = line.commands.option(label, value, of: declaration) else { continue }
            parts.append(option)
        }
        return "a learner is trained with its options at once: \(parts.joined(separator: " "))"
    }
}

/// `study.optimize(f, n_trials=10)`, `tuner.fit(...)`, `GridSearchCV(SVD, grid, cv=3)`
struct StudyHabit: Habit {
    func answer(_ line: TypedLine) -> String? {
        guard let call = TypedCall(line.body),
            ["optimize", "create_study", "fmin", "gridsearchcv", "randomizedsearchcv", "tuner", "minimize", "maximize"]
                .contains(call.name.lowercased())
        else { return nil }
        let learner = call.values.compactMap(LearnerHabit.learner).first ?? "svd"
        var parts = ["experiment start", learner, line.data]
        if let declaration = line.commands.named("experiment start") {
            parts += call.labelled.compactMap { label, value in
                Double(value) == nil ? nil : line.commands.option(label, value, of: declaration)
            }
        }
        return "a search is one command: \(line.target)\(parts.joined(separator: " "))"
    }
}

/// `nnictl create --config c.yml`, `nnictl stop ID`, `optuna studies`
struct NNIHabit: Habit {
    private static let words: [String: String] = [
        "create": "experiment start", "ls": "experiment list", "view": "experiment show", "trial": "experiment trials",
        "experiment": "experiment list", "webui": "experiment watch", "top": "experiment watch",
        "tensorboard": "experiment watch",
        "config": "experiment show", "studies": "experiment list", "create-study": "experiment start",
        "kill": "experiment stop",
    ]

    func answer(_ line: TypedLine) -> String? {
        guard ["nnictl", "optuna", "nni", "ray", "wandb", "mlflow"].contains(line.first) else { return nil }
        let rest = Array(line.words.dropFirst())
        guard let word = rest.first else { return "'help experiment' lists what searches take" }
        let own = line.commands.named("experiment \(word)") != nil ? "experiment \(word)" : Self.words[word]
        guard let own else { return "'help experiment' lists what searches take" }
        var given = Array(rest.dropFirst())
        if ["trial", "experiment"].contains(word), let next = given.first, !next.hasPrefix("-") { given.removeFirst() }
        for (place, word) in given.enumerated() where word == "-c" { given[place] = "--config" }
        given.removeAll { ["--foreground", "-f", "--debug", "-d", "--all", "-a"].contains($0) }
        if given.isEmpty, own != "experiment list", own != "experiment start" {
            given = [line.name(of: "experiment", or: "EXPERIMENT")]
        }
        return "here that is '\(([own] + given).joined(separator: " "))'"
    }
}

/// `load a.csv`, `run lesson.tb`, `open` of what is no model
struct FileHabit: Habit {
    func answer(_ line: TypedLine) -> String? {
        guard line.words.count >= 2, let first = line.words.first, !line.words[1].hasPrefix("-") else { return nil }
        let path = line.words[1].lowercased()
        let rest = line.words.dropFirst().joined(separator: " ")
        if ["run", "execute", "tunebook", "%run", "python"].contains(first), path.hasSuffix(".tb") {
            return "here that is 'source \(rest)'"
        }
        guard ["load", "read", "import"].contains(first), path.contains("."), !path.hasSuffix(".tb") else {
            return first == "load" && path.hasSuffix(".tb") ? "here that is 'source \(rest)'" : nil
        }
        if path.hasSuffix(".model") || path.hasSuffix(".tbm") { return "here that is '\(line.target)open \(rest)'" }
        return "here that is '\(line.target)load csv \(rest)'"
    }
}

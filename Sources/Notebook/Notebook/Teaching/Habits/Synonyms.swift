import Values

/// What others call what is here under another name. Whoever brings the commands brings their other names.
package struct Synonyms: Sendable {
    /// Lines by the word that others have for them; of several the first whose command there is counts. `fit` is `["train"]`.
    package let commands: [String: [String]]
    /// Options by their other names; of several the first that a command has counts. `lr` is `["lr-all", "learning-rate"]`.
    package let options: [String: [String]]
    /// Options whose value is counted otherwise: the words that stand for `--test-size 0.2`.
    package let converted: [String: @Sendable (Double) -> String?]

    package init(
        commands: [String: [String]] = [:], options: [String: [String]] = [:],
        converted: [String: @Sendable (Double) -> String?] = [:]
    ) {
        self.commands = commands
        self.options = options
        self.converted = converted
    }
}

extension CommandTable {
    /// The words of a command by its own name or another one: `fit` is `train`, `cross_validate` is `crossvalidate`.
    func words(of name: String) -> String? {
        let plain = name.lowercased()
        if isBeginning(plain) { return plain }
        let short = plain.filter { $0 != "_" && $0 != "-" }
        if isBeginning(short) { return short }
        return synonyms.commands[plain]?.first { isBeginning($0) }
    }

    /// Whether commands begin so.
    private func isBeginning(_ line: String) -> Bool {
        let words = line.split(separator: " ").map(String.init)
        return !words.isEmpty && !beginning(with: Array(words.prefix(2))).isEmpty
            || words.count > 2 && !beginning(with: Array(words.prefix(1))).isEmpty
    }

    /// The words of an option that others write otherwise: `--n-factors 10` of `n_factors` or `factors`.
    ///
    /// - Parameter value: without its dashes; `nil` for a flag that stands alone.
    package func option(_ name: String, _ value: String?, of command: CommandDeclaration) -> String? {
        let flag = name.lowercased().replacing("_", with: "-")
        if let value, let number = Double(value), let words = synonyms.converted[flag]?(number) {
            let first = words.split(separator: " ").first.map { String($0.dropFirst(2)) } ?? ""
            if command.options.contains(where: { $0.flag == first }) { return words }
        }
        let known = command.options.flatMap(\.shownFlags)
        let found = known.contains(flag) ? flag : (synonyms.options[flag] ?? []).first(where: known.contains)
        guard let found else { return nil }
        let isSwitch = command.options.contains { $0.kind == .boolean && $0.shownFlags.contains(found) }
        guard let value, !isSwitch else { return "--\(found)" }
        return "--\(found) \(TypedLine.word(value))"
    }
}

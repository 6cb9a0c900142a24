import Recommenders
import Values

/// Flags of hyper-parameters: whatever the algorithm declares, so that a new parameter is a flag at once.
enum Hyperparameters {
    /// Flags that the commands have themselves.
    private static let commandFlags = ["n-epochs", "biased", "random-state", "seed"]

    /// Reads what the parser did not know: `--n-factors 50 --lr-all=0.01`.
    ///
    /// - Throws: `UsageError` that names the flag and the nearest one, or the value and what is expected.
    static func parse(_ words: [String], of algorithm: any LearningAlgorithm) throws -> JSONObject {
        let flags = Dictionary(
            algorithm.parameters.map { (flag($0), $0) }, uniquingKeysWith: { first, _ in first })
        var values = JSONObject()
        var rest = words[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("--") else {
                throw UsageError(description: "'\(word)' stands where a flag is expected")
            }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            if name.hasPrefix("no-"), let parameter = flags[String(name.dropFirst(3))], parameter.kind == .boolean {
                values[parameter.name] = false
                continue
            }
            guard let parameter = flags[name] else { throw unknown(name, flags.keys.sorted()) }
            // A yes or no may stand alone.
            if parameter.kind == .boolean, parts.count == 1, rest.first.map({ $0.hasPrefix("--") }) ?? true {
                values[parameter.name] = true
                continue
            }
            guard let value = parts.count > 1 ? String(parts[1]) : rest.popFirst() else {
                throw UsageError(description: "--\(name) needs a value: \(parameter.expectation)")
            }
            var text = value
            // A list may be given as several words: --layer-sizes 16 8 4.
            if case .integers = parameter.kind {
                while let more = rest.first, !more.hasPrefix("--") {
                    text += " " + more
                    rest.removeFirst()
                }
            }
            do {
                values[parameter.name] = try parameter.parse(text)
            } catch {
                throw UsageError(description: "--\(name): \(error)")
            }
        }
        return values
    }

    static func help(of algorithm: String) -> String {
        guard let algorithm = try? Algorithms.named(algorithm) else { return "" }
        let shown = algorithm.parameters.filter { !commandFlags.contains(flag($0)) }
        let width = shown.map { flag($0).count }.max() ?? 0
        return shown.map { parameter in
            let name = flag(parameter)
            let standard = parameter.defaultValue.map { " (default: \($0.string ?? $0.text()))" } ?? ""
            return "  --\(name)\(String(repeating: " ", count: width - name.count + 2))\(parameter.help)\(standard)"
        }.joined(separator: "\n")
    }

    private static func flag(_ parameter: ParameterDescription) -> String { parameter.name.replacing("_", with: "-") }

    private static func unknown(_ name: String, _ flags: [String]) -> UsageError {
        let nearest = nearestName(to: name, among: flags + TrialOptions.flags)
        return UsageError(
            description: "there is no flag --\(name); "
                + (nearest.map { "did you mean --\($0)?" } ?? "--help lists the flags"))
    }
}

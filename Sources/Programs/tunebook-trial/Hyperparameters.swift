import Recommenders
import Values

/// Flags of hyper-parameters: whatever the learner declares, so that a new parameter is a flag at once.
enum Hyperparameters {
    /// Reads what the parser did not know: `--n-factors 50 --lr-all=0.01`.
    ///
    /// - Throws: `UsageError` that names the flag and the nearest one, or the value and what is expected.
    static func parse(_ words: [String], of learner: any LearningAlgorithm) throws -> JSONObject {
        let ignored = learner.script.ignored.map { "--" + $0 }
        let seed = learner.parameters.first { $0.name == learner.seedParameter }?.flag
        let spelled = words.filter { !ignored.contains($0) }.map { word in
            // Both scripts have these two, whatever the learner calls them.
            [("--epochs", "--n-epochs"), ("--random-state", "--" + (seed ?? "random-state"))].first {
                word.prefix { $0 != "=" } == $0.0
            }
            .map { $0.1 + word.dropFirst($0.0.count) } ?? word
        }
        do {
            return try ParameterWords(spelled, arguments: [], options: learner.parameters, isProgram: true).given
        } catch {
            throw UsageError(description: describe(error, learner))
        }
    }

    private static func describe(_ failure: ParameterWords<String>.Failure, _ learner: any LearningAlgorithm) -> String
    {
        switch failure.error {
        case CallError.unknownOption(let flag, _):
            let known = (learner.parameters.flatMap(\.shownFlags) + TrialOptions.flags).map { "--" + $0 }
            return "there is no flag \(flag); "
                + (nearestName(to: flag, among: known).map { "did you mean \($0)?" } ?? "--help lists the flags")
        case CallError.tooManyArguments(let word): return "'\(word)' stands where a flag is expected"
        case CallError.missingValue(let flag):
            let parameter = learner.parameters.first { "--" + $0.flag == flag }
            return "\(flag) needs a value" + (parameter.map { ": \($0.expectation)" } ?? "")
        default: return "\(failure.error)"
        }
    }

    static func help(of learner: any LearningAlgorithm) -> String {
        let flags = learner.parameters.map { parameter in
            (parameter, "--" + parameter.shownFlags.joined(separator: ", --"))
        }
        let width = flags.map(\.1.count).max() ?? 0
        return flags.map { parameter, names in
            let value = learner.script.defaults[parameter.name] ?? parameter.defaultValue
            let standard = value.map { " (default: \($0.string ?? $0.text()))" } ?? ""
            return "  \(names)\(String(repeating: " ", count: width - names.count + 2))\(parameter.help)\(standard)"
        }.joined(separator: "\n")
    }
}

package import Experiments
package import Recommenders
package import Values

/// The words that make `tunebook-trial` do what a trial of the embedded engine does: every parameter is named, so that no
/// default of either side matters, and the same parameters give the same model to the bit.
package struct TrialCommandLine: Sendable {
    package static let trainFile = "train.csv"
    package static let validationFile = "validation.csv"

    package let words: [String]

    /// - Parameters:
    ///   - program: as the trial's shell finds it.
    ///   - scale: the range of ratings, which a file of ratings does not tell.
    /// - Throws: `ParameterError` where a fixed parameter is wrong.
    package init(
        program: String, _ configuration: ExperimentConfiguration, _ subject: RecommenderSubject,
        algorithm: any LearningAlgorithm,
        scale: ClosedRange<Double>
    ) throws(ParameterError) {
        var words = [
            program, algorithm.name, "--train-datapath", Self.trainFile, "--validation-datapath", Self.validationFile,
            "--duplicates", "keep", "--rating-scale", "\(scale.lowerBound)", "\(scale.upperBound)",
        ]
        words +=
            ["--metrics", configuration.objective] + configuration.metrics.filter { $0 != configuration.objective }
        words += ["--primary-metric", configuration.objective]
        if subject.removesSeen { words.append("--remove-seen") }
        let values = try ParameterDescription.complete(subject.fixed, with: algorithm.parameters)
        for parameter in algorithm.parameters { words += Self.words(parameter, values[parameter.name] ?? .null) }
        self.words = words
    }

    private static func words(_ parameter: ParameterDescription, _ value: JSONValue) -> [String] {
        let flag = "--" + parameter.flag
        switch value {
        case .null: return []
        case .boolean(true): return [flag]
        case .boolean(false): return parameter.oppositeFlag.map { ["--" + $0] } ?? []
        case .array(let values): return [flag] + values.map { $0.string ?? $0.text() }
        case .string(let text): return [flag, text]
        default: return [flag, value.text()]
        }
    }

    /// The command for a shell.
    package var text: String {
        words.map { word in
            let isPlain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./@:=,+%".contains($0)) }
            return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: #"'\''"#) + "'"
        }.joined(separator: " ")
    }
}

import ArgumentParser
import Recommenders
import Values

/// One algorithm's subcommand; all take the same options and read hyper-parameters from the algorithm's own list.
protocol TrialCommand: ParsableCommand {
    static var algorithm: String { get }
    var options: TrialOptions { get }
    var epochs: Int { get }
    /// Flags that stand for hyper-parameters under another name.
    func hyperparameters() -> JSONObject
}

extension TrialCommand {
    static func described(abstract: String) -> CommandConfiguration {
        CommandConfiguration(
            commandName: algorithm, abstract: abstract,
            discussion: """
                Every flag may be written with _ in place of -, as the scripts do. The tuner's parameters outrank flags; \
                STEPS and TRIAL_BUDGET (Hyperband, BOHB) give the number of epochs.

                HYPER-PARAMETERS (flags, and names in the search space):
                \(Hyperparameters.help(of: algorithm))
                """)
    }

    func trial() throws -> TrialRun {
        let algorithm = try Algorithms.named(Self.algorithm)
        var fixed: JSONObject = ["n_epochs": .integer(epochs)]
        if let seed = options.randomState {
            fixed[algorithm.parameters.contains { $0.name == "seed" } ? "seed" : "random_state"] = .integer(seed)
        }
        fixed = fixed.merging(hyperparameters())
        fixed = fixed.merging(try Hyperparameters.parse(options.others, of: algorithm))
        do {
            fixed = try ParameterDescription.complete(fixed, with: algorithm.parameters)
        } catch {
            throw UsageError(description: "\(error)")
        }
        return TrialRun(algorithm: algorithm, fixed: fixed, options: options)
    }
}

struct SVDTrial: TrialCommand {
    static let algorithm = "svd"
    static let configuration = described(abstract: "Surprise's SVD, as recommenders' svd_training.py.")

    @OptionGroup var options: TrialOptions

    @Option(name: [.long, .customLong("n-epochs")], help: "Passes over the ratings.")
    var epochs = 30

    @Flag(
        name: .long, inversion: .prefixedNo,
        help: "Learn biases beside the factors; without the flag there are none, as in the script.")
    var biased = false

    func hyperparameters() -> JSONObject { ["biased": .boolean(biased)] }
}

struct NCFTrial: TrialCommand {
    static let algorithm = "ncf"
    static let configuration = described(
        abstract: "Neural collaborative filtering, as recommenders' ncf_training.py promises; that one never trains.")

    @OptionGroup var options: TrialOptions

    @Option(name: [.long, .customLong("n-epochs")], help: "Passes over the ratings.")
    var epochs = 30

    @Flag(help: .hidden)
    var biased = false

    func hyperparameters() -> JSONObject { JSONObject() }
}

import ArgumentParser
import Recommenders
import Values

/// A learner's subcommand, whatever the learner: its flags are the hyper-parameters that it declares.
protocol TrialCommand: ParsableCommand {
    func trial() throws -> TrialRun
}

struct LearnerTrial<Learner: LearningAlgorithm>: TrialCommand {
    static var configuration: CommandConfiguration {
        let learner = Learner()
        return CommandConfiguration(
            commandName: learner.name, abstract: learner.script.summary,
            discussion: """
                Every flag may be written with _ in place of -, as the scripts do. The tuner's parameters outrank flags; \
                STEPS and TRIAL_BUDGET (Hyperband, BOHB) give the number of epochs.

                HYPER-PARAMETERS (flags, and names in the search space; --epochs and --random-state are right for each):
                \(Hyperparameters.help(of: learner))
                """)
    }

    @OptionGroup var options: TrialOptions

    func trial() throws -> TrialRun {
        let learner = Learner()
        let fixed = learner.script.defaults.merging(try Hyperparameters.parse(options.others, of: learner))
        return TrialRun(algorithm: learner, fixed: fixed, options: options)
    }
}

extension LearningAlgorithm {
    /// The type of its subcommand.
    static var trial: any ParsableCommand.Type { LearnerTrial<Self>.self }
}

extension Algorithms {
    static var trials: [any ParsableCommand.Type] { all.map { type(of: $0).trial } }
}

import Display
import ExperimentReports
import Experiments
import Notebook
import Values

struct ExperimentCompareCommand: Command {
    let experiments: SessionExperiments
    let names: Parameter<[String]> = .experiments

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment compare", "best values, trials and seconds of experiments side by side", arguments: [names],
            examples: ["experiment compare tpe tpe~1"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        var snapshots: [ExperimentSnapshot] = []
        for object in try await experiments.named(names, call, session) {
            if !session.isInteractive { try await object.waitForEnd() }
            snapshots.append(try await object.snapshot())
        }
        return TableObject(ExperimentTable.comparison(snapshots))
    }
}

struct ExperimentExplainCommand: Command {
    let experiments: SessionExperiments
    let experiment: Parameter<String> = .experiment

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment explain", "what mattered in a search, how its best trial differs, and what to run next",
            arguments: [experiment], examples: ["experiment explain tpe"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let object = try await experiments.named(experiment, call, session)
        if !session.isInteractive { try await object.waitForEnd() }
        return TextObject(.text(try Explanation.text(try await object.snapshot())))
    }
}

import Display
import ExperimentReports
import Notebook
import Values

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

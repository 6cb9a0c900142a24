import Display
import ExperimentReports
import Experiments
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
        let snapshot = try await object.snapshot()
        // What can't be explained at all says so before anything is trained again.
        _ = try Explanation.text(snapshot)
        let check = try await WinnerCheck(snapshot.record.configuration, remakes: true, in: session)
        let further = try await check?.lines(object, snapshot, in: session) ?? []
        return TextObject(.text(try Explanation.text(snapshot, further: further)))
    }
}

import Experiments
import Notebook
import Values

struct ExperimentShowCommand: Command {
    let experiments: SessionExperiments
    let experiment: Parameter<String> = .experiment
    let trial = Parameter<Int>("TRIAL", required: 0...10_000_000, help: "its number")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment show", "one trial's parameters, metrics and curve", arguments: [experiment, trial],
            examples: ["experiment show tpe 3"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let object = try await experiments.named(experiment, call, session)
        if let found = try await object.trial(call[trial]) { return found }
        let count = try await object.snapshot().trials.count
        throw call.failure(
            NotebookError.badValue(
                "\(call[trial])", of: "TRIAL",
                expected: count == 0 ? "not there yet" : "a number from 0 to \(count - 1)", nearest: nil), at: trial)
    }
}

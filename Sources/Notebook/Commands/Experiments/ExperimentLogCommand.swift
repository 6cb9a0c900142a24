import ExperimentReports
import Experiments
import Notebook
import Values

struct ExperimentLogCommand: Command {
    let experiments: SessionExperiments
    let experiment: Parameter<String> = .experiment
    let trial = Parameter<Int?>("TRIAL", 0...10_000_000, help: "its number")
    let file = Parameter<TrialOutput?>(
        "file", of: TrialOutput.self, unset: "the first that is not empty", help: "which of its files")
    let tail = Parameter<Int?>("tail", 1...1_000_000, unset: "all", help: "the last so many lines")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment log", "what a trial has written, or without TRIAL the engine's own log",
            arguments: [experiment, trial], options: [file, tail],
            examples: ["experiment log far 3", "experiment log far --tail 20"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let object = try await experiments.named(experiment, call, session)
        var record: TrialRecord?
        if let number = call[trial] {
            guard let found = try await object.trial(number) else {
                throw call.failure(
                    NotebookError.badValue("\(number)", of: "TRIAL", expected: "the number of a trial", nearest: nil),
                    at: trial)
            }
            record = found.trial
        }
        var text = try await text(object, record, call, in: session)
        if let tail = call[tail] {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            let end = lines.last?.isEmpty == true ? lines.dropLast() : lines[...]
            text = end.suffix(tail).joined(separator: "\n")
        }
        if text.hasSuffix("\n") { text.removeLast() }
        return PlainValue(.string(text))
    }

    private func text(
        _ object: ExperimentObject, _ trial: TrialRecord?, _ call: Invocation, in session: isolated Session
    ) async throws -> String {
        let configuration = try await object.record().configuration
        if let trial, configuration.engine == .embedded {
            return configuration.subject.recommender == nil
                ? experiments.output(of: trial, in: object.id, call[file])
                : TrialLog.text(trial, objective: configuration.objective)
        }
        guard let live = await experiments.manager(session).live(object.id) else {
            throw call.failure(
                NotebookError.unavailable(
                    "'\(object.name)' does not run in this session, and its output is not in the store",
                    remedy: "'experiment show' tells how a trial ended"), at: experiment)
        }
        return try await PlacedError.placeAsync(call.place(of: experiment)) {
            var text = ""
            for kind in call[file].map({ [$0] }) ?? [.errors, .output, .log] where text.isEmpty {
                text = try await live.output(of: trial, kind)
            }
            return text
        }
    }
}

import Display
import ExperimentReports
import Experiments
import Foundation
import Notebook
import Tuning
import Values

struct ExperimentWatchCommand: Command {
    let experiments: SessionExperiments
    let experiment: Parameter<String> = .experiment

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment watch",
            "shows an experiment while it runs, to its end; without a terminal a line for each trial that ends",
            arguments: [experiment], examples: ["experiment watch tpe"])
    }

    /// Looks at it again and again, so that it makes no difference which session runs it.
    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let object = try await experiments.named(experiment, call, session)
        var told = Set<Int>()
        defer { session.draw(nil) }
        while true {
            let now = try await object.snapshot()
            // What is told of is stored.
            _ = try await object.status()
            let hasEnded = now.record.status.hasEnded
            if session.isInteractive {
                session.draw(WatchView.output(now, room: 12))
            } else {
                for trial in now.trials where trial.status.hasEnded && told.insert(trial.sequence).inserted {
                    try session.stream(WatchView.line(trial, now) + "\n")
                }
            }
            if hasEnded { break }
            try await Task.sleep(for: .milliseconds(200))
        }
        if !session.isInteractive { try session.stream(await object.summary() + "\n") }
        return nil
    }
}

import Experiments
import Notebook
import Recommenders
import Tuning
import Values

struct ExperimentBestCommand: Command {
    let experiments: SessionExperiments
    let experiment: Parameter<String> = .experiment
    let prefer = Parameter<String?>(
        "prefer", .word("METRIC", suggestions: []), unset: "the best compromise",
        help: "of several objectives the one that counts most")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment best",
            "the best trial with its model: its fields are model, params and metrics; a script waits for the end",
            arguments: [experiment], options: [prefer], gives: .trial, examples: ["best = experiment best tpe"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let object = try await experiments.named(experiment, call, session)
        let goals = try await object.record().configuration.goals
        let names = goals.objectives.map(\.metric)
        if let metric = call[prefer], !names.contains(metric) {
            throw call.failure(
                ParameterError.badValue(
                    name: prefer.name, value: metric, expected: "an objective of it: \(names.joined(separator: ", "))",
                    nearest: nearestName(to: metric, among: names)), at: prefer)
        }
        var best = try await PlacedError.placeAsync(call.place(of: experiment)) {
            try await object.best(preferring: call[prefer])
        }
        if let measured = goals.measured(best.trial.metrics), !measured.isFeasible {
            session.notice(
                "note: no trial is feasible (\(goals.constraints.map(\.description).joined(separator: ", "))); trial \(best.trial.sequence) misses it by least"
            )
        }
        best.optimism = try await optimism(of: best, object, in: session)
        return best
    }

    /// Where the split is still at hand and the model too: what takes no training and no reading.
    private func optimism(
        of best: TrialObject, _ object: ExperimentObject, in session: isolated Session
    ) async throws -> SearchOptimism? {
        let configuration = try await object.record().configuration
        guard configuration.goals.isSingle, let model = best.trained?.recommender,
            let check = try await WinnerCheck(configuration, remakes: false, in: session)
        else { return nil }
        return try await check.optimism(of: model, in: session)
    }
}

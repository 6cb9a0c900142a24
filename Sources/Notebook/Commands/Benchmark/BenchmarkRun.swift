import Compute
import Metrics
import Notebook
import Ratings
import Recommenders
import Values

/// Tunes, trains again and judges one learner after another.
struct BenchmarkRun {
    let search: BenchmarkSearch
    /// The metric that is tuned for comes first.
    let judging: Judging
    let task: BenchmarkTask
    /// What experiments are named after.
    let name: String
    let threads: Int

    /// - Returns: `nil` for a learner that these data or this machine are nothing for, which is said.
    /// - Throws: `CancellationError`.
    func entry(of algorithm: any LearningAlgorithm, in session: isolated Session) async throws -> BenchmarkEntry? {
        var trials = 0
        var fits: [BenchmarkEntry.Fit] = []
        for part in task.parts {
            let own = "\(name)-\(algorithm.name)" + (part.fold.map { "-\($0)" } ?? "")
            do {
                let winner = try await search.run(algorithm, on: part, name: own, in: session)
                trials += winner.trials
                fits.append(try await fit(algorithm, winner.parameters, part, in: session))
            } catch let error where !(error is CancellationError) && !Task.isCancelled {
                session.notice("note: \(algorithm.name) is left out: \(error)")
                return nil
            }
        }
        return BenchmarkEntry(learner: algorithm.name, trials: trials, fits: fits)
    }

    /// The winner trained on all that searches knew, and judged on what they did not.
    private func fit(
        _ algorithm: any LearningAlgorithm, _ parameters: JSONObject, _ part: BenchmarkTask.Part,
        in session: isolated Session
    ) async throws -> BenchmarkEntry.Fit {
        try await session.compute("train \(algorithm.name)") { [judging, threads] stop, progress in
            var run = TrainingRun(algorithm: algorithm, parameters: parameters, trainset: try Trainset(part.known))
            run.threads = threads
            let trained = try run.run(stop: stop, progress: progress)
            let test = part.split.split.test
            let measured = try judging.measured(of: trained.recommender, on: test, stop: stop)
            return BenchmarkEntry.Fit(
                trained: trained, measured: measured, users: test.users, bytes: try trained.recommender.encode().bytes)
        }
    }
}

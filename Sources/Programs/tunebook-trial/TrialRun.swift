import Compute
import Experiments
import Foundation
import Metrics
import NNIProtocol
import Platform
import RecommenderTrials
import Recommenders
import TrialSide
import Values

/// One trial from its flags to its files.
struct TrialRun {
    let algorithm: any LearningAlgorithm
    /// The flags' hyper-parameters; the tuner's outrank them.
    let fixed: JSONObject
    let options: TrialOptions

    /// Trains, reports and writes. What is known is written even where the manager can't be told any more.
    func run() async throws {
        let wanted = try WantedMetrics(options)
        let data = try TrialData(options)
        let environment = TrialEnvironment(ProcessInfo.processInfo.environment)
        let channel = try environment.makeChannel(
            patience: try patience(environment), print: { StandardStream.output.send($0 + "\n") },
            log: { StandardStream.error.send($0 + "\n") })
        let given = try channel.receiveParameters()
        let output = OutputFolder(path: options.outputDir ?? environment.outputFolder)
        try output.write(given)
        let parameters = try check(given.parameters)

        let runner = RecommenderTrialRunner(
            algorithm: algorithm, trainset: try Trainset(data.train), validation: data.validation,
            judging: Judging(wanted.all.map(\.metric), removingSeen: options.removeSeen), ranksEveryEpoch: true)
        let stop = StopFlag()
        let reporter = TrialReporter(channel, parameters: given, trialID: environment.trialID, onClosed: stop.stop)
        let progress = EpochLog(name: wanted.primary.name, isVerbose: options.verbose && !environment.isStandalone)
        let result: TrialResult
        do {
            let trial = TrialHandle(
                id: environment.trialID, sequence: 0, stop: stop,
                onReport: { _, values in
                    guard let value = values.first else { return }
                    progress.add(value)
                    if value.isFinite { reporter.intermediate(.number(value)) }
                })
            result = try await runner.run(TrialRequest(sequence: 0, parameters: parameters), trial)
        } catch ComputeError.stopped {
            throw TrialFailure.experimentOver
        }
        try finish(result, wanted, reporter, output)
    }

    private func finish(
        _ result: TrialResult, _ wanted: WantedMetrics, _ reporter: TrialReporter, _ output: OutputFolder
    ) throws {
        guard result.objective.isFinite else { throw TrialFailure.notFinite(metric: wanted.primary.name) }
        let named = JSONObject(wanted.all.map { ($0.name, result.metrics[$0.metric.name] ?? .null) })
        let reported = JSONObject(named.map { ($0.key == wanted.primary.name ? "default" : $0.key, $0.value) })
        // Told first and written all the same: a full disk costs the files, a dead manager costs the report.
        let told = Result { try reporter.finish(.object(reported)) }
        StandardStream.output.send(JSONValue.object(named).text() + "\n")
        try output.write(metrics: named, saveModel: result.saveModel)
        try told.get()
    }

    /// - Throws: `TrialFailure.parameters`.
    private func check(_ suggested: JSONObject) throws -> JSONObject {
        do {
            let parameters = fixed.merging(try TrialBudget.applied(to: suggested))
            return try ParameterDescription.complete(parameters, with: algorithm.parameters)
        } catch {
            throw TrialFailure.parameters(error)
        }
    }

    /// `TUNEBOOK_TRIAL_PATIENCE`: how many seconds a manager that does not answer is tried.
    private func patience(_ environment: TrialEnvironment) throws -> ChannelPatience {
        var patience = ChannelPatience()
        if let text = environment["TUNEBOOK_TRIAL_PATIENCE"] {
            guard let seconds = Double(text), seconds.isFinite, seconds > 0 else {
                throw UsageError(description: "TUNEBOOK_TRIAL_PATIENCE is a number of seconds, found '\(text)'")
            }
            patience.connection = seconds
            patience.answer = max(1, seconds)
            patience.parameters = 20 * seconds
        }
        return patience
    }
}

enum TrialFailure: Error, CustomStringConvertible {
    case parameters(ParameterError)
    case notFinite(metric: String)
    case experimentOver

    var description: String {
        switch self {
        case .parameters(let error): "the tuner's parameters do not fit: \(error)"
        case .notFinite(let metric):
            "\(metric) is not a number, so there is nothing to report; are there ratings to judge by?"
        case .experimentOver: "the manager has closed the channel: the experiment is over, and this trial with it"
        }
    }
}

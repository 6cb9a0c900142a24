import Foundation
import Synchronization

/// Where experiments are kept. Every call has taken effect when it returns.
package protocol ExperimentStore: Sendable {
    /// - Throws: `ExperimentError.nameTaken`, or what the store is hindered by.
    func create(_ experiment: ExperimentRecord) throws
    func update(_ experiment: ExperimentRecord) throws
    /// Inserts the trial or replaces what is known of it, but for its intermediate results.
    func save(_ trial: TrialRecord, of experimentID: String) throws
    func append(intermediate: Double, toTrial sequence: Int, of experimentID: String) throws
    /// Puts these in the place of a trial's intermediate results: whoever follows an experiment elsewhere gets them whole.
    func replace(intermediate: [Double], ofTrial sequence: Int, of experimentID: String) throws
    /// Newest first.
    func list() throws -> [ExperimentRecord]
    /// By name or by id, with its trials in order.
    func find(_ nameOrID: String) throws -> ExperimentSnapshot?
    func delete(_ experimentID: String) throws
}

package enum ExperimentError: Error, Hashable, CustomStringConvertible {
    case nameTaken(String)
    case unknown(String, nearest: String?)
    case store(path: String, reason: String)
    case newerStore(path: String)
    case nothingSucceeded(name: String, first: String?)
    case unchangeable(name: String)
    case noOutput(name: String)

    package var description: String {
        switch self {
        case .nameTaken(let name): "there is an experiment '\(name)' already; --name gives this one another name"
        case .unknown(let name, let nearest):
            "there is no experiment '\(name)'; "
                + (nearest.map { "did you mean '\($0)'?" } ?? "'experiment list' shows those there are")
        case .store(let path, let reason): "can't use the experiment store \(path): \(reason)"
        case .newerStore(let path):
            "the experiment store \(path) was written by a newer Tunebook and is left as it is; --store names another one"
        case .nothingSucceeded(let name, let first):
            "no trial of '\(name)' has succeeded" + (first.map { ": \($0)" } ?? " yet")
        case .unchangeable(let name):
            "'\(name)' can't be changed while it runs; one that runs on NNI can: start it with --engine nni"
        case .noOutput(let name):
            "no output of '\(name)' is kept: its trials are no processes; 'experiment show' tells how one ended"
        }
    }
}

/// Experiments that last as long as the process.
package final class InMemoryStore: ExperimentStore {
    private let experiments = Mutex<[ExperimentSnapshot]>([])

    package init() {}

    package func create(_ experiment: ExperimentRecord) throws {
        try experiments.withLock { list in
            guard !list.contains(where: { $0.record.name == experiment.name }) else {
                throw ExperimentError.nameTaken(experiment.name)
            }
            list.insert(ExperimentSnapshot(record: experiment, trials: []), at: 0)
        }
    }

    package func update(_ experiment: ExperimentRecord) {
        change(experiment.id) { $0.record = experiment }
    }

    package func save(_ trial: TrialRecord, of experimentID: String) {
        change(experimentID) { experiment in
            guard let place = experiment.trials.firstIndex(where: { $0.sequence == trial.sequence }) else {
                experiment.trials.append(trial)
                experiment.trials.sort { $0.sequence < $1.sequence }
                return
            }
            let intermediate = experiment.trials[place].intermediate
            experiment.trials[place] = trial
            experiment.trials[place].intermediate = intermediate
        }
    }

    package func append(intermediate: Double, toTrial sequence: Int, of experimentID: String) {
        change(experimentID) { experiment in
            guard let place = experiment.trials.firstIndex(where: { $0.sequence == sequence }) else { return }
            experiment.trials[place].intermediate.append(intermediate)
        }
    }

    package func replace(intermediate: [Double], ofTrial sequence: Int, of experimentID: String) {
        change(experimentID) { experiment in
            guard let place = experiment.trials.firstIndex(where: { $0.sequence == sequence }) else { return }
            experiment.trials[place].intermediate = intermediate
        }
    }

    package func list() -> [ExperimentRecord] { experiments.withLock { $0.map(\.record) } }

    package func find(_ nameOrID: String) -> ExperimentSnapshot? {
        experiments.withLock { list in list.first { $0.record.name == nameOrID || $0.record.id == nameOrID } }
    }

    package func delete(_ experimentID: String) {
        experiments.withLock { $0.removeAll { $0.record.id == experimentID } }
    }

    private func change(_ id: String, _ body: (inout ExperimentSnapshot) -> Void) {
        experiments.withLock { list in
            if let place = list.firstIndex(where: { $0.record.id == id }) { body(&list[place]) }
        }
    }
}

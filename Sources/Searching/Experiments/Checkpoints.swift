import Tuning
import Values

/// Which trials a trial goes on from: PBT says it in parameters, by NNI's names.
package enum Checkpoints {
    /// The trials whose training this one goes on with, the oldest first.
    package static func origins(of trial: TrialRecord, among trials: [TrialRecord]) -> [TrialRecord] {
        guard trial.parameters[TrialCheckpoint.loadName] != nil else { return [] }
        var savers: [String: TrialRecord] = [:]
        for one in trials where one.sequence < trial.sequence {
            // Of a trial that fills its own place anew the newest counts, as with files.
            if let place = one.parameters[TrialCheckpoint.saveName]?.string { savers[place] = one }
        }
        var (chain, current) = ([TrialRecord](), trial)
        while let place = current.parameters[TrialCheckpoint.loadName]?.string, let origin = savers[place],
            origin.sequence < current.sequence
        {
            chain.insert(origin, at: 0)
            current = origin
        }
        return chain
    }
}

package import Tuning
package import Values

/// An experiment and what its trials came to, without the trials: what lists, waiting and events carry.
package struct ExperimentSummary: Hashable, Sendable {
    package struct Best: Hashable, Sendable {
        package let sequence: Int
        package let value: Double
        /// By how much it misses the constraints: above 0 as long as no trial keeps them.
        package let violation: Double

        package init(sequence: Int, value: Double, violation: Double = 0) {
            self.sequence = sequence
            self.value = value
            self.violation = violation
        }

        package var isFeasible: Bool { violation <= 0 }
    }

    package var record: ExperimentRecord
    /// How many trials are in each state.
    package var counts: [TrialStatus: Int]
    /// The best first objective of those that keep the constraints, if any does; of equal ones the first trial's.
    package var best: Best?
    /// How many trials a model of those before has suggested.
    package var modelled = 0

    package init(record: ExperimentRecord, counts: [TrialStatus: Int] = [:], best: Best? = nil) {
        self.record = record
        self.counts = counts
        self.best = best
    }

    package var trials: Int { counts.values.reduce(0, +) }
    package var ended: Int { counts.reduce(0) { $0 + ($1.key.hasEnded ? $1.value : 0) } }
    package subscript(status: TrialStatus) -> Int { counts[status] ?? 0 }

    /// Counts and best, without the record.
    package var json: JSONValue {
        let counts = TrialStatus.allCases.compactMap { status in
            self[status] > 0 ? (status.rawValue, JSONValue.integer(self[status])) : nil
        }
        return [
            "counts": .object(JSONObject(counts)),
            "best": best.map { [.integer($0.sequence), .number($0.value), .number($0.violation)] } ?? .null,
            "modelled": .integer(modelled),
        ]
    }

    /// `nil` where the JSON is not one that `json` wrote.
    package init?(record: ExperimentRecord, json: JSONValue) {
        guard let counts = json.object?["counts"]?.object else { return nil }
        self.init(record: record)
        for (word, count) in counts {
            guard let status = TrialStatus(rawValue: word), let count = count.integer else { return nil }
            self.counts[status] = count
        }
        if let pair = json.object?["best"]?.array, pair.count >= 2, let sequence = pair[0].integer,
            let value = pair[1].number
        {
            best = Best(sequence: sequence, value: value, violation: pair.count > 2 ? pair[2].measured ?? 0 : 0)
        }
        modelled = json.object?["modelled"]?.integer ?? 0
    }

    /// Takes note of a trial that was in one state and is now in another.
    mutating func move(from old: TrialStatus?, to new: TrialStatus) {
        if let old { counts[old, default: 1] -= 1 }
        counts[new, default: 0] += 1
    }

    /// Takes note of what a trial came to, of trials in any order.
    mutating func note(_ measured: Measured, of sequence: Int) {
        let new = Best(sequence: sequence, value: measured.values[0], violation: measured.violation)
        if let best {
            let known = Measured([best.value], violation: best.violation)
            let goals = record.configuration.goals
            let isEqual = !goals.isBetter(known, than: measured) && sequence < best.sequence
            guard goals.isBetter(measured, than: known) || isEqual else { return }
        }
        best = new
    }
}

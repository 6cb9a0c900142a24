package import Display
package import Experiments
import Tuning
package import Values

extension [TrialRecord] {
    /// Each trial where it stands first.
    package var withoutRepeats: [TrialRecord] {
        var known: Set<Int> = []
        return filter { known.insert($0.sequence).inserted }
    }
}

/// An experiment's trials as rows.
package enum TrialTable {
    package static func table(_ trials: [TrialRecord]) -> Table {
        func names(_ values: (TrialRecord) -> JSONObject) -> [String] {
            var names: [String] = []
            var known: Set<String> = []
            for trial in trials { names += values(trial).keys.filter { known.insert($0).inserted } }
            return names
        }
        // A trial's own time stands in its column already.
        let metrics = names(\.metrics).filter { $0 != "seconds" }
        let parameters = names(\.parameters)
        return Table(
            columns: ["trial", "status"] + metrics + parameters + ["seconds"],
            rows: trials.map { trial in
                [.integer(trial.sequence), .string(trial.status.rawValue)] + metrics.map { trial.metrics[$0] ?? .null }
                    + parameters.map { trial.parameters[$0] ?? .null } + [trial.seconds.map { .number($0) } ?? .null]
            })
    }

    /// The rows by a column, best first; equal ones and those without a number stay in their order, these at the end.
    ///
    /// - Parameter direction: what is better in the column.
    /// - Returns: `nil` where there is no such column.
    package static func sorted(_ table: Table, by column: String, _ direction: Direction) -> Table? {
        guard let place = table.columns.firstIndex(of: column) else { return nil }
        var sorted = table
        sorted.rows = table.rows.enumerated().sorted { one, other in
            let (a, b) = (one.element[place].number ?? .nan, other.element[place].number ?? .nan)
            if a.isNaN || b.isNaN || a == b { return (a.isNaN ? 1 : 0, one.offset) < (b.isNaN ? 1 : 0, other.offset) }
            return direction.isBetter(a, than: b)
        }.map(\.element)
        return sorted
    }
}

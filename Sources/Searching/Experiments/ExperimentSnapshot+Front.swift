import Tuning

extension ExperimentSnapshot {
    private var goals: Goals { record.configuration.goals }

    /// The trials that no other dominates, of those that keep the constraints if any does: the best compromises first, which
    /// lie nearest to the best of every objective at once, each on the scale of the front.
    package var front: [TrialRecord] {
        let measured = self.measured
        let feasible = measured.filter(\.measured.isFeasible)
        let candidates = feasible.isEmpty ? leastViolating(measured) : feasible
        let front = (Pareto.fronts(losses: candidates.map { goals.losses($0.measured) }).first ?? []).map {
            candidates[$0]
        }
        let losses = front.map { goals.losses($0.measured) }
        let spans = goals.objectives.indices.map { axis -> (least: Double, span: Double) in
            let values = losses.map { $0[axis] }
            let (least, most) = (values.min() ?? 0, values.max() ?? 0)
            return (least, most > least ? most - least : 1)
        }
        let distances = losses.map { losses in
            zip(losses, spans).reduce(0.0) { sum, pair in
                let share = (pair.0 - pair.1.least) / pair.1.span
                return sum + share * share
            }
        }
        return front.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }.map { front[$0].trial }
    }

    /// Trials with their outcome, best first: by the constraints, then by the objective, or of several by the front that they
    /// are on. Those that came to nothing are left out.
    package var ranked: [TrialRecord] {
        let measured = self.measured
        let order =
            goals.isSingle
            ? goals.ranking(measured.map(\.measured))
            : Pareto.ranking(
                measured.map { goals.losses($0.measured) }, violations: measured.map(\.measured.violation))
        return order.map { measured[$0].trial }
    }

    private var measured: [(trial: TrialRecord, measured: Measured)] {
        trials.compactMap { trial in
            guard trial.status == .succeeded, let measured = goals.measured(trial.metrics) else { return nil }
            return (trial, measured)
        }
    }

    private func leastViolating(
        _ measured: [(trial: TrialRecord, measured: Measured)]
    ) -> [(trial: TrialRecord, measured: Measured)] {
        let least = measured.map(\.measured.violation).min()
        return measured.filter { $0.measured.violation == least }
    }
}

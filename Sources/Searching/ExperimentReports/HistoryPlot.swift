package import Display
package import Experiments
import Tuning
import Values

/// An experiment's objective, trial by trial, and the best so far.
package enum HistoryPlot {
    /// The best value up to each trial that has one.
    package static func bestSoFar(_ snapshot: ExperimentSnapshot) -> [(sequence: Int, value: Double, best: Double)] {
        let configuration = snapshot.record.configuration
        var best: Double?
        return snapshot.trials.compactMap { trial in
            guard let value = trial.metrics[configuration.objective]?.number, value.isFinite else { return nil }
            let newest = best.map { configuration.mode.better($0, value) } ?? value
            best = newest
            return (trial.sequence, value, newest)
        }
    }

    package static func plot(_ snapshot: ExperimentSnapshot) -> Plot {
        let objective = snapshot.record.configuration.objective
        let history = bestSoFar(snapshot)
        return Plot(
            title: "\(snapshot.record.name): \(objective)", xLabel: "trial", yLabel: objective,
            series: [
                Series("trials", history.map { Point(Double($0.sequence), $0.value) }, style: .points),
                Series("best so far", history.map { Point(Double($0.sequence), $0.best) }, style: .steps),
            ])
    }
}

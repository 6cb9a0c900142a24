package import Compute
import Foundation
import Metrics
package import Ratings
package import Values

/// A learner that is trained on all folds but one and judged on that one, in turn.
package struct CrossValidation: Sendable {
    /// What one fold has come to.
    package struct Fit: Hashable, Sendable {
        /// In the order of the judging's metrics.
        package let values: [Double]
        package let trainingSeconds: Double
        package let judgingSeconds: Double
    }

    package let algorithm: any LearningAlgorithm
    package let parameters: JSONObject
    package let judging: Judging
    package var threads = 1

    package init(_ algorithm: any LearningAlgorithm, _ parameters: JSONObject, judging: Judging) {
        self.algorithm = algorithm
        self.parameters = parameters
        self.judging = judging
    }

    /// Trains a model for each fold, one after another on the calling thread; nothing of a fold stays in memory.
    ///
    /// - Parameters:
    ///   - repeats: how often the ratings are divided anew; each time models are trained with the next seed.
    ///   - divide: the folds of a repeat, counted from 0; as many each time.
    /// - Returns: a fit for each fold, in the order of repeats, then folds.
    /// - Throws: `ComputeError.stopped`, `RecommenderError`, `MetricsError`, or what `divide` throws.
    package func run(
        repeats: Int = 1, stop: StopFlag, progress: ProgressHandler? = nil, divide: (Int) throws -> Folds
    ) throws -> [Fit] {
        var fits: [Fit] = []
        for turn in 0..<repeats {
            let folds = try divide(turn)
            for fold in folds {
                tell(progress, fits, of: folds.count * repeats)
                fits.append(try fit(fold, turn: turn, stop: stop))
            }
            tell(progress, fits, of: folds.count * repeats)
        }
        return fits
    }

    private func fit(_ fold: DataSplit, turn: Int, stop: StopFlag) throws -> Fit {
        let start = Date.timeIntervalSinceReferenceDate
        var run = TrainingRun(
            algorithm: algorithm, parameters: algorithm.seeded(parameters, by: turn),
            trainset: try Trainset(fold.train))
        run.threads = threads
        let model = try run.run(stop: stop).recommender
        let trained = Date.timeIntervalSinceReferenceDate
        let values = try judging.values(of: model, on: fold.test, stop: stop).map(\.value)
        return Fit(
            values: values, trainingSeconds: trained - start,
            judgingSeconds: Date.timeIntervalSinceReferenceDate - trained)
    }

    /// The mean of the first metric so far.
    private func tell(_ progress: ProgressHandler?, _ fits: [Fit], of total: Int) {
        let firsts = fits.compactMap(\.values.first)
        progress?(
            WorkProgress(
                completed: fits.count, total: total, unit: "fold",
                figureName: firsts.isEmpty ? nil : judging.metrics.first?.name,
                figure: firsts.isEmpty ? nil : firsts.reduce(0, +) / Double(firsts.count)))
    }
}

extension LearningAlgorithm {
    /// The parameters with a seed that lies so much further on.
    package func seeded(_ parameters: JSONObject, by offset: Int) -> JSONObject {
        guard offset > 0, let name = seedParameter else { return parameters }
        let standard = self.parameters.first { $0.name == name }?.defaultValue
        let own = (parameters[name] ?? standard)?.integer ?? 0
        return parameters.merging([name: .integer(Int(UInt32(truncatingIfNeeded: own &+ offset)))])
    }
}

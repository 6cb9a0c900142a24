import Experiments
import Statistics

/// What the best trial of a search by folds came to on each of them.
struct FittedValues {
    /// The objective's value, a fit each.
    private let values: [Double]
    private let folds: Int
    private let seeds: Int
    private let seed: Int

    /// - Returns: `nil` where the search was not by folds, or no trial has all fits.
    init?(_ snapshot: ExperimentSnapshot) {
        let configuration = snapshot.record.configuration
        guard let subject = configuration.subject.recommender, let folds = subject.folds,
            let means = snapshot.best?.intermediate, means.count == subject.fits
        else { return nil }
        (self.folds, seeds, seed) = (folds, subject.seeds, configuration.seed)
        // Trials report the mean over the fits so far.
        var before = 0.0
        values = means.enumerated().map { place, mean in
            let sum = mean * Double(place + 1)
            defer { before = sum }
            return sum - before
        }
    }

    /// Over the same folds, which a search's seed has shuffled.
    ///
    /// - Returns: `nil` where the folds are not the same.
    func difference(to other: FittedValues) -> PairedDifference? {
        guard (folds, seeds, seed) == (other.folds, other.seeds, other.seed) else { return nil }
        return PairedDifference(values, other.values, folds: folds)
    }
}

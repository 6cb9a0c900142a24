package import Ratings
package import Recommenders

/// What trials are trained and judged on: once, or several times over parts of the ratings or with other seeds.
package struct TrialData: Sendable {
    /// One training with its judging.
    struct Fit: Sendable {
        let trainset: Trainset
        let validation: RatingTable
        /// What is added to the trial's seed.
        let seed: Int
    }

    /// At least one; a trial's metrics are the means over them.
    let fits: [Fit]
    /// All ratings, where each fit leaves some out: what a trial's model is trained on.
    let whole: Trainset?

    /// - Parameters:
    ///   - seeds: how many seeds each trial is trained with.
    ///   - first: what is added to the trial's seed at first.
    package init(_ trainset: Trainset, validation: RatingTable, seeds: Int = 1, from first: Int = 0) {
        fits = (first..<first + max(1, seeds)).map { Fit(trainset: trainset, validation: validation, seed: $0) }
        whole = nil
    }

    /// Parts of the ratings that are left out in turn (Surprise's `KFold`), each with every seed: all parts with the first
    /// seed come first.
    ///
    /// - Throws: `RatingsError.tooFewForFolds`, `RecommenderError.noRatings`.
    package init(_ table: RatingTable, folds: Int, seeds: Int = 1, shuffledBy seed: UInt32) throws {
        let parts = try table.folds(folds, seed: seed).map { (try Trainset($0.train), $0.test) }
        fits = (0..<max(1, seeds)).flatMap { seed in
            parts.map { Fit(trainset: $0.0, validation: $0.1, seed: seed) }
        }
        whole = try Trainset(table)
    }

    /// How often a trial is trained.
    package var count: Int { fits.count }
}

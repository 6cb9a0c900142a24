import Notebook
import Ratings
import RecommenderTrials
import Recommenders
import Values

/// Ratings divided for a fair comparison: every learner is tuned on the same part, and judged on ratings that no search has
/// seen.
struct BenchmarkTask: Sendable {
    /// What searches train on and judge by, and what judges their winners; several where folds are left out in turn.
    struct Part: Sendable {
        let split: SplitObject
        /// The share of folds, from 1; `nil` where there is one part alone.
        let fold: Int?

        /// What a winner is trained on again: all but the test part.
        var known: RatingTable {
            split.split.validation.map { split.split.train.joined(with: $0) } ?? split.split.train
        }
    }

    /// Of each fold's training part, so much is what its searches judge by.
    private static let validationShare = 0.1

    let parts: [Part]

    /// A split as it is.
    ///
    /// - Throws: `NotebookError` where the split has no validation part, for the test part is no one's to tune on.
    init(_ split: SplitObject) throws(NotebookError) {
        guard split.split.validation != nil else {
            throw .unavailable(
                "the split has no validation part, and what judges models in the end must not tune them",
                remedy: "split it in three: 'split DATA --ratio 0.8 0.1 0.1'")
        }
        parts = [Part(split: split, fold: nil)]
    }

    /// Folds, each left out in turn; of the rest a tenth is what searches judge by.
    ///
    /// - Throws: `RatingsError.tooFewRatings`.
    init(_ table: RatingTable, folds: Int, seed: Int, origin: String) throws {
        let seed = UInt32(truncatingIfNeeded: seed)
        parts = try table.folds(folds, seed: seed).enumerated().map { number, fold in
            let inner = try fold.train.split(
                by: .random, ratios: [1 - Self.validationShare, Self.validationShare], seed: seed)
            let split = DataSplit(train: inner.train, validation: inner.test, test: fold.test)
            return Part(
                split: SplitObject(split, origin: "fold \(number + 1) of \(origin)"), fold: number + 1)
        }
    }
}

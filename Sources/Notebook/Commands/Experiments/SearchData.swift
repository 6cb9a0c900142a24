import Notebook
import Ratings
import RecommenderTrials
import Recommenders
import Values

/// The ratings of a search: a split, or ratings that folds divide.
enum SearchData: Sendable {
    case split(SplitObject)
    case ratings(DatasetObject)

    init?(_ object: any SessionObject) {
        if let split = object as? SplitObject {
            self = .split(split)
        } else if let ratings = object as? DatasetObject {
            self = .ratings(ratings)
        } else {
            return nil
        }
    }

    /// What they were made from, for people.
    var origin: String {
        switch self {
        case .split(let split): split.origin
        case .ratings(let ratings): ratings.origin
        }
    }

    var recipe: Recipe? {
        switch self {
        case .split(let split): split.recipe
        case .ratings(let ratings): ratings.recipe
        }
    }

    /// The split, where one part trains and another judges.
    var split: SplitObject? { if case .split(let split) = self { split } else { nil } }

    /// What a training is told to learn from: all ratings, or the train part.
    var training: RatingTable {
        switch self {
        case .split(let split): split.split.train
        case .ratings(let ratings): ratings.table
        }
    }

    /// All ratings, the test part among them.
    var whole: RatingTable {
        switch self {
        case .split(let split): divided.joined(with: split.split.test)
        case .ratings(let ratings): ratings.table
        }
    }

    /// What folds divide: all ratings, but never a test part.
    private var divided: RatingTable {
        switch self {
        case .split(let split):
            split.split.validation.map { split.split.train.joined(with: $0) } ?? split.split.train
        case .ratings(let ratings): ratings.table
        }
    }

    /// What trials are trained and judged on.
    ///
    /// - Parameter seed: shuffles the ratings before they are divided.
    /// - Throws: `RecommenderError.noRatings`, `RatingsError.tooFewForFolds`, `NotebookError` for a dataset that nothing
    ///   divides.
    func trials(folds: Int?, seeds: Int, seed: Int) throws -> TrialData {
        if let folds {
            return try TrialData(divided, folds: folds, seeds: seeds, shuffledBy: UInt32(truncatingIfNeeded: seed))
        }
        guard let split else { throw Self.undivided(origin) }
        return TrialData(try Trainset(split.split.train), validation: split.judged.table, seeds: seeds)
    }

    /// The same with other seeds, and with other folds where folds divide the ratings.
    ///
    /// - Throws: as `trials`.
    func trials(fresh seeds: Int, folds: Int?, seed: Int) throws -> TrialData {
        guard folds == nil, let split else { return try trials(folds: folds, seeds: 1, seed: seed + 1) }
        return TrialData(
            try Trainset(split.split.train), validation: split.judged.table, seeds: seeds, from: 1)
    }

    /// Tells whether other data are the same.
    func fingerprint(folds: Int?) throws -> String {
        if folds != nil { return divided.fingerprint }
        guard let split else { throw Self.undivided(origin) }
        return split.split.train.fingerprint + split.judged.table.fingerprint
    }

    static func undivided(_ name: String) -> NotebookError {
        .unavailable(
            "'\(name)' is a dataset, not a split, so nothing is left to judge trials by",
            remedy: "divide it with 'split', or add --folds 5, which leaves out a part in turn")
    }
}

extension Reference<SearchData> {
    static func searched(_ name: String, isRequired: Bool = false, help: String) -> Self {
        Reference(name, [.split, .dataset], isRequired: isRequired, help: help) { SearchData($0) }
    }
}

import RandomSource

/// Ratings divided into parts of equal size, each of which is left out in turn: the test part of one fold, and among the
/// training ratings of all others.
///
/// Folds are made when they are asked for, so that many of them take the memory of one.
package struct Folds: RandomAccessCollection, Sendable {
    private enum Source: Sendable {
        /// Rows in the order in which they were shuffled, and where each fold's test part begins.
        case rows(RatingTable, order: [Int], starts: [Int])
        case splits([DataSplit])
    }

    private let source: Source

    fileprivate init(_ table: RatingTable, order: [Int], starts: [Int]) {
        source = .rows(table, order: order, starts: starts)
    }

    /// Folds that were made elsewhere.
    package init(_ splits: [DataSplit]) { source = .splits(splits) }

    package var startIndex: Int { 0 }
    package var endIndex: Int {
        switch source {
        case .rows(_, _, let starts): starts.count - 1
        case .splits(let splits): splits.count
        }
    }

    /// - Complexity: O(rows)
    package subscript(fold: Int) -> DataSplit {
        switch source {
        case .rows(let table, let order, let starts):
            DataSplit(
                train: table.selecting(rows: Array(order[..<starts[fold]] + order[starts[fold + 1]...])),
                validation: nil, test: table.selecting(rows: Array(order[starts[fold]..<starts[fold + 1]])))
        case .splits(let splits): splits[fold]
        }
    }

    /// How many ratings a fold's parts hold.
    package func sizes(_ fold: Int) -> (train: Int, test: Int) {
        switch source {
        case .rows(_, let order, let starts):
            (order.count - (starts[fold + 1] - starts[fold]), starts[fold + 1] - starts[fold])
        case .splits(let splits): (splits[fold].train.count, splits[fold].test.count)
        }
    }
}

extension RatingTable {
    /// Divides the shuffled rows, as Surprise's `KFold`: the first `count % folds` parts have a row more.
    ///
    /// - Parameter folds: at least 2.
    /// - Throws: `RatingsError.tooFewForFolds`.
    package func folds(_ folds: Int, seed: UInt32) throws -> Folds {
        guard folds >= 2, count >= folds else {
            throw RatingsError.tooFewForFolds(rows: count, folds: Swift.max(2, folds))
        }
        var state = RandomState(seed: seed)
        let order = state.permutation(count)
        var starts = [0]
        for fold in 0..<folds { starts.append(starts[fold] + count / folds + (fold < count % folds ? 1 : 0)) }
        return Folds(self, order: order, starts: starts)
    }
}

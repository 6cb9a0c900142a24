package import Compute
import Kernels
import Ratings

extension Recommender {
    /// The best items for a person who is not in the training, best first, ties by lower identifier; `nil` where the
    /// algorithm can't take anyone in.
    ///
    /// - Parameter removingSeen: leaves out what the person rated.
    /// - Throws: `ComputeError.stopped`.
    package func rank(
        newcomer ratings: [KnownRating], count: Int, removingSeen: Bool, stop: StopFlag
    ) throws -> [ScoredItem]? {
        guard let scores = try scores(newcomer: ratings, stop: stop) else { return nil }
        var isExcluded = [Bool](repeating: false, count: items.count)
        if removingSeen {
            for rating in ratings { isExcluded[rating.item] = true }
        }
        let order = items.positionsInOrder.map(Int32.init)
        return TopSelection.best(count, of: scores, order: order, excluding: isExcluded)
            .map { ScoredItem(item: Int($0), score: scores[Int($0)]) }
    }
}

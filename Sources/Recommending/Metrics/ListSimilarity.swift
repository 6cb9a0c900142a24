/// How alike recommended items are to each other and to what their user had in training.
///
/// Two items are as alike as their users are: the number of training rows that they share a user in, divided by the root of
/// the product of their rows, which is the cosine of their columns (`recommenders`' `item_cooccurrence_count`).
struct ListSimilarity {
    /// For each list and place the mean similarity of its item to those that the user had in training; not a number where
    /// the user had none.
    let toHistory: [[Double]]
    /// For each list and place the sum of similarities of its item to those before it.
    let toEarlier: [[Double]]

    /// - Complexity: O(Σ items of a user, over the users of all recommended items, + items · recommended items).
    /// - Throws: `MetricsError.stopped`.
    init(
        _ catalog: CatalogLists, training: MetricContext, isStopped: () -> Bool
    ) throws(MetricsError) {
        var toHistory = catalog.lists.map { [Double](repeating: .nan, count: $0.count) }
        var toEarlier = catalog.lists.map { [Double](repeating: 0, count: $0.count) }
        let (starts, users) = training.usersByItem
        let roots = training.itemRows.map { Double($0).squareRoot() }
        var shared = [Int32](repeating: 0, count: training.itemCount)
        // An item's users are counted once, for all the lists that it stands in.
        for (item, places) in Self.places(of: catalog, itemCount: training.itemCount) {
            if isStopped() { throw .stopped }
            let own = users[starts[item]..<starts[item + 1]]
            for user in own { for other in training.items(of: Int(user)) { shared[Int(other)] += 1 } }
            func similarity(_ other: Int32) -> Double {
                Double(shared[Int(other)]) / (roots[item] * roots[Int(other)])
            }
            for (list, place) in places {
                let history = training.items(of: catalog.users[list])
                toHistory[list][place] = history.reduce(0) { $0 + similarity($1) } / Double(history.count)
                toEarlier[list][place] = catalog.lists[list][..<place].reduce(0) { $0 + similarity($1) }
            }
            for other in shared.indices { shared[other] = 0 }
        }
        (self.toHistory, self.toEarlier) = (toHistory, toEarlier)
    }

    /// Where each item that is recommended stands, by item.
    private static func places(
        of catalog: CatalogLists, itemCount: Int
    ) -> [(item: Int, places: [(list: Int, place: Int)])] {
        var places = [[(list: Int, place: Int)]](repeating: [], count: itemCount)
        for (list, items) in catalog.lists.enumerated() {
            for (place, item) in items.enumerated() { places[Int(item)].append((list, place)) }
        }
        return places.enumerated().filter { !$0.element.isEmpty }.map { ($0.offset, $0.element) }
    }
}

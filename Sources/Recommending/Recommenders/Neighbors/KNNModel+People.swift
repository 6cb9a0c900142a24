import Compute
import Kernels
import Ratings
import Values

extension KNNModel {
    /// Where neighbours are users, the newcomer is compared with all of them; else the newcomer's own ratings are the
    /// neighbours'. Their bias is the one that `baseline` gives a newcomer.
    func scores(newcomer ratings: [KnownRating], stop: StopFlag) throws -> [Double]? {
        try stop.check()
        guard !ratings.isEmpty else { return (0..<items.count).map { estimate(user: nil, item: $0) } }
        let newcomer = Newcomer(ratings, self)
        var scores = [Double](repeating: 0, count: items.count)
        if configuration.isUserBased {
            NeighborSums.ofRow(newcomer.similarities, over: counted, k: configuration.neighbors) { item, sums in
                scores[item] = rating(sums, newcomer.known(item))
            }
        } else {
            sums(overItems: [(newcomer.items[...], newcomer.values[...])], stop) { _, item, sums in
                scores[item] = rating(sums, newcomer.known(item))
            }
        }
        return scores
    }

    /// The neighbours' ratings with their weights, each as the person would have given it: they add up to the estimate
    /// before it is clipped to the scale. None where there are fewer neighbours than `min_k`.
    func shares(of item: Int, for person: Person) -> [ScoreShare]? {
        let neighbors: [Neighbor]
        let known: (offset: Double, scale: Double)
        switch person {
        case .user(let user):
            known = self.known(frame.spread(of: configuration.isUserBased ? user : item), user: user, item: item)
            neighbors =
                configuration.isUserBased
                ? users(for: item) { parts.similarities.similarity(user, $0, configuration.support) }
                : items(counted.columns[counted.range(user)], counted.values[counted.range(user)], near: item)
        case .newcomer(let ratings):
            let newcomer = Newcomer(ratings, self)
            known = newcomer.known(item)
            neighbors =
                configuration.isUserBased
                ? users(for: item) { newcomer.similarities[$0] }
                : items(newcomer.items[...], newcomer.values[...], near: item)
        }
        // Of equal ones the earlier: Swift's sort is stable.
        let nearest = neighbors.sorted { $0.similarity > $1.similarity }.prefix(configuration.neighbors)
            .filter { $0.similarity > 0 }
        let weight = nearest.reduce(0) { $0 + $1.similarity }
        guard nearest.count >= configuration.leastNeighbors, weight > 0 else { return [] }
        return nearest.map {
            ScoreShare(
                item: $0.item, user: $0.user,
                score: $0.similarity / weight * (known.offset + known.scale * $0.value))
        }.ordered
    }

    private struct Neighbor {
        let item: Int
        let user: Int?
        let similarity: Double
        let value: Double
    }

    private func users(for item: Int, _ similarity: (Int) -> Double) -> [Neighbor] {
        counted.range(item).map { place in
            let user = Int(counted.columns[place])
            return Neighbor(item: item, user: user, similarity: similarity(user), value: counted.values[place])
        }
    }

    private func items(_ items: ArraySlice<Int32>, _ values: ArraySlice<Double>, near item: Int) -> [Neighbor] {
        zip(items, values).map { other, value in
            Neighbor(
                item: Int(other), user: nil,
                similarity: parts.similarities.similarity(item, Int(other), configuration.support), value: value)
        }
    }
}

/// Somebody whom training did not see, as the model sees them.
private struct Newcomer {
    private let model: KNNModel
    private let spread: NeighborFrame.Spread?
    private let bias: Double
    /// What they rated, and their ratings as they count, where neighbours are items.
    let items: [Int32]
    let values: [Double]
    /// To all users, where neighbours are users.
    let similarities: [Double]

    init(_ ratings: [KnownRating], _ model: KNNModel) {
        let (parts, configuration, frame) = (model.parts, model.configuration, model.frame)
        let bias = parts.biases?.bias(of: ratings, .usual) ?? 0
        func baseline(_ item: Int) -> Double { (parts.biases?.estimate(user: nil, item: item) ?? parts.mean) + bias }
        self.model = model
        self.bias = bias
        items = ratings.map { Int32($0.item) }
        guard configuration.isUserBased else {
            spread = nil
            similarities = []
            values = ratings.map { frame.value($0.rating, of: $0.item, baseline: baseline($0.item)) }
            return
        }
        spread = frame.ownSpread(ratings.map(\.rating))
        values = []
        similarities = KNNParts.compared(parts.ratings, parts.biases, configuration).byItem.similarities(
            toRow: items,
            ratings.map { configuration.similarity == .pearsonBaseline ? $0.rating - baseline($0.item) : $0.rating },
            by: configuration.similarity.measure, configuration.support)
    }

    func known(_ item: Int) -> (offset: Double, scale: Double) {
        let spread = model.configuration.isUserBased ? spread : model.frame.spread(of: item)
        let baseline = (model.parts.biases?.estimate(user: nil, item: item) ?? model.parts.mean) + bias
        return (model.frame.offset(spread, baseline: baseline), model.frame.scale(spread))
    }
}

import Foundation

/// How many points a relevant item gives, and how its rank lessens them.
package struct GainRule: Hashable, Sendable {
    package enum Score: String, Sendable { case binary, raw, exp }
    package enum Discount: String, Sendable { case loge, log2 }

    package var score = Score.binary
    package var discount = Discount.loge

    package init(score: Score = .binary, discount: Discount = .loge) {
        self.score = score
        self.discount = discount
    }

    func points(_ rating: Double) -> Double {
        switch score {
        case .binary: 1
        case .raw: rating
        case .exp: exp2(rating) - 1
        }
    }

    /// `points / log(1 + rank)`
    func discounted(_ points: Double, rank: Int) -> Double {
        let logarithm = log(Double(1 + rank))
        return points / (discount == .loge ? logarithm : logarithm / log(2))
    }
}

/// All ranking metrics of lists cut at `k`, in one pass over the users.
///
/// Means are taken as `recommenders` takes them: over users that have both a list and true ratings; NDCG over all users
/// with true ratings; R-precision over users with a hit within their number of relevant items.
package struct RankingMetrics: Sendable {
    package private(set) var precision = 0.0
    package private(set) var recall = 0.0
    package private(set) var rPrecision = 0.0
    package private(set) var ndcg = 0.0
    /// Average precision divided by the number of relevant items.
    package private(set) var map = 0.0
    /// Average precision divided by the lesser of `k` and the number of relevant items.
    package private(set) var mapAtK = 0.0
    package private(set) var hit = 0.0
    package private(set) var mrr = 0.0

    package init(_ rankings: RankedLists, relevant: RelevantItems, k: Int, gain: GainRule = GainRule()) {
        var marks = [Double?]()
        var commonUsers = 0
        var rPrecisionUsers = 0
        for (user, list) in zip(rankings.users, rankings.lists) where user >= 0 && user < relevant.userCount {
            let items = relevant.items(of: user)
            let ratings = relevant.ratings(of: user)
            guard !items.isEmpty, !list.isEmpty else { continue }
            commonUsers += 1
            for (item, rating) in zip(items, ratings) {
                if Int(item) >= marks.count { marks += [Double?](repeating: nil, count: Int(item) + 1 - marks.count) }
                marks[Int(item)] = rating
            }
            defer { for item in items { marks[Int(item)] = nil } }

            var hits = 0
            var hitsWithinActual = 0
            var precisionSum = 0.0
            var dcg = 0.0
            for (index, item) in list.prefix(k).enumerated() {
                guard item >= 0, Int(item) < marks.count, let rating = marks[Int(item)] else { continue }
                hits += 1
                if index < items.count { hitsWithinActual += 1 }
                if hits == 1 { mrr += 1 / Double(index + 1) }
                precisionSum += Double(hits) / Double(index + 1)
                dcg += gain.discounted(gain.points(rating), rank: index + 1)
            }
            guard hits > 0 else { continue }
            hit += 1
            precision += Double(hits) / Double(k)
            recall += Double(hits) / Double(items.count)
            map += precisionSum / Double(items.count)
            mapAtK += precisionSum / Double(min(items.count, k))
            if hitsWithinActual > 0 {
                rPrecisionUsers += 1
                rPrecision += Double(hitsWithinActual) / Double(items.count)
            }
            ndcg += dcg / Self.ideal(ratings, k, gain)
        }
        guard hit > 0 else { return }
        let users = Double(commonUsers)
        precision /= users
        recall /= users
        map /= users
        mapAtK /= users
        hit /= users
        mrr /= users
        rPrecision /= Double(rPrecisionUsers)
        ndcg /= Double((0..<relevant.userCount).count { !relevant.items(of: $0).isEmpty })
    }

    /// The gain of the true items in their best order.
    private static func ideal(_ ratings: ArraySlice<Double>, _ k: Int, _ gain: GainRule) -> Double {
        let best = gain.score == .binary ? Array(ratings.prefix(k)) : Array(ratings.sorted(by: >).prefix(k))
        var sum = 0.0
        for (index, rating) in best.enumerated() { sum += gain.discounted(gain.points(rating), rank: index + 1) }
        return sum
    }
}

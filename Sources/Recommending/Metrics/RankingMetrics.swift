import Foundation
import Statistics

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

/// What a list says of one user, cut at `k`. All are 0 where nothing relevant is among the first `k`.
struct UserRanking {
    let user: Int32
    var precision = 0.0
    var recall = 0.0
    var rPrecision = 0.0
    var ndcg = 0.0
    var map = 0.0
    var mapAtK = 0.0
    var hit = 0.0
    var mrr = 0.0
}

/// All ranking metrics of lists cut at `k`, in one pass over the users.
///
/// Means are taken as `recommenders` takes them: over users that have both a list and true ratings; NDCG over all users
/// with true ratings; R-precision over users with a hit within their number of relevant items.
package struct RankingMetrics: Sendable {
    /// Of each user that has both a list and true ratings, in the order of the lists.
    private var users: [UserRanking] = []
    /// Users with true ratings that have no list.
    private let unlisted: [Int32]

    package init(_ rankings: RankedLists, relevant: RelevantItems, k: Int, gain: GainRule = GainRule()) {
        var marks = [Double?]()
        var isListed = [Bool](repeating: false, count: relevant.userCount)
        for (user, list) in zip(rankings.users, rankings.lists) where user >= 0 && user < relevant.userCount {
            let items = relevant.items(of: user)
            let ratings = relevant.ratings(of: user)
            guard !items.isEmpty, !list.isEmpty else { continue }
            isListed[user] = true
            for (item, rating) in zip(items, ratings) {
                if Int(item) >= marks.count { marks += [Double?](repeating: nil, count: Int(item) + 1 - marks.count) }
                marks[Int(item)] = rating
            }
            defer { for item in items { marks[Int(item)] = nil } }

            var own = UserRanking(user: Int32(user))
            var hits = 0
            var hitsWithinActual = 0
            var precisionSum = 0.0
            var dcg = 0.0
            for (index, item) in list.prefix(k).enumerated() {
                guard item >= 0, Int(item) < marks.count, let rating = marks[Int(item)] else { continue }
                hits += 1
                if index < items.count { hitsWithinActual += 1 }
                if hits == 1 { own.mrr = 1 / Double(index + 1) }
                precisionSum += Double(hits) / Double(index + 1)
                dcg += gain.discounted(gain.points(rating), rank: index + 1)
            }
            if hits > 0 {
                own.hit = 1
                own.precision = Double(hits) / Double(k)
                own.recall = Double(hits) / Double(items.count)
                own.map = precisionSum / Double(items.count)
                own.mapAtK = precisionSum / Double(min(items.count, k))
                own.rPrecision = Double(hitsWithinActual) / Double(items.count)
                own.ndcg = dcg / Self.ideal(ratings, k, gain)
            }
            users.append(own)
        }
        unlisted = isListed.indices.filter { !isListed[$0] && !relevant.items(of: $0).isEmpty }.map(Int32.init)
    }

    package var precision: Double { mean(\.precision) }
    package var recall: Double { mean(\.recall) }
    package var rPrecision: Double { mean(\.rPrecision, over: users.count { $0.rPrecision > 0 }) }
    package var ndcg: Double { mean(\.ndcg, over: users.count + unlisted.count) }
    /// Average precision divided by the number of relevant items.
    package var map: Double { mean(\.map) }
    /// Average precision divided by the lesser of `k` and the number of relevant items.
    package var mapAtK: Double { mean(\.mapAtK) }
    package var hit: Double { mean(\.hit) }
    package var mrr: Double { mean(\.mrr) }

    private func mean(_ value: KeyPath<UserRanking, Double>, over count: Int? = nil) -> Double {
        let sum = users.reduce(0) { $0 + $1[keyPath: value] }
        return sum == 0 ? 0 : sum / Double(count ?? users.count)
    }

    /// What each user with a list has of a metric that is their mean.
    func values(_ value: KeyPath<UserRanking, Double>) -> UserValues {
        UserValues(users: users.map(\.user), meanOf: users.map { $0[keyPath: value] })
    }

    /// NDCG counts users without a list as 0.
    func ndcgValues() -> UserValues {
        UserValues(
            users: users.map(\.user) + unlisted,
            meanOf: users.map(\.ndcg) + [Double](repeating: 0, count: unlisted.count))
    }

    /// R-precision is the mean over users with a hit, but a user alone who has none has 0.
    func rPrecisionValues() -> UserValues {
        let values = users.map(\.rPrecision)
        return UserValues(
            users: users.map(\.user), values: values,
            whole: SumStatistic(values, over: values.map { $0 > 0 ? 1 : 0 }))
    }

    /// The gain of the true items in their best order.
    private static func ideal(_ ratings: ArraySlice<Double>, _ k: Int, _ gain: GainRule) -> Double {
        let best = gain.score == .binary ? Array(ratings.prefix(k)) : Array(ratings.sorted(by: >).prefix(k))
        var sum = 0.0
        for (index, rating) in best.enumerated() { sum += gain.discounted(gain.points(rating), rank: index + 1) }
        return sum
    }
}

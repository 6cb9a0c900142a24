import Foundation
import RandomSource

/// Ratings drawn from a known low-rank model, with a popularity and an activity like MovieLens's.
///
/// `rating = round(clip(mean + b_u + b_i + p_u · q_i + noise · ε, 1, 5))`. Items' popularity and users' activity are
/// log-normal; each user rates distinct items, of which those to the own taste are likelier where `taste` says so. The same
/// values give the same bytes.
package struct SyntheticRatings: Hashable, Sendable {
    package var users = 943
    package var items = 1682
    package var ratings = 100_000
    package var rank = 8
    /// The standard deviation of what the model can't explain.
    package var noise = 0.5
    /// How much users choose by taste: an item's odds are its popularity times `exp(taste · p_u · q_i)`. At 0 all choose
    /// alike, and nothing about a user tells which items are next; missing ratings are missing at random but for popularity.
    package var taste = 0.0
    package var seed: UInt64 = 42

    package init() {}

    /// - Parameter check: called now and then; what it throws ends the drawing.
    /// - Throws: `RatingsError.impossibleSynthetic`.
    package func make(check: () throws -> Void = {}) throws -> SyntheticData {
        guard users > 0, items > 0, ratings > 0, rank > 0, noise >= 0, noise.isFinite, (0...10).contains(taste) else {
            throw RatingsError.impossibleSynthetic(
                "users, items, ratings and rank are at least 1, noise at least 0, taste 0 to 10")
        }
        let pairs = users.multipliedReportingOverflow(by: items)
        guard pairs.overflow || ratings <= pairs.partialValue else {
            throw RatingsError.impossibleSynthetic(
                "\(users) users and \(items) items have \(pairs.partialValue) pairs, too few for \(ratings) ratings")
        }
        guard max(users, items) <= 50_000_000 / rank, ratings <= Int(Int32.max) else {
            throw RatingsError.impossibleSynthetic(
                "\(users) users, \(items) items and rank \(rank) are more than memory holds")
        }
        let root = SplittableGenerator(seed: seed)
        var draws = root.stream(1)
        let spread = 0.9 / Double(rank).squareRoot().squareRoot()
        let userFactors = (0..<users * rank).map { _ in spread * draws.nextNormal() }
        let itemFactors = (0..<items * rank).map { _ in spread * draws.nextNormal() }
        let userBiases = (0..<users).map { _ in 0.4 * draws.nextNormal() }
        let itemBiases = (0..<items).map { _ in 0.5 * draws.nextNormal() }
        var truth = SyntheticData.Truth(
            rank: rank, mean: 3.55, userBiases: userBiases, itemBiases: itemBiases, userFactors: userFactors,
            itemFactors: itemFactors)
        truth.noise = noise
        return SyntheticData(table: try table(truth, root, check), truth: truth)
    }

    private func table(
        _ truth: SyntheticData.Truth, _ root: SplittableGenerator, _ check: () throws -> Void
    ) throws -> RatingTable {
        var draws = root.stream(2)
        let counts = userCounts(&draws)
        // Good items are watched more: popularity leans on the item's bias.
        let popularity = Popularity((0..<items).map { exp(1.4 * draws.nextNormal() + 0.8 * truth.itemBiases[$0]) })
        var userPositions: [Int32] = []
        var itemPositions: [Int32] = []
        var values: [Double] = []
        var timestamps: [Int64] = []
        for user in 0..<users {
            if user & 0xFF == 0 { try check() }
            // A stream a user: the users' draws do not depend on one another.
            var own = root.stream(UInt64(user) + 16)
            var time = 874_724_710 + own.nextInteger(below: 18_000_000)
            let liking =
                taste == 0 ? popularity : popularity.times { exp(taste * truth.affinity(user: user, item: $0)) }
            for item in choose(counts[user], liking, &own) {
                let raw = truth.score(user: user, item: item) + noise * own.nextNormal()
                userPositions.append(Int32(user))
                itemPositions.append(Int32(item))
                values.append(min(5, max(1, raw.rounded())))
                timestamps.append(Int64(time))
                time += own.nextInteger(below: 90)
            }
        }
        // Rows come in an order that says nothing, as in u.data.
        let order = shuffled(values.count, root.stream(3))
        var userIDs = Vocabulary()
        var itemIDs = Vocabulary()
        var newUser: [Int32] = []
        var newItem: [Int32] = []
        for row in order {
            newUser.append(Int32(userIDs.insert(.integer(Int(userPositions[row]) + 1))))
            newItem.append(Int32(itemIDs.insert(.integer(Int(itemPositions[row]) + 1))))
        }
        let titles = itemIDs.ids.map { ($0, "Synthetic item \($0)") }
        return RatingTable(
            users: userIDs, items: itemIDs, userPositions: newUser, itemPositions: newItem,
            ratings: order.map { values[$0] }, timestamps: Timestamps(ticks: order.map { timestamps[$0] }),
            scale: 1...5,
            titles: Dictionary(uniqueKeysWithValues: titles))
    }

    /// How many items each user rates: log-normal shares of all ratings, each at least one where that is possible.
    private func userCounts(_ draws: inout SplittableGenerator) -> [Int] {
        let activity = (0..<users).map { _ in exp(draws.nextNormal()) }
        let total = activity.reduce(0, +)
        let least = min(20, ratings / users)
        let rest = Double(ratings - least * users)
        var counts = activity.map { min(items, least + Int($0 / total * rest)) }
        var missing = ratings - counts.reduce(0, +)
        while missing != 0 {
            for user in 0..<users where missing > 0 && counts[user] < items {
                counts[user] += 1
                missing -= 1
            }
        }
        return counts
    }

    /// `count` distinct items, likelier where popular: draws by popularity, those drawn before thrown away; the rest of a
    /// user who rates nearly everything by the largest keys.
    private func choose(_ count: Int, _ popularity: Popularity, _ draws: inout SplittableGenerator) -> [Int] {
        var chosen: [Int] = []
        chosen.reserveCapacity(count)
        var isChosen = [Bool](repeating: false, count: items)
        for _ in 0..<(4 * count) where chosen.count < count && count * 2 < items {
            let item = popularity.draw(&draws)
            if !isChosen[item] {
                isChosen[item] = true
                chosen.append(item)
            }
        }
        return chosen + popularity.largestKeys(count - chosen.count, excluding: isChosen, &draws)
    }

    private func shuffled(_ count: Int, _ generator: SplittableGenerator) -> [Int] {
        var draws = generator
        var order = Array(0..<count)
        for index in stride(from: count - 1, to: 0, by: -1) { order.swapAt(index, draws.nextInteger(below: index + 1)) }
        return order
    }
}

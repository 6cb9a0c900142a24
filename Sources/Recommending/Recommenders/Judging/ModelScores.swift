import Compute
import Metrics
import Ratings

/// A model's scores, as its judge sees them.
struct ModelScores: JudgedScores {
    private let model: any Recommender
    private let truth: RatingTable
    /// Positions in the model of the truth's users and items, and back.
    private let users: [Int32]
    private let items: [Int32]
    private let truthItems: [Int32]

    init(_ model: any Recommender, truth: RatingTable) {
        self.model = model
        self.truth = truth
        users = truth.users.positions(in: model.users)
        items = truth.items.positions(in: model.items)
        var back = [Int32](repeating: -1, count: model.items.count)
        for (position, inner) in items.enumerated() where inner >= 0 { back[Int(inner)] = Int32(position) }
        truthItems = back
    }

    var context: MetricContext? {
        let seen = model.seen.parts
        return MetricContext(itemCount: model.items.count, starts: seen.starts, items: seen.items)
    }

    private func inner(_ position: Int32) -> Int? { position < 0 ? nil : Int(position) }

    /// Every row has an estimate, also of users and items that training did not see.
    func estimates(stop: StopFlag) throws -> (rows: [Int], estimates: [Double]) {
        var estimates: [Double] = []
        estimates.reserveCapacity(truth.count)
        for row in 0..<truth.count {
            if row & 0xFFF == 0 { try stop.check() }
            estimates.append(
                model.estimate(
                    user: inner(users[Int(truth.userPositions[row])]), item: inner(items[Int(truth.itemPositions[row])])
                ))
        }
        return (Array(0..<truth.count), estimates)
    }

    func rankings(count: Int, removingSeen: Bool, stop: StopFlag) throws -> RankedLists {
        var occurs = [Bool](repeating: false, count: truth.users.count)
        for user in truth.userPositions { occurs[Int(user)] = true }
        let judged = occurs.indices.filter { occurs[$0] && users[$0] >= 0 }
        guard !judged.isEmpty else { throw RecommenderError.strangers(kind: "users") }
        let trained = judged.map { Int(users[$0]) }
        let lists = try model.rank(users: trained, count: count, removingSeen: removingSeen, stop: stop)
        return RankedLists(
            users: judged, lists: lists.map { $0.map { truthItems[$0.item] } },
            catalog: CatalogLists(users: trained, lists: lists.map { $0.map { Int32($0.item) } }))
    }

    func knows(user: Int) -> Bool { users[user] >= 0 }

    func score(user: Int, item: JudgedItem) -> Double? {
        model.estimate(user: inner(users[user]), item: inner(item.position))
    }

    func items(_ vocabulary: Vocabulary) -> [JudgedItem] {
        vocabulary.positions(in: model.items).map(JudgedItem.init)
    }
}

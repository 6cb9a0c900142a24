/// Which observations of several losses count as good: whole Pareto fronts and, of the one that is too large, the points that
/// dominate the most together; each counts as much as it adds to what the good ones dominate (Ozaki, Tanigaki, Watanabe, Nomura
/// and Onishi, 2022, doi:10.1613/jair.1.13188, section 4).
struct ParetoSplit {
    /// The least weight of a good one: one that adds nothing, as a copy does not, is good all the same.
    private static let leastWeight = 0.1

    /// The good ones, with their weights from 0 to 1.
    private(set) var good: [(index: Int, weight: Double)] = []
    /// The others, best first.
    private(set) var rest: [Int] = []

    init(_ history: SearchHistory, good count: Int) {
        let losses = history.observations.map(\.losses)
        let fronts = Pareto.fronts(
            losses: losses, violations: history.observations.map { $0.isMeasured ? $0.violation : 0 })
        var chosen: [Int] = []
        for front in fronts {
            let room = count - chosen.count
            guard front.count > room else {
                chosen += front
                continue
            }
            let points = front.map { losses[$0] }
            let taken = room > 0 ? Hypervolume(around: points).subset(room, of: points) : []
            chosen += taken.map { front[$0] }
            // Those with the most room around them are the better ones of a front.
            let distances = Pareto.crowding(points)
            let others = Set(front.indices).subtracting(taken)
            rest += others.sorted { (-distances[$0], $0) < (-distances[$1], $1) }.map { front[$0] }
        }
        let measured = chosen.filter { history.observations[$0].isMeasured }.map { losses[$0] }
        let volume = Hypervolume(around: measured)
        let adds = volume.contributions(of: measured)
        let most = adds.max() ?? 0
        var next = adds.makeIterator()
        good = chosen.map { index in
            let share = history.observations[index].isMeasured ? next.next() ?? 0 : 0
            return (index, most > 0 ? max(Self.leastWeight, share / most) : 1)
        }
    }
}

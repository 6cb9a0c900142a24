/// What is better among points with several losses; lower is better everywhere.
///
/// Points without numbers (no losses at all, or one that is NaN) are worse than all others. Those that miss a constraint are
/// worse than those that do not, and among themselves the better the less they miss: the constrained domination of Deb et al.
/// (2002, doi:10.1109/4235.996017, section VI).
package enum Pareto {
    /// Whether one point is nowhere worse than another and somewhere better.
    package static func dominates(_ one: [Double], _ other: [Double]) -> Bool {
        guard one.count == other.count else { return false }
        var isBetter = false
        for (mine, its) in zip(one, other) {
            if !(mine <= its) { return false }
            if mine < its { isBetter = true }
        }
        return isBetter
    }

    /// The points in fronts, by their numbers and in rising order: none of a front is dominated but by points of the fronts
    /// before it.
    ///
    /// - Parameter violations: by how much each point misses the constraints; none: all keep them.
    /// - Complexity: O(n log n) for one loss or two; O(M n²) at most for more, and far less for most points.
    package static func fronts(losses: [[Double]], violations: [Double] = []) -> [[Int]] {
        var (feasible, others, worst) = ([Int](), [(violation: Double, index: Int)](), [Int]())
        let count = losses.map(\.count).max() ?? 0
        for index in losses.indices {
            let violation = violations.indices.contains(index) ? violations[index] : 0
            if losses[index].isEmpty || losses[index].count < count || losses[index].contains(where: \.isNaN)
                || violation.isNaN
            {
                worst.append(index)
            } else if violation > 0 {
                others.append((violation, index))
            } else {
                feasible.append(index)
            }
        }
        var fronts = count == 2 ? sortedByTwo(feasible, losses) : sorted(feasible, losses)
        var last: Double?
        for (violation, index) in others.sorted(by: { ($0.violation, $0.index) < ($1.violation, $1.index) }) {
            if violation == last { fronts[fronts.count - 1].append(index) } else { fronts.append([index]) }
            last = violation
        }
        if !worst.isEmpty { fronts.append(worst) }
        return fronts
    }

    /// For two losses: taken by rising first loss, a point is dominated by a front just where the last member's second loss is
    /// not above its own (Jensen, 2003, doi:10.1109/TEVC.2003.817234, section III).
    private static func sortedByTwo(_ points: [Int], _ losses: [[Double]]) -> [[Int]] {
        let order = points.map { (first: losses[$0][0], second: losses[$0][1], index: $0) }
            .sorted { ($0.first, $0.second, $0.index) < ($1.first, $1.second, $1.index) }
        var fronts: [[Int]] = []
        var seconds: [Double] = []
        var before: (first: Double, second: Double, front: Int)?
        for point in order {
            let isSame = before.map { $0.first == point.first && $0.second == point.second } ?? false
            let low = isSame ? before?.front ?? 0 : seconds.partitionPoint { $0 <= point.second }
            if low == fronts.count {
                fronts.append([])
                seconds.append(point.second)
            }
            fronts[low].append(point.index)
            seconds[low] = point.second
            before = (point.first, point.second, low)
        }
        return fronts.map { $0.sorted() }
    }

    /// For any number of losses: taken in the order of their losses, a point can only be dominated by those before it, and
    /// where a front dominates it, so do those before that front, which are searched by halves (Zhang et al., 2015,
    /// doi:10.1109/TEVC.2014.2308305, ENS-BS).
    private static func sorted(_ points: [Int], _ losses: [[Double]]) -> [[Int]] {
        let order = points.sorted { one, other in
            for (mine, its) in zip(losses[one], losses[other]) where mine != its { return mine < its }
            return one < other
        }
        let width = losses.first { !$0.isEmpty }?.count ?? 0
        let flat = order.flatMap { losses[$0] }
        /// Whether the earlier of two different points in the order, whose first loss is not above, dominates the later.
        func dominates(_ one: Int, _ other: Int) -> Bool {
            for place in 1..<max(width, 1) where flat[one * width + place] > flat[other * width + place] {
                return false
            }
            return true
        }
        var fronts: [[Int]] = []
        var before = 0
        for place in order.indices {
            let isSame = place > 0 && losses[order[place]] == losses[order[place - 1]]
            // The newest members are the likeliest.
            let low =
                isSame
                ? before : fronts.partitionPoint { $0.reversed().contains { dominates($0, place) } }
            if low == fronts.count { fronts.append([]) }
            fronts[low].append(place)
            before = low
        }
        return fronts.map { front in front.map { order[$0] }.sorted() }
    }

    /// How far each point of a front is from its neighbours, summed over the losses as shares of their ranges; infinite for
    /// those at an end (Deb et al., 2002, section III-B).
    package static func crowding(_ losses: [[Double]]) -> [Double] {
        var distances = [Double](repeating: 0, count: losses.count)
        for loss in 0..<(losses.map(\.count).min() ?? 0) {
            let order = losses.indices.sorted { (losses[$0][loss], $0) < (losses[$1][loss], $1) }
            guard let first = order.first, let last = order.last else { continue }
            let range = losses[last][loss] - losses[first][loss]
            distances[first] = .infinity
            distances[last] = .infinity
            guard range > 0, range.isFinite, order.count > 2 else { continue }
            for place in 1..<(order.count - 1) {
                distances[order[place]] += (losses[order[place + 1]][loss] - losses[order[place - 1]][loss]) / range
            }
        }
        return distances
    }

    /// All points, best first: front by front, within a front those with the most room around them.
    package static func ranking(_ losses: [[Double]], violations: [Double] = []) -> [Int] {
        fronts(losses: losses, violations: violations).flatMap { front in
            let room = crowding(front.map { losses[$0] })
            return front.indices.sorted { (-room[$0], front[$0]) < (-room[$1], front[$1]) }.map { front[$0] }
        }
    }
}

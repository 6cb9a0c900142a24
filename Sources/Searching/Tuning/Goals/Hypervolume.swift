/// How much of the space of losses points dominate, up to a reference that is worse than they are; lower is better.
///
/// Of two losses the area under a staircase, of more the sum of what each point adds to those after it: the WFG algorithm
/// (While, Bradstreet and Barone, 2012, doi:10.1109/TEVC.2010.2077298).
package struct Hypervolume: Sendable {
    /// Points that are not below it everywhere count nothing.
    private let reference: [Double]

    package init(reference: [Double]) { self.reference = reference }

    /// With the reference a tenth of the range beyond the worst of some points, so that those at an end count too; a loss that
    /// all have alike is a tenth of a unit away.
    package init(around points: [[Double]]) {
        let width = points.map(\.count).min() ?? 0
        reference = (0..<width).map { axis in
            let values = points.map { $0[axis] }
            let (low, high) = (values.min() ?? 0, values.max() ?? 0)
            return high + 0.1 * (high > low ? high - low : 1)
        }
    }

    /// - Complexity: O(n log n) for two losses; exponential in the number of losses for more.
    package func volume(of points: [[Double]]) -> Double {
        let inside = points.filter { $0.count == reference.count && zip($0, reference).allSatisfy { $0 < $1 } }
        return reference.count == 2 ? area(inside) : sum(inside.sorted { $0[0] > $1[0] })
    }

    private func area(_ points: [[Double]]) -> Double {
        var (area, height) = (0.0, reference[1])
        for point in points.sorted(by: { ($0[0], $0[1]) < ($1[0], $1[1]) }) where point[1] < height {
            area += (reference[0] - point[0]) * (height - point[1])
            height = point[1]
        }
        return area
    }

    private func sum(_ points: [[Double]]) -> Double {
        points.indices.reduce(0) { $0 + contribution(of: points[$1], to: Array(points[($1 + 1)...])) }
    }

    /// What a point dominates that others do not.
    package func contribution(of point: [Double], to others: [[Double]]) -> Double {
        guard point.count == reference.count else { return 0 }
        var box = 1.0
        for (value, limit) in zip(point, reference) {
            guard value < limit else { return 0 }
            box *= limit - value
        }
        // Others dominate of it what they do where they are no better than it.
        let limited = others.map { other in zip(point, other).map { max($0, $1) } }
        guard reference.count > 2, let front = Pareto.fronts(losses: limited).first else {
            return box - volume(of: limited)
        }
        return box - volume(of: front.map { limited[$0] })
    }

    /// What each point dominates that no other does.
    package func contributions(of points: [[Double]]) -> [Double] {
        points.indices.map { index in
            var others = points
            others.remove(at: index)
            return contribution(of: points[index], to: others)
        }
    }

    /// Points that dominate nearly the most that so many can: one after the other the point that adds most, which comes to
    /// `1 − 1/e` of it at least (Guerreiro, Fonseca and Paquete, 2016, doi:10.1162/EVCO_a_00188).
    ///
    /// A point adds less the more there are, so only those whose last addition is above the best so far are looked at anew.
    ///
    /// - Returns: their numbers, in the order in which they were taken.
    package func subset(_ count: Int, of points: [[Double]]) -> [Int] {
        var adds = points.map { contribution(of: $0, to: []) }
        var taken = [Int](repeating: 0, count: points.count)
        var left = Array(points.indices)
        var chosen: [Int] = []
        while chosen.count < count,
            let next = left.indices.max(by: { (adds[left[$0]], left[$1]) < (adds[left[$1]], left[$0]) })
        {
            let index = left[next]
            if taken[index] == chosen.count {
                chosen.append(left.remove(at: next))
            } else {
                adds[index] = contribution(of: points[index], to: chosen.map { points[$0] })
                taken[index] = chosen.count
            }
        }
        return chosen
    }
}

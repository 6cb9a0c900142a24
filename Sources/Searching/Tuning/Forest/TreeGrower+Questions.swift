import RandomSource

/// The choice of the question that parts a node's rows best.
extension TreeGrower {
    /// A way to part the rows: its score is Σ sum²/weight over both sides, which the squared error falls by.
    private struct Candidate {
        var score: Double
        var axis: Int
        /// The values around the threshold.
        var between = (0.0, 0.0)
        /// Options by their means, and how many of them have the answer yes.
        var ranked: [Int] = []
        var yes = 0
    }

    /// - Returns: `nil` where no question parts the rows.
    mutating func split(_ rows: Range<Int>, _ sums: Sums) -> RegressionTree.Node? {
        let share = (settings.axisShare * Double(axes.count)).rounded(.up)
        let wanted = share >= 1 && share < Double(axes.count) ? Int(share) : axes.count
        let none = sums.sum * sums.sum / sums.weight
        var best = Candidate(score: none + 1e-12 * (sums.squares - none), axis: -1)
        // The order decides between equally good axes too.
        for index in axes.indices {
            axes.swapAt(index, index + draws.nextInteger(below: axes.count - index))
            // Axes beyond the share are only asked where the others tell nothing apart.
            if index >= wanted, best.axis >= 0 { break }
            if table.axes.options[axes[index]] > 0 {
                ask(options: axes[index], rows, sums, &best)
            } else {
                ask(numbers: axes[index], rows, sums, &best)
            }
        }
        guard best.axis >= 0 else { return nil }
        var node = RegressionTree.Node(axis: Int32(best.axis))
        if best.ranked.isEmpty { node.value = threshold(best.between) } else { node.set = set(best) }
        return node
    }

    private mutating func ask(numbers axis: Int, _ rows: Range<Int>, _ sums: Sums, _ best: inout Candidate) {
        let (start, column) = (axis * rowCount, axis * table.rowCount)
        let least = Double(max(1, settings.leastInLeaf))
        let values = table.values.span
        let order = order.span
        let weights = weights.span
        let weighted = weighted.span
        var (weight, sum) = (0.0, 0.0)
        var previous = values[column + Int(order[start + rows.lowerBound])]
        guard values[column + Int(order[start + rows.upperBound - 1])] > previous else { return }
        for place in start + rows.lowerBound..<start + rows.upperBound {
            let row = Int(order[place])
            let value = values[column + row]
            if value > previous {
                let (otherWeight, otherSum) = (sums.weight - weight, sums.sum - sum)
                if weight >= least, otherWeight >= least {
                    let score = sum * sum / weight + otherSum * otherSum / otherWeight
                    if score > best.score { best = Candidate(score: score, axis: axis, between: (previous, value)) }
                }
                previous = value
            }
            weight += weights[row]
            sum += weighted[row]
        }
    }

    /// Of all sets of options the best is a first part of them in the order of their means (Fisher, 1958,
    /// doi:10.1080/01621459.1958.10501479).
    private mutating func ask(options axis: Int, _ rows: Range<Int>, _ sums: Sums, _ best: inout Candidate) {
        let (start, column) = (axis * rowCount, axis * table.rowCount)
        let least = Double(max(1, settings.leastInLeaf))
        var groups: [(option: Int, weight: Double, sum: Double)] = []
        for place in start + rows.lowerBound..<start + rows.upperBound {
            let row = Int(order[place])
            let option = Int(table.values[column + row])
            if groups.last?.option != option { groups.append((option, 0, 0)) }
            groups[groups.count - 1].weight += weights[row]
            groups[groups.count - 1].sum += weighted[row]
        }
        guard groups.count > 1 else { return }
        groups.sort { ($0.sum / $0.weight, $0.option) < ($1.sum / $1.weight, $1.option) }
        var (weight, sum) = (0.0, 0.0)
        for place in 0..<groups.count - 1 {
            weight += groups[place].weight
            sum += groups[place].sum
            let (otherWeight, otherSum) = (sums.weight - weight, sums.sum - sum)
            guard weight >= least, otherWeight >= least else { continue }
            let score = sum * sum / weight + otherSum * otherSum / otherWeight
            if score > best.score {
                best = Candidate(score: score, axis: axis, ranked: groups.map(\.option), yes: place + 1)
            }
        }
    }

    private mutating func threshold(_ between: (Double, Double)) -> Double {
        // Whether a parameter is there at all.
        if between.0 < 0 { return 0.5 * ForestAxes.absent }
        let share = settings.drawsThresholds ? draws.nextUniform() : 0.5
        return min(max(between.0, between.0 + (between.1 - between.0) * share), between.1.nextDown)
    }

    /// Options that no row of the node has go to either side by chance.
    private mutating func set(_ best: Candidate) -> Int32 {
        let options = table.axes.options[best.axis]
        var words = [UInt64](repeating: 0, count: RegressionTree.words(options))
        var isSeen = [Bool](repeating: false, count: options + 1)
        for (place, option) in best.ranked.enumerated() {
            isSeen[option] = true
            if place < best.yes { words[option >> 6] |= 1 << UInt64(option & 63) }
        }
        for option in isSeen.indices where !isSeen[option] && draws.next() >> 63 == 1 {
            words[option >> 6] |= 1 << UInt64(option & 63)
        }
        defer { tree.sets += words }
        return Int32(tree.sets.count)
    }
}

/// A tree's mean as a function of one axis or two, over all the others: constant in the cells that the tree's questions cut
/// the axes into.
struct TreeMarginals: Sendable {
    private let measure: SpaceMeasure
    private let leaves: [LeafBox]
    /// By leaf, the measures of the axes under no option.
    private let factors: [[Double]]
    /// By axis, where the cells of numbers end; how many options there are is told by the boxes.
    private let bounds: [[Double]]
    private let options: [Int]
    /// Over the whole space.
    let variance: Double

    init(_ tree: RegressionTree, _ axes: ForestAxes, _ measure: SpaceMeasure) {
        self.measure = measure
        options = axes.options
        leaves = LeafBox.all(of: tree, axes)
        factors = leaves.map { box in measure.top.map { measure.measure($0, box) } }
        var bounds = [[Double]](repeating: [1], count: axes.options.count)
        for node in tree.nodes where !node.isLeaf && node.set < 0 && node.value > 0 && node.value < 1 {
            bounds[Int(node.axis)].append(node.value)
        }
        self.bounds = bounds.map { bounds in
            var different: [Double] = []
            for bound in bounds.sorted() where different.last != bound { different.append(bound) }
            return different
        }
        var (mean, squares) = (0.0, 0.0)
        for (leaf, factors) in zip(leaves, factors) {
            let share = factors.reduce(1, *)
            mean += share * leaf.value
            squares += share * leaf.value * leaf.value
        }
        let rest = squares - mean * mean
        variance = rest > 1e-12 * squares ? rest : 0
    }

    /// The variance over the values of an axis, where it is there.
    func variance(of axis: Int, _ options: [Int: Int]) -> Double {
        var changes = [Double](repeating: 0, count: cells(axis).count + 1)
        forEach([axis], options) { leaf, value in
            for part in parts(of: leaf, on: axis) {
                changes[part.cells.lowerBound] += value * part.weight
                changes[part.cells.upperBound] -= value * part.weight
            }
        }
        return Self.variance(Self.summed(changes), cells(axis))
    }

    /// The variance over the values of two axes beyond what is each one's alone, where both are there.
    func variance(of one: Int, and other: Int, _ options: [Int: Int]) -> Double {
        let (rows, columns) = (cells(one), cells(other))
        let width = columns.count + 1
        var changes = [Double](repeating: 0, count: (rows.count + 1) * width)
        forEach([one, other], options) { leaf, value in
            let across = parts(of: leaf, on: other)
            for part in parts(of: leaf, on: one) {
                let (top, bottom) = (part.cells.lowerBound * width, part.cells.upperBound * width)
                for second in across {
                    let change = value * part.weight * second.weight
                    changes[top + second.cells.lowerBound] += change
                    changes[top + second.cells.upperBound] -= change
                    changes[bottom + second.cells.lowerBound] -= change
                    changes[bottom + second.cells.upperBound] += change
                }
            }
        }
        var above = [Double](repeating: 0, count: width)
        var (ofRows, ofColumns) = ([Double](), [Double](repeating: 0, count: columns.count))
        var squares = 0.0
        for (row, share) in rows.enumerated() {
            var (sum, mean) = (0.0, 0.0)
            for column in columns.indices {
                above[column] += changes[row * width + column]
                sum += above[column]
                mean += columns[column] * sum
                squares += share * columns[column] * sum * sum
                ofColumns[column] += share * sum
            }
            ofRows.append(mean)
        }
        let mean = zip(ofRows, rows).reduce(0) { $0 + $1.0 * $1.1 }
        return max(
            0, squares - mean * mean - Self.variance(ofRows, rows) - Self.variance(ofColumns, columns))
    }

    /// The leaves that have a part where the axes are there, with their values times their measures on all other axes.
    private func forEach(_ fixed: [Int], _ options: [Int: Int], _ body: (LeafBox, Double) -> Void) {
        let roots = Set(fixed.map(measure.root))
        for (leaf, factors) in zip(leaves, factors) {
            var value = leaf.value
            for (axis, factor) in zip(measure.top, factors) {
                value *= roots.contains(axis) ? measure.measure(axis, leaf, fixed: fixed, options: options) : factor
            }
            if value != 0 { body(leaf, value) }
        }
    }

    /// The cells of an axis that a leaf covers, with the measure of what hangs on them.
    private func parts(of leaf: LeafBox, on axis: Int) -> [(cells: Range<Int>, weight: Double)] {
        if options[axis] > 0 {
            return (0..<options[axis]).compactMap { option in
                let weight = measure.weight(of: option, axis, leaf)
                return weight > 0 ? (option..<option + 1, weight) : nil
            }
        }
        guard leaf.high[axis] > leaf.low[axis] else { return [] }
        let start = leaf.low[axis] > 0 ? place(of: leaf.low[axis], in: bounds[axis]) + 1 : 0
        return [(start..<place(of: leaf.high[axis], in: bounds[axis]) + 1, 1)]
    }

    private func place(of bound: Double, in bounds: [Double]) -> Int {
        bounds.dropLast().partitionPoint { $0 < bound }
    }

    /// The measures of an axis's cells; their sum is 1.
    private func cells(_ axis: Int) -> [Double] {
        if options[axis] > 0 { return [Double](repeating: 1 / Double(options[axis]), count: options[axis]) }
        var low = 0.0
        return bounds[axis].map { bound in
            defer { low = bound }
            return bound - low
        }
    }

    private static func summed(_ changes: [Double]) -> [Double] {
        var sum = 0.0
        return changes.dropLast().map { change in
            sum += change
            return sum
        }
    }

    private static func variance(_ values: [Double], _ shares: [Double]) -> Double {
        let mean = zip(values, shares).reduce(0) { $0 + $1.0 * $1.1 }
        return zip(values, shares).reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) * $1.1 }
    }
}

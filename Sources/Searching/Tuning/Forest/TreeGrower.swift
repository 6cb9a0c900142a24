import RandomSource

/// Grows one tree by the largest fall of the squared error (Breiman, Friedman, Olshen and Stone, 1984, "Classification and
/// regression trees", chapter 8).
///
/// The rows of every axis were put in order once; a split parts each order in two and keeps it, so that no node sorts.
struct TreeGrower {
    struct Sums {
        var weight = 0.0
        var sum = 0.0
        var squares = 0.0

        var mean: Double { weight > 0 ? sum / weight : 0 }
        var variance: Double { weight > 0 ? max(0, squares / weight - mean * mean) : 0 }
    }

    let table: ForestTable
    let settings: RegressionForest.Settings
    var draws: SplittableGenerator
    /// How often the bootstrap has each row.
    var weights: [Double]
    var weighted: [Double]
    /// Axis after axis, the rows of the bootstrap in the order of their values, those of a node side by side.
    var order: [Int32] = []
    var rowCount = 0
    /// 1 for the rows of a node with the answer yes.
    private var goesFirst: [Int]
    private var others: [Int32]
    var axes: [Int]
    var tree = RegressionTree()

    init(_ table: ForestTable, _ settings: RegressionForest.Settings, draws: SplittableGenerator) {
        self.table = table
        self.settings = settings
        self.draws = draws
        weights = [Double](repeating: settings.bootstraps ? 0 : 1, count: table.rowCount)
        if settings.bootstraps {
            for _ in 0..<table.rowCount { weights[self.draws.nextInteger(below: table.rowCount)] += 1 }
        }
        weighted = zip(weights, table.targets).map { $0 * $1 }
        goesFirst = [Int](repeating: 0, count: table.rowCount)
        others = [Int32](repeating: 0, count: table.rowCount)
        axes = Array(table.axes.options.indices)
        order = table.order.filter { weights[Int($0)] > 0 }
        rowCount = axes.isEmpty ? 0 : order.count / axes.count
    }

    mutating func grow() -> RegressionTree {
        guard rowCount > 0 else { return tree }
        let whole = sums(0..<rowCount)
        let flat = whole.variance * 1e-12
        var open = [(node: 0, rows: 0..<rowCount)]
        while let (node, rows) = open.popLast() {
            let sums = sums(rows)
            guard sums.weight >= Double(settings.leastToSplit), sums.variance > flat, let split = split(rows, sums)
            else {
                tree.nodes[node].value = sums.mean
                tree.nodes[node].variance = sums.variance
                continue
            }
            var parent = split
            parent.child = Int32(tree.nodes.count)
            tree.nodes[node] = parent
            let middle = part(rows, by: parent)
            open.append((tree.nodes.count + 1, middle..<rows.upperBound))
            open.append((tree.nodes.count, rows.lowerBound..<middle))
            tree.nodes += [RegressionTree.Node(), RegressionTree.Node()]
        }
        return tree
    }

    private mutating func sums(_ rows: Range<Int>) -> Sums {
        var sums = Sums()
        for place in rows {
            let row = Int(order[place])
            sums.weight += weights[row]
            sums.sum += weighted[row]
            sums.squares += weighted[row] * table.targets[row]
        }
        return sums
    }

    /// Puts the rows with the answer yes before the others on every axis.
    ///
    /// - Returns: where the others begin.
    private mutating func part(_ rows: Range<Int>, by node: RegressionTree.Node) -> Int {
        let column = Int(node.axis) * table.rowCount
        var middle = rows.lowerBound
        for place in rows {
            let row = Int(order[place])
            let isYes = tree.isYes(table.values[column + row], at: node)
            goesFirst[row] = isYes ? 1 : 0
            middle += goesFirst[row]
        }
        for axis in axes.indices {
            let start = axis * rowCount
            Self.part(&order, start + rows.lowerBound..<start + rows.upperBound, by: goesFirst, keeping: &others)
        }
        return middle
    }

    private static func part(
        _ order: inout [Int32], _ rows: Range<Int>, by goesFirst: [Int], keeping others: inout [Int32]
    ) {
        // Spans spare the loop the question whether an array is shared.
        let goesFirst = goesFirst.span
        var order = order.mutableSpan
        var others = others.mutableSpan
        var (first, other) = (rows.lowerBound, 0)
        for place in rows {
            // Both are written, for a branch here is guessed wrong half of the time.
            let row = order[place]
            let isFirst = goesFirst[Int(row)]
            order[first] = row
            others[other] = row
            first += isFirst
            other += 1 - isFirst
        }
        for place in 0..<other { order[first + place] = others[place] }
    }
}

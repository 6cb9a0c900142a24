/// The part of a space that a leaf of a tree stands for: on every axis a range of numbers or a set of options, and whether
/// points belong to it where the axis is not there.
struct LeafBox: Sendable {
    private(set) var value = 0.0
    private(set) var low: [Double]
    private(set) var high: [Double]
    private(set) var mayBeAbsent: [Bool]
    /// Empty for axes of numbers.
    private(set) var allowed: [[Bool]]

    private init(_ axes: ForestAxes) {
        low = axes.options.map { _ in 0 }
        high = axes.options.map { _ in 1 }
        mayBeAbsent = axes.options.map { _ in true }
        allowed = axes.options.map { [Bool](repeating: true, count: $0) }
    }

    /// The leaves of a tree; every point lies in the box of one.
    static func all(of tree: RegressionTree, _ axes: ForestAxes) -> [LeafBox] {
        var leaves: [LeafBox] = []
        var open = [(node: 0, box: LeafBox(axes))]
        while let (index, box) = open.popLast() {
            let node = tree.nodes[index]
            if node.isLeaf {
                var leaf = box
                leaf.value = node.value
                leaves.append(leaf)
            } else {
                open.append((Int(node.child), box.part(by: node, of: tree, isYes: true)))
                open.append((Int(node.child) + 1, box.part(by: node, of: tree, isYes: false)))
            }
        }
        return leaves
    }

    private func part(by node: RegressionTree.Node, of tree: RegressionTree, isYes: Bool) -> LeafBox {
        var part = self
        let axis = Int(node.axis)
        if node.set >= 0 {
            for option in allowed[axis].indices where tree.contains(option, in: node.set) != isYes {
                part.allowed[axis][option] = false
            }
            if tree.contains(allowed[axis].count, in: node.set) != isYes { part.mayBeAbsent[axis] = false }
        } else if isYes {
            // What is absent lies below every threshold, and a threshold below 0 asks for nothing else.
            part.high[axis] = min(high[axis], max(0, node.value))
        } else {
            part.low[axis] = max(low[axis], node.value)
            part.mayBeAbsent[axis] = false
        }
        return part
    }
}

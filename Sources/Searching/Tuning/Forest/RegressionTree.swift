/// A binary tree of questions about single axes with a mean and a variance at every leaf, as flat arrays.
struct RegressionTree: Sendable {
    struct Node: Sendable {
        /// The axis of the question; -1 at a leaf.
        var axis: Int32 = -1
        /// The node where the answer is yes; the next one is for no.
        var child: Int32 = 0
        /// Where the options begin in `sets` for which the answer is yes; -1 where numbers up to `value` have it.
        var set: Int32 = -1
        /// The threshold, or a leaf's mean.
        var value = 0.0
        /// A leaf's variance.
        var variance = 0.0

        var isLeaf: Bool { axis < 0 }
    }

    var nodes: [Node] = [Node()]
    /// Sets of options, 64 a word.
    var sets: [UInt64] = []

    static func words(_ options: Int) -> Int { options / 64 + 1 }

    func contains(_ option: Int, in set: Int32) -> Bool { sets[Int(set) + option >> 6] >> UInt64(option & 63) & 1 == 1 }

    /// Whether a value has the answer yes.
    func isYes(_ value: Double, at node: Node) -> Bool {
        node.set < 0 ? value <= node.value : contains(Int(value), in: node.set)
    }

    /// The leaf of the encoded place that begins at `start`.
    func leaf(_ places: [Double], at start: Int) -> Node {
        var node = nodes[0]
        while node.axis >= 0 {
            let isYes = isYes(places[start + Int(node.axis)], at: node)
            node = nodes[Int(node.child) + (isYes ? 0 : 1)]
        }
        return node
    }
}

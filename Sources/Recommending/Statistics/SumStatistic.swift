/// A number that hangs on its units, such as users, through sums over them alone: a mean, a ratio, the root of either. So it
/// can be told for any choice of units without measuring anew.
package struct SumStatistic: Sendable {
    /// What is summed up: a list a term, in each a number a unit.
    package let terms: [[Double]]
    /// What the terms' sums come to.
    package let value: @Sendable ([Double]) -> Double

    package init(_ terms: [[Double]], value: @escaping @Sendable ([Double]) -> Double) {
        precondition(terms.allSatisfy { $0.count == terms.first?.count })
        self.terms = terms
        self.value = value
    }

    /// The ratio of two sums.
    package init(_ numerators: [Double], over denominators: [Double]) {
        self.init([numerators, denominators]) { $0[0] / $0[1] }
    }

    package var count: Int { terms.first?.count ?? 0 }
}

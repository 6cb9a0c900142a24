/// Finds columns of item weights one after another. One thread at a time works with it.
package protocol ColumnRegression: AnyObject {
    /// - Parameters:
    ///   - sweeps: how often all weights are swept at most, or fewer weights more often.
    ///   - tolerance: the share of `‖x_i‖²` that the duality gap is to be below, and of the greatest weight that no sweep may
    ///     move one by any more.
    ///   - isStopped: asked between sweeps.
    /// - Returns: the weights of all items; `nil` where it was stopped.
    func column(_ item: Int, sweeps: Int, tolerance: Double, isStopped: () -> Bool) -> [Double]?
}

/// What elastic nets of all columns are solved from, made once for all of them: see `ElasticNet`.
package struct ElasticNetProducts: Sendable {
    private enum Rows {
        case counts(ProductRows<UInt16>)
        case numbers(ProductRows<Double>)
    }
    private let rows: Rows

    /// - Parameter products: all of `XᵀX`.
    package init(_ products: SquareMatrix) {
        rows = ProductRows<UInt16>(counts: products).map(Rows.counts) ?? .numbers(ProductRows(products))
    }

    package func net(l1: Double, l2: Double) -> any ColumnRegression {
        switch rows {
        case .counts(let rows): ElasticNet(rows, l1: l1, l2: l2)
        case .numbers(let rows): ElasticNet(rows, l1: l1, l2: l2)
        }
    }
}

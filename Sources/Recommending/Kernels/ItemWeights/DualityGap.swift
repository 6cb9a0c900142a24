/// What the duality gap of an elastic net is made of, without the residual itself: how far the weights can be from the
/// best at most. The smaller of two bounds counts.
///
/// One takes `l2` for more data and shrinks the residual until nothing pulls by more than `l1` (Kim, Koh, Lustig, Boyd and
/// Gorinevsky, 2007, doi:10.1109/JSTSP.2007.910971), which is scikit-learn's. With a small `l1` it stays open long after
/// the weights are found. The other leaves the residual as it is, and `l2` in the dual: what pulls by more than `l1`
/// costs `(pull − l1)² / 2·l2` there.
struct DualityGap {
    /// `max_j (gradient_j − l2·w_j)`, `Σ w`, `Σ w²`, `wᵀ·Xᵀx_i`, `wᵀ·gradient`, `Σ max(0, gradient − l1)²`.
    private var dualNorm = 0.0
    private var sum = 0.0
    private var squares = 0.0
    private var explained = 0.0
    private var pulled = 0.0
    private var excess = 0.0

    @inline(__always)
    mutating func add(weight: Double, gradient: Double, product: Double, l1: Double, l2: Double) {
        dualNorm = max(dualNorm, gradient - l2 * weight)
        sum += weight
        squares += weight * weight
        explained += weight * product
        pulled += weight * gradient
        let above = max(0, gradient - l1)
        excess += above * above
    }

    /// - Parameter square: `‖x_i‖²`.
    func value(square: Double, l1: Double, l2: Double) -> Double {
        let residual = square - explained - pulled
        let scale = dualNorm > l1 ? l1 / dualNorm : 1
        let shrunk =
            0.5 * residual * (1 + scale * scale) + l1 * sum - scale * (square - explained)
            + 0.5 * l2 * (1 + scale * scale) * squares
        guard l2 > 0 else { return shrunk }
        return min(shrunk, l1 * sum + 0.5 * l2 * squares + 0.5 * excess / l2 - pulled)
    }
}

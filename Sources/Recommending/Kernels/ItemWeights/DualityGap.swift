/// What the duality gap of an elastic net is made of (Kim, Koh, Lustig, Boyd and Gorinevsky, 2007,
/// doi:10.1109/JSTSP.2007.910971), without the residual itself: how far the weights can be from the best at most.
///
/// It takes `l2` for more data and shrinks the residual until nothing pulls by more than `l1`, as scikit-learn does. A bound
/// that leaves the residual as it is would close earlier, and leave weights further off than scikit-learn's.
struct DualityGap {
    /// `max_j (gradient_j − l2·w_j)`, `Σ w`, `Σ w²`, `wᵀ·Xᵀx_i`, `wᵀ·gradient`.
    private var dualNorm = 0.0
    private var sum = 0.0
    private var squares = 0.0
    private var explained = 0.0
    private var pulled = 0.0

    @inline(__always)
    mutating func add(weight: Double, gradient: Double, product: Double, l2: Double) {
        dualNorm = max(dualNorm, gradient - l2 * weight)
        sum += weight
        squares += weight * weight
        explained += weight * product
        pulled += weight * gradient
    }

    /// - Parameter square: `‖x_i‖²`.
    func value(square: Double, l1: Double, l2: Double) -> Double {
        let residual = square - explained - pulled
        let scale = dualNorm > l1 ? l1 / dualNorm : 1
        return 0.5 * residual * (1 + scale * scale) + l1 * sum - scale * (square - explained)
            + 0.5 * l2 * (1 + scale * scale) * squares
    }
}

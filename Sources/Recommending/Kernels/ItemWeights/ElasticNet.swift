/// Columns of non-negative item weights by an elastic net, from the products of all pairs of items.
///
/// Column `i` minimises `½·‖x_i − X·w‖² + l1·‖w‖₁ + ½·l2·‖w‖²` over `w ≥ 0`, `w_i = 0`, by coordinate descent on the
/// gradient `Xᵀ(x_i − X·w)`, which `XᵀX` alone gives (Friedman, Hastie and Tibshirani, 2010,
/// doi:10.18637/jss.v033.i01). Only the items that pull most are swept at first, on a small matrix of their own, until
/// their duality gap is nearly closed; then all gradients are made anew, and the strongest of those that still pull join them.
///
/// One thread at a time works with it.
@safe
package final class ElasticNet {
    /// A smaller share of the weights is no move.
    private static let rounding = 1e-14

    /// How much of the duality gap is left before others are looked at again.
    private static let share = 0.1
    /// The items that weights are first looked for among, and those that join them at a time: few of those that pull at first
    /// keep a weight, as the strongest take the pull of the others away.
    private static let firstCount = 48
    private static let moreCount = 16

    private let products: SquareMatrix
    private let l1: Double
    private let l2: Double
    /// Of the column that is being solved: all items' weights and gradients.
    private var weights: [Double]
    private var gradient: [Double]
    /// The items being swept, their products with each other, and their part of the above.
    private var active: [Int] = []
    private var scratch: [Double] = []
    /// Of their products the items from one row's start to the next one's.
    private var room = 0
    private var activeProducts: [Double] = []
    private var activeGradient: [Double] = []
    private var activeWeights: [Double] = []

    /// - Parameter products: all of `XᵀX`.
    package init(products: SquareMatrix, l1: Double, l2: Double) {
        self.products = products
        self.l1 = l1
        self.l2 = l2
        weights = [Double](repeating: 0, count: products.size)
        gradient = weights
    }

    /// - Parameters:
    ///   - sweeps: how often all weights are swept at most, or fewer weights more often.
    ///   - tolerance: the share of `‖x_i‖²` that the duality gap is to be below, and of the greatest weight that no sweep may
    ///     move one by any more.
    ///   - isStopped: asked between sweeps.
    /// - Returns: the weights of all items; `nil` where it was stopped.
    package func column(_ item: Int, sweeps: Int, tolerance: Double, isStopped: () -> Bool) -> [Double]? {
        let square = products[item, item]
        for place in weights.indices { weights[place] = 0 }
        active.removeAll(keepingCapacity: true)
        activeWeights.removeAll(keepingCapacity: true)
        unsafe products.withRow(item) { row in
            for place in gradient.indices { unsafe gradient[place] = row[place] }
        }
        // Weights that may still be looked at: a sweep over few of them is a part of a sweep.
        var left = sweeps * products.size
        let bound = tolerance * square
        // As scikit-learn has it: a closed gap counts once the weights stand still as well.
        var (change, gap) = (1.0, self.gap(item, square: square))
        while left > 0, change > tolerance || gap >= bound {
            if isStopped() { return nil }
            chooseActive(but: item)
            guard !active.isEmpty else { break }
            // Closer than others may still open it is work in vain.
            let target = gap >= bound ? max(bound / 4, gap * Self.share) : bound / 4
            let isLast = gap < bound
            var moves = 0
            repeat {
                change = sweepActive()
                moves += change > Self.rounding ? 1 : 0
                left -= active.count
                if isStopped() { return nil }
            } while left > 0 && change > Self.rounding
                && (isLast && change > tolerance || activeGap(item, square: square) >= target)
            for (place, other) in active.enumerated() { weights[other] = activeWeights[place] }
            // With gradients made anew nothing moved: rounding alone keeps the gap open.
            if moves == 0 { break }
            renewGradient(item)
            gap = self.gap(item, square: square)
        }
        return weights
    }

    private func addRow(_ row: Int, times factor: Double) {
        unsafe gradient.withUnsafeMutableBufferPointer { gradient in
            guard let start = gradient.baseAddress else { return }
            unsafe Self.add(products.elements + row * products.stride, times: factor, to: start, count: gradient.count)
        }
    }

    @inline(__always)
    private static func add(
        _ source: UnsafePointer<Double>, times factor: Double, to target: UnsafeMutablePointer<Double>, count: Int
    ) {
        typealias Lanes = SIMD8<Double>
        let factors = Lanes(repeating: factor)
        var place = 0
        while place + 7 < count {
            let x = unsafe UnsafeRawPointer(source + place).loadUnaligned(as: Lanes.self)
            let memory = UnsafeMutableRawPointer(unsafe target + place)
            let y = unsafe memory.loadUnaligned(as: Lanes.self)
            unsafe memory.storeBytes(of: Fused.add(factors, x, to: y), as: Lanes.self)
            place += 8
        }
        while place < count {
            unsafe target[place] += factor * source[place]
            place += 1
        }
    }

    private func renewGradient(_ item: Int) {
        unsafe products.withRow(item) { row in
            for place in gradient.indices { unsafe gradient[place] = row[place] }
        }
        for other in weights.indices where weights[other] != 0 { addRow(other, times: -weights[other]) }
    }

    // MARK: - Items that pull or have weight

    /// Adds those that pull to those that did before, and takes all gradients of them.
    private func chooseActive(but item: Int) {
        gradient[item] = 0
        activeGradient = active.map { gradient[$0] }
        for other in active { gradient[other] = 0 }
        let count = active.isEmpty ? Self.firstCount : Self.moreCount
        let newcomers = GreatestValues.places(count, of: gradient, scratch: &scratch).map { Int($0) }
            .filter { gradient[$0] > l1 }
        for (place, other) in active.enumerated() { gradient[other] = activeGradient[place] }
        makeRoom(for: active.count + newcomers.count)
        for other in newcomers where products[other, other] > 0 { add(other) }
        activeGradient = active.map { gradient[$0] }
    }

    private func makeRoom(for count: Int) {
        guard count > room else { return }
        let wider = max(2 * room, (count + 63) / 64 * 64)
        var moved = [Double](repeating: 0, count: wider * wider)
        for row in active.indices {
            moved.replaceSubrange(
                row * wider..<row * wider + active.count,
                with: activeProducts[row * room..<row * room + active.count])
        }
        (room, activeProducts) = (wider, moved)
    }

    /// Its products with the others are in its own row, which is read once.
    private func add(_ item: Int) {
        let place = active.count
        active.append(item)
        activeWeights.append(0)
        unsafe activeProducts.withUnsafeMutableBufferPointer { target in
            let source = unsafe products.elements + item * products.stride
            for (other, column) in active.enumerated() {
                let product = unsafe source[column]
                unsafe target[place * room + other] = product
                unsafe target[other * room + place] = product
            }
        }
    }

    /// - Returns: the greatest change of a weight, as a share of the greatest weight.
    private func sweepActive() -> Double {
        let (count, room) = (active.count, room)
        var (change, greatest) = (0.0, 0.0)
        unsafe activeProducts.withUnsafeBufferPointer { products in
            unsafe activeGradient.withUnsafeMutableBufferPointer { gradient in
                unsafe activeWeights.withUnsafeMutableBufferPointer { weights in
                    guard let products = products.baseAddress, let start = gradient.baseAddress else { return }
                    for place in 0..<count {
                        let row = unsafe products + place * room
                        let (before, curvature) = unsafe (weights[place], row[place])
                        let after = unsafe max(0, start[place] + curvature * before - l1) / (curvature + l2)
                        guard after != before else { continue }
                        change = max(change, abs(after - before))
                        greatest = max(greatest, after)
                        unsafe weights[place] = after
                        unsafe Self.add(row, times: before - after, to: start, count: count)
                    }
                }
            }
        }
        return greatest > 0 ? change / greatest : 0
    }

    // MARK: - Duality gap

    private func gap(_ item: Int, square: Double) -> Double {
        var sums = Sums()
        unsafe products.withRow(item) { row in
            for place in weights.indices where place != item {
                unsafe sums.add(weight: weights[place], gradient: gradient[place], product: row[place], l2: l2)
            }
        }
        return sums.gap(square: square, l1: l1, l2: l2)
    }

    private func activeGap(_ item: Int, square: Double) -> Double {
        var sums = Sums()
        unsafe products.withRow(item) { row in
            for (place, other) in active.enumerated() {
                unsafe sums.add(
                    weight: activeWeights[place], gradient: activeGradient[place], product: row[other], l2: l2)
            }
        }
        return sums.gap(square: square, l1: l1, l2: l2)
    }

    /// What the duality gap of an elastic net is made of (Kim, Koh, Lustig, Boyd and Gorinevsky, 2007,
    /// doi:10.1109/JSTSP.2007.910971), without the residual itself.
    private struct Sums {
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
        func gap(square: Double, l1: Double, l2: Double) -> Double {
            let residual = square - explained - pulled
            let scale = dualNorm > l1 ? l1 / dualNorm : 1
            return 0.5 * residual * (1 + scale * scale) + l1 * sum - scale * (square - explained)
                + 0.5 * l2 * (1 + scale * scale) * squares
        }
    }
}

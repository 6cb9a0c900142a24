/// Columns of non-negative item weights by an elastic net, from the products of all pairs of items.
///
/// Column `i` minimises `½·‖x_i − X·w‖² + l1·‖w‖₁ + ½·l2·‖w‖²` over `w ≥ 0`, `w_i = 0`, by coordinate descent on the
/// gradient `Xᵀ(x_i − X·w)`, which `XᵀX` alone gives (Friedman, Hastie and Tibshirani, 2010,
/// doi:10.18637/jss.v033.i01). Only the items that pull most are swept at first, on a small matrix of their own, until
/// their duality gap is nearly closed; then all gradients are made anew, and the strongest of those that still pull join them.
/// A move of a weight that could close no more of the gap than its part of what may stay open is left for later.
///
/// One thread at a time works with it. Columns that it solves one after another should be the same ones in every run, as the
/// last one tells how many items the next begins with.
@safe
final class ElasticNet<Product: ItemProduct>: ColumnRegression {
    /// A smaller share of the weights is no move.
    private static var rounding: Double { 1e-14 }

    /// How much of the duality gap is left before others are looked at again.
    private static var share: Double { 0.1 }
    /// The items that weights are first looked for among, at least, and those that join them at a time, as many as there are
    /// at least: few of those that pull at first keep a weight, as the strongest take the pull of the others away.
    private static var firstCount: Int { 48 }
    private static var moreCount: Int { 16 }
    /// Of what may stay open of the gap, divided by all weights: a move that could close less of it is put off, and how much
    /// less counts once nothing else moves.
    private static var putOff: Double { 0.3 }
    private static var closer: Double { 0.01 }

    private let products: ProductRows<Product>
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
    private var activeProducts: [Product] = []
    private var activeGradient: [Double] = []
    private var activeWeights: [Double] = []
    /// Moves that would lower what is minimised by half of this, or less, are put off.
    private var negligible = 0.0
    /// How many items had a weight in the column before.
    private var expected = 0

    init(_ products: ProductRows<Product>, l1: Double, l2: Double) {
        self.products = products
        self.l1 = l1
        self.l2 = l2
        weights = [Double](repeating: 0, count: products.size)
        gradient = weights
    }

    @specialized(where Product == UInt16)
    @specialized(where Product == Double)
    func column(_ item: Int, sweeps: Int, tolerance: Double, isStopped: () -> Bool) -> [Double]? {
        let square = products[item, item].number
        for place in weights.indices { weights[place] = 0 }
        active.removeAll(keepingCapacity: true)
        activeWeights.removeAll(keepingCapacity: true)
        copyRow(item)
        // Weights that may still be looked at: a sweep over few of them is a part of a sweep.
        var left = sweeps * products.size
        let bound = tolerance * square
        negligible = Self.putOff * bound / Double(products.size)
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
            } while left > 0
                && goesOn(isLast && change > tolerance || activeGap(item, square: square) >= target, change)
            for (place, other) in active.enumerated() { weights[other] = activeWeights[place] }
            // With gradients made anew nothing moved: rounding alone keeps the gap open.
            if moves == 0 { break }
            renewGradient(item)
            gap = self.gap(item, square: square)
        }
        expected = weights.reduce(0) { $1 > 0 ? $0 + 1 : $0 }
        return weights
    }

    /// Whether another sweep over the active items is worth it: also where smaller moves than those of this one are needed.
    private func goesOn(_ isOpen: Bool, _ change: Double) -> Bool {
        guard isOpen, change <= Self.rounding, negligible > 0 else { return isOpen && change > Self.rounding }
        negligible = negligible > Self.rounding * Self.rounding ? negligible * Self.closer : 0
        return true
    }

    private func copyRow(_ item: Int) {
        unsafe products.withRow(item) { row in
            for place in gradient.indices { unsafe gradient[place] = row[place].number }
        }
    }

    private func addRow(_ row: Int, times factor: Double) {
        unsafe gradient.withUnsafeMutableBufferPointer { gradient in
            guard let start = gradient.baseAddress else { return }
            unsafe Self.add(products.start(of: row), times: factor, to: start, count: gradient.count)
        }
    }

    @inline(__always)
    private static func add(
        _ source: UnsafePointer<Product>, times factor: Double, to target: UnsafeMutablePointer<Double>, count: Int
    ) {
        typealias Lanes = SIMD8<Double>
        let factors = Lanes(repeating: factor)
        var place = 0
        while place + 7 < count {
            let x = unsafe Product.lanes(source + place)
            let memory = UnsafeMutableRawPointer(unsafe target + place)
            let y = unsafe memory.loadUnaligned(as: Lanes.self)
            unsafe memory.storeBytes(of: Fused.add(factors, x, to: y), as: Lanes.self)
            place += 8
        }
        while place < count {
            unsafe target[place] += factor * source[place].number
            place += 1
        }
    }

    private func renewGradient(_ item: Int) {
        copyRow(item)
        for other in weights.indices where weights[other] != 0 { addRow(other, times: -weights[other]) }
    }

    // MARK: - Items that pull or have weight

    /// Adds those that pull to those that did before, and takes all gradients of them.
    private func chooseActive(but item: Int) {
        gradient[item] = 0
        activeGradient = active.map { gradient[$0] }
        for other in active { gradient[other] = 0 }
        let count = active.isEmpty ? max(Self.firstCount, expected) : max(Self.moreCount, active.count)
        let newcomers = GreatestValues.places(count, of: gradient, scratch: &scratch).map { Int($0) }
            .filter { gradient[$0] > l1 }
        for (place, other) in active.enumerated() { gradient[other] = activeGradient[place] }
        makeRoom(for: active.count + newcomers.count)
        for other in newcomers where products[other, other].number > 0 { add(other) }
        activeGradient = active.map { gradient[$0] }
    }

    private func makeRoom(for count: Int) {
        guard count > room else { return }
        let wider = max(2 * room, (count + 63) / 64 * 64)
        var moved = [Product](repeating: 0, count: wider * wider)
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
            let source = unsafe products.start(of: item)
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
                        let (before, curvature) = unsafe (weights[place], row[place].number)
                        let after = unsafe max(0, start[place] + curvature * before - l1) / (curvature + l2)
                        let move = after - before
                        guard move != 0, (curvature + l2) * move * move > negligible else { continue }
                        change = max(change, abs(move))
                        greatest = max(greatest, after)
                        unsafe weights[place] = after
                        unsafe Self.add(row, times: -move, to: start, count: count)
                    }
                }
            }
        }
        return greatest > 0 ? change / greatest : 0
    }

    // MARK: - Duality gap

    private func gap(_ item: Int, square: Double) -> Double {
        var sums = DualityGap()
        unsafe products.withRow(item) { row in
            for place in weights.indices where place != item {
                unsafe sums.add(
                    weight: weights[place], gradient: gradient[place], product: row[place].number, l2: l2)
            }
        }
        return sums.value(square: square, l1: l1, l2: l2)
    }

    private func activeGap(_ item: Int, square: Double) -> Double {
        var sums = DualityGap()
        unsafe products.withRow(item) { row in
            for (place, other) in active.enumerated() {
                unsafe sums.add(
                    weight: activeWeights[place], gradient: activeGradient[place], product: row[other].number, l2: l2)
            }
        }
        return sums.value(square: square, l1: l1, l2: l2)
    }
}

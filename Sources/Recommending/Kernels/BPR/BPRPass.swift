import CVectors
import Foundation

/// Stochastic gradient ascent on `ln σ(x) − reg/2 · ‖…‖²` with `x = b_i − b_j + p_u · (q_i − q_j)`, a pair after another
/// (Rendle et al., 2009, figure 4): with `z = σ(−x)` each value moves by `rate · (z · ∂x − reg · value)`, all from their
/// values before the pair.
package struct BPRPass<Scalar: BPRScalar>: Sendable {
    /// Beyond it an exponential says nothing more.
    private static var farthest: Scalar { 30 }
    /// Losses whose logarithm is taken at once: their product stays far from the largest double.
    private static var together: Int { 16 }

    /// So many pairs ahead memory is asked for.
    private static var ahead: Int { 6 }
    /// Factors of so many bytes stay in the nearest caches.
    private static var nearBytes: Int { 1 << 20 }

    private let factors: BPRFactors<Scalar>
    private let rate: Scalar
    private let regularization: Scalar
    /// Whether items are learned too, or the users alone.
    private let movesItems: Bool

    package init(_ factors: BPRFactors<Scalar>, rate: Double, regularization: Double, movesItems: Bool = true) {
        self.factors = factors
        self.rate = Scalar(rate)
        self.regularization = Scalar(regularization)
        self.movesItems = movesItems
    }

    /// Learns from these pairs. - Returns: the sum of `−ln σ(x)` before each step.
    package func run(_ pairs: [BPRPair]) -> Double { Scalar.run(self, pairs) }

    func learn(_ pairs: [BPRPair]) -> Double {
        let (users, items) = (factors.users.rows, factors.items.rows)
        precondition(
            pairs.allSatisfy {
                UInt32(bitPattern: $0.user) < users && UInt32(bitPattern: $0.liked) < items
                    && UInt32(bitPattern: $0.other) < items && $0.liked != $0.other
            })
        return movesItems ? learn(pairs, items: true) : learn(pairs, items: false)
    }

    @inline(__always)
    private func learn(_ pairs: [BPRPair], items movesItems: Bool) -> Double {
        let stride = factors.users.stride
        let (users, items) = unsafe (factors.users.elements, factors.items.elements)
        let biases = unsafe factors.itemBiases.elements
        let keep = 1 - rate * regularization
        var (loss, product, count) = (0.0, 1.0, 0)
        let isFar = factors.bytes > Self.nearBytes
        for (place, pair) in pairs.enumerated() {
            if isFar, place + Self.ahead < pairs.count { prefetch(pairs[place + Self.ahead]) }
            let (liked, other) = (Int(pair.liked), Int(pair.other))
            let (p, q, o) = unsafe (users + Int(pair.user) * stride, items + liked * stride, items + other * stride)
            let x = unsafe biases[liked] - biases[other] + Self.difference(p, q, o, stride)
            let near = x < -Self.farthest ? -Self.farthest : x > Self.farthest ? Self.farthest : x
            let exponential = Scalar.exponential(-near)
            let step = rate * exponential / (1 + exponential)
            if movesItems {
                unsafe biases[liked] = biases[liked] * keep + step
                unsafe biases[other] = biases[other] * keep - step
            }
            unsafe Self.move(p, q, o, stride, keep, step, items: movesItems)
            product *= 1 + Double(exponential)
            loss += Double(near > x ? near - x : 0)
            count += 1
            if count.isMultiple(of: Self.together) {
                loss += log(product)
                product = 1
            }
        }
        return loss + log(product)
    }

    @inline(__always)
    private func prefetch(_ pair: BPRPair) {
        let stride = factors.users.stride
        let (p, items) = unsafe (factors.users.elements + Int(pair.user) * stride, factors.items.elements)
        let (q, o) = unsafe (items + Int(pair.liked) * stride, items + Int(pair.other) * stride)
        for place in Swift.stride(from: 0, to: stride, by: 64 / MemoryLayout<Scalar>.stride) {
            unsafe tb_prefetch(p + place)
            unsafe tb_prefetch(q + place)
            unsafe tb_prefetch(o + place)
        }
    }

    /// `p · (q − o)`, in two running sums that do not wait for one another.
    @inline(__always)
    private static func difference(
        _ p: UnsafePointer<Scalar>, _ q: UnsafePointer<Scalar>, _ o: UnsafePointer<Scalar>, _ count: Int
    ) -> Scalar {
        let lanes = Scalar.Lanes.scalarCount
        var (even, odd) = (Scalar.Lanes.zero, Scalar.Lanes.zero)
        var place = 0
        while place + 2 * lanes <= count {
            unsafe even = Fused.add(load(p, place), load(q, place) - load(o, place), to: even)
            let next = place + lanes
            unsafe odd = Fused.add(load(p, next), load(q, next) - load(o, next), to: odd)
            place += 2 * lanes
        }
        if place < count { unsafe even = Fused.add(load(p, place), load(q, place) - load(o, place), to: even) }
        return Scalar.sum(of: even + odd)
    }

    @inline(__always)
    private static func move(
        _ p: UnsafeMutablePointer<Scalar>, _ q: UnsafeMutablePointer<Scalar>, _ o: UnsafeMutablePointer<Scalar>,
        _ count: Int, _ keep: Scalar, _ step: Scalar, items movesItems: Bool
    ) {
        let lanes = Scalar.Lanes.scalarCount
        let (keeps, steps) = (Scalar.Lanes(repeating: keep), Scalar.Lanes(repeating: step))
        for place in Swift.stride(from: 0, to: count, by: lanes) {
            let (user, liked, other) = unsafe (load(p, place), load(q, place), load(o, place))
            unsafe store(Fused.add(steps, liked - other, to: user * keeps), p, place)
            guard movesItems else { continue }
            let pull = steps * user
            unsafe store(Fused.add(liked, keeps, to: pull), q, place)
            unsafe store(Fused.add(other, keeps, to: .zero - pull), o, place)
        }
    }

    @inline(__always)
    private static func load(_ row: UnsafePointer<Scalar>, _ place: Int) -> Scalar.Lanes {
        unsafe UnsafeRawPointer(row + place).load(as: Scalar.Lanes.self)
    }

    @inline(__always)
    private static func store(_ lanes: Scalar.Lanes, _ row: UnsafeMutablePointer<Scalar>, _ place: Int) {
        unsafe UnsafeMutableRawPointer(row + place).storeBytes(of: lanes, as: Scalar.Lanes.self)
    }
}

import Foundation

/// What Adam does to a row that no batch touches, summed up so that it can be done when the row is next read.
///
/// Without a gradient, step `j` after the last one leaves `m·b1^j` and `v·b2^j` and moves the weight by
/// `−rate_j · m·b1^j / (sqrt(v)·b2^(j/2) + e)`. With `s = sqrt(v)`, `a = s / (s + e)` and `d_j = 1 − b2^(j/2)` the
/// fraction is `m·b1^j / (s + e) · (1 + a·d_j + (a·d_j)² + (a·d_j)³ + …)`, so sums that no weight enters,
/// `S_n = Σ_j rate_j · b1^j · d_j^n · keep^(k−j)`, give the whole move. Four of them leave an error of 1.4e-8 of it.
///
/// The sums depend on where the row stopped, as rates change with the step until the corrections of the moments have
/// faded; after that only on how many steps were missed.
final class AdamHistory {
    /// `S_0`, `S_1`, `S_2` and `S_3`.
    typealias Sums = SIMD4<Double>

    /// Steps after which `b1^j` is below 1e-9: later moves are not counted.
    private static let reach = 200
    /// The step from which on rates are constant to rounding: `b2^40000 < 1e-17`.
    private static let settled = 40_000
    private static let powers = 4096

    private let optimizer: NCFOptimizer
    /// By the step that a row stopped at, up to now.
    private var sums: [Sums] = []
    /// By the number of missed steps, at the settled rate.
    private let settledSums: [Sums]
    /// `b1^j` times the powers of `d_j`.
    private let terms: [Sums]
    private let firstPowers: [Double]
    private let secondPowers: [Double]
    /// The last step that is counted.
    private(set) var step: Int

    /// - Parameter step: the steps that were made before; no row has stopped at an earlier one.
    init(_ optimizer: NCFOptimizer, after step: Int = 0) {
        self.optimizer = optimizer
        self.step = step
        firstPowers = (0..<Self.powers).map { pow(NCFOptimizer.firstDecay, Double($0)) }
        secondPowers = (0..<Self.powers).map { pow(NCFOptimizer.secondDecay, Double($0)) }
        let terms = (0...Self.reach).map { step in
            let gap = 1 - pow(NCFOptimizer.secondDecay, Double(step) / 2)
            let weight = pow(NCFOptimizer.firstDecay, Double(step))
            return Sums(1, gap, gap * gap, gap * gap * gap) * weight
        }
        self.terms = terms
        var sum = Sums.zero
        settledSums = terms.indices.map { missed in
            if missed > 0 { sum = sum * optimizer.keep + optimizer.rate * terms[missed] }
            return sum
        }
        sums = [Sums](repeating: .zero, count: min(step + 1, Self.settled))
    }

    /// The same history, to go on apart from this one.
    init(_ other: AdamHistory) {
        optimizer = other.optimizer
        sums = other.sums
        settledSums = other.settledSums
        terms = other.terms
        firstPowers = other.firstPowers
        secondPowers = other.secondPowers
        step = other.step
    }

    /// What it takes of memory.
    var bytes: Int { (sums.count + 2 * Self.reach) * MemoryLayout<Sums>.stride + Self.powers * 16 }

    /// `rate · sqrt(1 − b2^t) / (1 − b1^t)`
    func rate(at step: Int) -> Double {
        guard step < Self.settled else { return optimizer.rate }
        return optimizer.rate * (1 - pow(NCFOptimizer.secondDecay, Double(step))).squareRoot()
            / (1 - pow(NCFOptimizer.firstDecay, Double(step)))
    }

    /// Counts the next step.
    func advance() {
        step += 1
        guard step - Self.reach < Self.settled else { return }
        let rate = rate(at: step)
        for start in max(0, step - Self.reach)..<min(step, sums.count) {
            sums[start] = sums[start] * optimizer.keep + rate * terms[step - start]
        }
        if step < Self.settled { sums.append(.zero) }
    }

    /// What a row that stopped at `start` has missed.
    func missed(since start: Int) -> Missed {
        let count = step - start
        var sum = start < Self.settled ? sums[start] : settledSums[min(count, Self.reach)]
        let rest = count - Self.reach
        if rest > 0, optimizer.decay != 0 { sum *= pow(optimizer.keep, Double(rest)) }
        return Missed(
            sums: sum, first: count < Self.powers ? firstPowers[count] : 0,
            second: count < Self.powers ? secondPowers[count] : pow(NCFOptimizer.secondDecay, Double(count)),
            keep: optimizer.decay == 0 ? 1 : pow(optimizer.keep, Double(count)))
    }

    struct Missed {
        let sums: Sums
        /// What is left of the first and of the second moment, and of the weight.
        let first: Double
        let second: Double
        let keep: Double
    }
}

/// What the nearest of some rows add up to.
package struct NearestSums: Sendable {
    /// `Σ similarity · value`
    package let total: Double
    /// `Σ similarity`
    package let weight: Double
    /// How many there were.
    package let count: Int
}

/// Finds the `k` of highest similarity among rows, of equal ones the earlier, as far as they are alike at all.
///
/// Only similarities above 0 count, so these alone are kept; where there are more than `k`, the `k`-th is found by
/// selection (Hoare's), and the sums run in the order of the rows.
@safe
struct NearestSelection: ~Copyable {
    private let k: Int
    private let capacity: Int
    private let similarities: UnsafeMutablePointer<Double>
    private let values: UnsafeMutablePointer<Double>
    private let scratch: UnsafeMutablePointer<Double>
    private var kept = 0

    /// - Parameter capacity: the most rows that are looked at for one sum.
    init(k: Int, capacity: Int) {
        let capacity = max(1, capacity)
        self.k = k
        self.capacity = capacity
        let memory = UnsafeMutablePointer<Double>.allocate(capacity: 3 * capacity)
        unsafe similarities = memory
        unsafe values = memory + capacity
        unsafe scratch = memory + 2 * capacity
    }

    deinit { unsafe similarities.deallocate() }

    @inline(__always)
    mutating func add(_ similarity: Double, _ value: Double) {
        precondition(kept < capacity)
        // Written always, kept sometimes: no branch to guess.
        unsafe similarities[kept] = similarity
        unsafe values[kept] = value
        kept += similarity > 0 ? 1 : 0
    }

    /// The sums over the nearest; begins anew after it.
    mutating func finish() -> NearestSums {
        defer { kept = 0 }
        var (total, weight) = (0.0, 0.0)
        guard kept > k else {
            for place in 0..<kept {
                unsafe total += similarities[place] * values[place]
                unsafe weight += similarities[place]
            }
            return NearestSums(total: total, weight: weight, count: kept)
        }
        unsafe scratch.update(from: similarities, count: kept)
        let bar = selectBar()
        var ties = k
        for place in 0..<kept where unsafe similarities[place] > bar { ties -= 1 }
        for place in 0..<kept {
            let similarity = unsafe similarities[place]
            guard similarity >= bar else { continue }
            if similarity == bar {
                guard ties > 0 else { continue }
                ties -= 1
            }
            unsafe total += similarity * values[place]
            weight += similarity
        }
        return NearestSums(total: total, weight: weight, count: k)
    }

    /// The `k`-th highest similarity.
    private func selectBar() -> Double {
        var (low, high) = (0, kept - 1)
        let wanted = k - 1
        while low < high {
            let pivot = unsafe median(scratch[low], scratch[(low + high) / 2], scratch[high])
            var (left, right) = (low, high)
            while left <= right {
                while unsafe scratch[left] > pivot { left += 1 }
                while unsafe scratch[right] < pivot { right -= 1 }
                if left <= right {
                    unsafe (scratch[left], scratch[right]) = (scratch[right], scratch[left])
                    left += 1
                    right -= 1
                }
            }
            if wanted <= right {
                high = right
            } else if wanted >= left {
                low = left
            } else {
                break
            }
        }
        return unsafe scratch[wanted]
    }

    private func median(_ a: Double, _ b: Double, _ c: Double) -> Double { max(min(a, b), min(max(a, b), c)) }
}

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
/// Only similarities above 0 count, so these alone are kept. Where there are more than `k`, they are counted in bins of
/// equal width: those in higher bins than the `k`-th are among the nearest, and the few in its own bin are told apart by
/// selection. Sums run over the higher bins first, each in the order of the rows.
@safe
struct NearestSelection: ~Copyable {
    private static let binCount = 128

    private let k: Int
    private let capacity: Int
    private let similarities: UnsafeMutablePointer<Double>
    private let values: UnsafeMutablePointer<Double>
    /// Similarities in the bin of the `k`-th, and their places.
    private let contested: UnsafeMutablePointer<Double>
    private let places: UnsafeMutablePointer<Int>
    private let bins: UnsafeMutablePointer<Int32>
    private var kept = 0

    /// - Parameter capacity: the most rows that are looked at for one sum.
    init(k: Int, capacity: Int) {
        let capacity = max(1, capacity)
        self.k = k
        self.capacity = capacity
        unsafe similarities = .allocate(capacity: capacity)
        unsafe values = .allocate(capacity: capacity)
        unsafe contested = .allocate(capacity: capacity)
        unsafe places = .allocate(capacity: capacity)
        unsafe bins = .allocate(capacity: Self.binCount)
    }

    deinit {
        unsafe similarities.deallocate()
        unsafe values.deallocate()
        unsafe contested.deallocate()
        unsafe places.deallocate()
        unsafe bins.deallocate()
    }

    @inline(__always)
    mutating func add(_ similarity: Double, _ value: Double) {
        precondition(kept < capacity)
        // Written always, kept sometimes: no branch to guess.
        unsafe similarities[kept] = similarity
        unsafe values[kept] = value
        kept += similarity > 0 ? 1 : 0
    }

    /// The sums over the nearest; begins anew after it.
    @inline(__always)
    mutating func finish() -> NearestSums {
        defer { kept = 0 }
        if kept > k { return selected() }
        var (total, weight) = (0.0, 0.0)
        for place in 0..<kept {
            unsafe total += similarities[place] * values[place]
            unsafe weight += similarities[place]
        }
        return NearestSums(total: total, weight: weight, count: kept)
    }

    private func selected() -> NearestSums {
        var highest = 0.0
        for place in 0..<kept { unsafe highest = max(highest, similarities[place]) }
        // All share one bin where they are too small to be divided by.
        let width = highest > 1e-300 ? Double(Self.binCount - 1) / highest : 0
        let (bin, above) = unsafe fillBins(width)
        var (total, weight) = (0.0, 0.0)
        var count = 0
        for place in 0..<kept {
            let similarity = unsafe similarities[place]
            let own = Int32(similarity * width)
            let counted = own > bin ? similarity : 0
            unsafe total += counted * values[place]
            weight += counted
            unsafe contested[count] = similarity
            unsafe places[count] = place
            count += own == bin ? 1 : 0
        }
        let wanted = k - above
        // Selection moves them about; `similarities` still has them in order.
        let bar = count > wanted ? selectBar(wanted - 1, of: count) : 0
        var ties = wanted
        for place in 0..<count where unsafe similarities[places[place]] > bar { ties -= 1 }
        for number in 0..<count {
            let place = unsafe places[number]
            let similarity = unsafe similarities[place]
            guard similarity > bar || (similarity == bar && ties > 0) else { continue }
            if similarity == bar { ties -= 1 }
            unsafe total += similarity * values[place]
            weight += similarity
        }
        return NearestSums(total: total, weight: weight, count: k)
    }

    /// The bin of the `k`-th similarity, and how many are in higher ones.
    @unsafe
    private func fillBins(_ width: Double) -> (bin: Int32, above: Int) {
        unsafe bins.update(repeating: 0, count: Self.binCount)
        for place in 0..<kept { unsafe bins[Int(similarities[place] * width)] += 1 }
        var (bin, above) = (Self.binCount - 1, 0)
        while unsafe above + Int(bins[bin]) < k {
            unsafe above += Int(bins[bin])
            bin -= 1
        }
        return (Int32(bin), above)
    }

    /// The contested similarity with so many higher ones (Hoare's selection).
    private func selectBar(_ wanted: Int, of count: Int) -> Double {
        var (low, high) = (0, count - 1)
        while low < high {
            let pivot = unsafe median(contested[low], contested[(low + high) / 2], contested[high])
            var (left, right) = (low, high)
            while left <= right {
                while unsafe contested[left] > pivot { left += 1 }
                while unsafe contested[right] < pivot { right -= 1 }
                if left <= right {
                    unsafe (contested[left], contested[right]) = (contested[right], contested[left])
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
        return unsafe contested[wanted]
    }

    private func median(_ a: Double, _ b: Double, _ c: Double) -> Double { max(min(a, b), min(max(a, b), c)) }
}

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
/// selection. Sums run over the higher bins first, in lanes that are added up at the end, so that no addition waits for
/// the one before.
@safe
struct NearestSelection: ~Copyable {
    private static let binCount = 128
    /// Neighbours count in histograms of their own, as one that counts twice in a row waits for itself.
    private static let histograms = 4
    private typealias Lanes = SIMD4<Double>

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
        // Whole vectors are read and written, of numbers at the end that mean nothing.
        let room = capacity + Lanes.scalarCount
        unsafe similarities = .allocate(capacity: room)
        unsafe values = .allocate(capacity: room)
        unsafe contested = .allocate(capacity: room)
        unsafe places = .allocate(capacity: room)
        unsafe bins = .allocate(capacity: Self.binCount * Self.histograms)
        unsafe similarities.initialize(repeating: 0, count: room)
        unsafe values.initialize(repeating: 0, count: room)
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

    /// Adds rows by their similarities among those of all.
    @unsafe @inline(__always)
    mutating func add(_ rows: ArraySlice<Int32>, _ values: ArraySlice<Double>, _ all: UnsafeBufferPointer<Double>) {
        precondition(kept + rows.count <= capacity)
        unsafe rows.withUnsafeBufferPointer { rows in
            unsafe values.withUnsafeBufferPointer { values in
                var kept = kept
                for place in rows.indices {
                    let similarity = unsafe all[Int(rows[place])]
                    unsafe similarities[kept] = similarity
                    unsafe self.values[kept] = values[place]
                    kept += similarity > 0 ? 1 : 0
                }
                self.kept = kept
            }
        }
    }

    /// The sums over the nearest; begins anew after it.
    @inline(__always)
    mutating func finish() -> NearestSums {
        defer { kept = 0 }
        // Up to the end of the last vector nothing counts.
        for place in kept..<(kept + Lanes.scalarCount) { unsafe similarities[place] = 0 }
        if kept > k { return selected() }
        let (total, weight) = sums { $0 }
        return NearestSums(total: total, weight: weight, count: kept)
    }

    /// `Σ similarity · value` and `Σ similarity`, of what is made of each similarity.
    @inline(__always)
    private func sums(_ counted: (Lanes) -> Lanes) -> (total: Double, weight: Double) {
        var (total, weight) = (Lanes.zero, Lanes.zero)
        for place in stride(from: 0, to: kept, by: Lanes.scalarCount) {
            let similarity = counted(unsafe Self.lanes(similarities + place))
            total = unsafe Fused.add(similarity, Self.lanes(values + place), to: total)
            weight += similarity
        }
        return (total.sum(), weight.sum())
    }

    @unsafe @inline(__always)
    private static func lanes(_ start: UnsafePointer<Double>) -> Lanes {
        unsafe UnsafeRawPointer(start).loadUnaligned(as: Lanes.self)
    }

    private func highest() -> Double {
        var highest = Lanes.zero
        for place in stride(from: 0, to: kept, by: Lanes.scalarCount) {
            let similarity = unsafe Self.lanes(similarities + place)
            highest.replace(with: similarity, where: similarity .> highest)
        }
        return highest.max()
    }

    private func selected() -> NearestSums {
        let highest = highest()
        // All share one bin where they are too small to be divided by.
        let width = highest > 1e-300 ? Double(Self.binCount - 1) / highest : 0
        let (bin, above) = unsafe fillBins(width)
        let (low, high) = (Double(bin), Double(bin + 1))
        var (total, weight) = sums { similarity in
            similarity.replacing(with: 0, where: similarity * width .< high)
        }
        var count = 0
        for place in 0..<kept {
            let similarity = unsafe similarities[place]
            let own = similarity * width
            unsafe contested[count] = similarity
            unsafe places[count] = place
            count += own >= low && own < high ? 1 : 0
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
    private func fillBins(_ width: Double) -> (bin: Int, above: Int) {
        let histograms = Self.histograms
        unsafe bins.update(repeating: 0, count: Self.binCount * histograms)
        for place in 0..<kept {
            unsafe bins[Int(similarities[place] * width) * histograms + place % histograms] += 1
        }
        var (bin, above) = (Self.binCount - 1, 0)
        while true {
            var own = 0
            for number in 0..<histograms { unsafe own += Int(bins[bin * histograms + number]) }
            if above + own >= k { return (bin, above) }
            above += own
            bin -= 1
        }
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

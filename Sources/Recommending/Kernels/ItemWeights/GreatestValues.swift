/// The greatest of a row.
package enum GreatestValues {
    /// Sixteen bins an octave, as many octaves as tell apart nearly all values of a row.
    private static let bins = 256

    /// The places of the `count` greatest values above 0, ascending; of equal ones at the edge the earlier.
    ///
    /// Values are counted in bins by their highest bits, which takes no branch that could be guessed wrong; only those in the
    /// bin of the last one kept are told apart.
    ///
    /// - Parameter values: numbers; what is 0 or less is never among the greatest.
    package static func places(_ count: Int, of values: [Double], scratch: inout [Double]) -> [Int32] {
        unsafe values.withUnsafeBufferPointer { values in
            unsafe withUnsafeTemporaryAllocation(of: Int32.self, capacity: values.count) { bins in
                let own = unsafe fill(bins, count, of: values)
                let places = unsafe near(bins, through: own.bin, count: own.within)
                return unsafe best(count, of: places, in: values, bins, own: own.bin, scratch: &scratch)
            }
        }
    }

    /// Puts each value into its bin: higher ones into lower bins, what is not above 0 beyond the last.
    ///
    /// - Returns: the bin of the value that comes `count`-th, or the last, and how many there are up to the end of it.
    @unsafe
    private static func fill(
        _ own: UnsafeMutableBufferPointer<Int32>, _ count: Int, of values: UnsafeBufferPointer<Double>
    ) -> (bin: Int32, within: Int) {
        // Bits of numbers above 0 are in the order of the numbers.
        var highest: Int64 = 0
        for place in values.indices { unsafe highest = max(highest, Int64(bitPattern: values[place].bitPattern)) }
        let top = Int32(truncatingIfNeeded: highest >> 48)
        for place in values.indices {
            let bits = unsafe Int64(bitPattern: values[place].bitPattern)
            let bin = min(top &- Int32(truncatingIfNeeded: bits >> 48), Int32(bins - 1))
            unsafe own[place] = bits > 0 ? bin : Int32(bins)
        }
        // Two tables in turn: a number that was just written can't be read at once.
        return unsafe withUnsafeTemporaryAllocation(of: Int.self, capacity: 2 * (bins + 1)) { counts in
            unsafe counts.initialize(repeating: 0)
            for place in values.indices { unsafe counts[2 * Int(own[place]) + place % 2] += 1 }
            var (bin, within) = unsafe (0, counts[0] + counts[1])
            while within < count, bin < bins - 1 {
                bin += 1
                unsafe within += counts[2 * bin] + counts[2 * bin + 1]
            }
            return (Int32(bin), within)
        }
    }

    /// The places of all values in the bins through one.
    ///
    /// - Parameter count: how many there are.
    @unsafe
    private static func near(
        _ bins: UnsafeMutableBufferPointer<Int32>, through last: Int32, count: Int
    ) -> [Int32] {
        // One more: written always, kept sometimes.
        unsafe [Int32](unsafeUninitializedCapacity: count + 1) { places, kept in
            for place in bins.indices {
                unsafe places[kept] = Int32(truncatingIfNeeded: place)
                kept += unsafe bins[place] <= last ? 1 : 0
            }
        }
    }

    @unsafe
    private static func best(
        _ count: Int, of places: [Int32], in values: UnsafeBufferPointer<Double>,
        _ bins: UnsafeMutableBufferPointer<Int32>, own: Int32, scratch: inout [Double]
    ) -> [Int32] {
        guard places.count > count else { return places }
        scratch.removeAll(keepingCapacity: true)
        for place in places {
            if unsafe bins[Int(place)] == own { unsafe scratch.append(values[Int(place)]) }
        }
        let above = places.count - scratch.count
        let edge = greatest(count - above, in: &scratch)
        var equals = scratch.reduce(count - above) { $1 > edge ? $0 - 1 : $0 }
        return places.filter { place in
            let value = unsafe values[Int(place)]
            if value == edge { equals -= 1 }
            return value > edge || (value == edge && equals >= 0)
        }
    }

    /// The value that comes `count`-th, the greatest first (Hoare's selection).
    private static func greatest(_ count: Int, in values: inout [Double]) -> Double {
        unsafe values.withUnsafeMutableBufferPointer { values in
            var (low, high) = (0, values.count - 1)
            let place = count - 1
            while low < high {
                let (first, middle, last) = unsafe (values[low], values[(low + high) / 2], values[high])
                let pivot = max(min(first, middle), min(max(first, middle), last))
                var (left, right) = (low, high)
                while left <= right {
                    while unsafe values[left] > pivot { left += 1 }
                    while unsafe values[right] < pivot { right -= 1 }
                    if left <= right {
                        unsafe values.swapAt(left, right)
                        left += 1
                        right -= 1
                    }
                }
                if place <= right { high = right } else if place >= left { low = left } else { break }
            }
            return unsafe values[place]
        }
    }
}

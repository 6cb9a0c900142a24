/// The greatest of a row.
package enum GreatestValues {
    /// Sixteen bins an octave, as many octaves as tell apart nearly all values of a row.
    private static let bins = 256

    /// The places of the `count` greatest values above 0, ascending; of equal ones at the edge the earlier.
    ///
    /// Values are counted in bins by their highest bits, which takes no branch that could be guessed wrong; only those in the
    /// bin of the last one kept are told apart. What is 0 or less, or no number, is never among them.
    package static func places(_ count: Int, of values: [Double], scratch: inout [Double]) -> [Int32] {
        unsafe values.withUnsafeBufferPointer { values in
            // Bits of numbers above 0 are in the order of the numbers.
            var highest: Int64 = 0
            for place in values.indices { unsafe highest = max(highest, Int64(bitPattern: values[place].bitPattern)) }
            let top = Int(highest >> 48)
            let (own, within) = unsafe ownBin(count, of: values, top: top)
            let places = unsafe near(values, top: top, through: own, count: within)
            return unsafe best(count, of: places, in: values, top: top, own: own, scratch: &scratch)
        }
    }

    /// Higher values are in lower bins; what is not above 0 is beyond the last.
    @inline(__always)
    private static func bin(_ value: Double, top: Int) -> Int {
        let bin = top &- Int(truncatingIfNeeded: value.bitPattern >> 48)
        return value > 0 ? (bin < bins ? bin : bins - 1) : bins
    }

    /// The bin of the value that comes `count`-th, or the last, and how many there are up to the end of it.
    @unsafe
    private static func ownBin(
        _ count: Int, of values: UnsafeBufferPointer<Double>, top: Int
    ) -> (bin: Int, within: Int) {
        // Two tables in turn: a number that was just written can't be read at once.
        unsafe withUnsafeTemporaryAllocation(of: Int.self, capacity: 2 * (bins + 1)) { counts in
            unsafe counts.initialize(repeating: 0)
            for place in values.indices {
                unsafe counts[2 * bin(values[place], top: top) + place % 2] += 1
            }
            var (own, within) = unsafe (0, counts[0] + counts[1])
            while within < count, own < bins - 1 {
                own += 1
                unsafe within += counts[2 * own] + counts[2 * own + 1]
            }
            return (own, within)
        }
    }

    /// The places of all values in the bins through one.
    ///
    /// - Parameter count: how many there are.
    @unsafe
    private static func near(
        _ values: UnsafeBufferPointer<Double>, top: Int, through last: Int, count: Int
    ) -> [Int32] {
        // One more: written always, kept sometimes.
        unsafe [Int32](unsafeUninitializedCapacity: count + 1) { places, kept in
            for place in values.indices {
                unsafe places[kept] = Int32(truncatingIfNeeded: place)
                kept += unsafe bin(values[place], top: top) <= last ? 1 : 0
            }
        }
    }

    @unsafe
    private static func best(
        _ count: Int, of places: [Int32], in values: UnsafeBufferPointer<Double>, top: Int, own: Int,
        scratch: inout [Double]
    ) -> [Int32] {
        guard places.count > count else { return places }
        scratch.removeAll(keepingCapacity: true)
        for place in places {
            let value = unsafe values[Int(place)]
            if bin(value, top: top) == own { scratch.append(value) }
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

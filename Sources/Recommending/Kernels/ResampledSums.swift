/// Sums over resamples of units: several resamples side by side, a lane each, so that no order of additions changes.
package struct ResampledSums {
    /// Resamples at once.
    package static let width = 8

    private let units: Int
    private let terms: [[Double]]
    /// How often each unit was drawn, `[units × width]`.
    private var counts: [SIMD8<UInt16>]

    /// - Parameters:
    ///   - terms: what is summed up, a list a term, in each a number a unit.
    ///   - units: at most 65,535, so that no count overflows.
    package init(terms: [[Double]], units: Int) {
        precondition(units <= Int(UInt16.max) && terms.allSatisfy { $0.count == units })
        self.units = units
        self.terms = terms
        counts = [SIMD8<UInt16>](repeating: .zero, count: units)
    }

    /// - Parameter draws: the units drawn, `[width × units]`, resample after resample.
    /// - Returns: `[terms × width]`, term after term.
    /// - Complexity: O(units · (1 + terms))
    package mutating func sums(of draws: [UInt32]) -> [Double] {
        precondition(draws.count == units * Self.width)
        count(draws)
        var result: [Double] = []
        result.reserveCapacity(terms.count * Self.width)
        for term in terms {
            var sums = SIMD8<Double>.zero
            unsafe term.withUnsafeBufferPointer { term in
                unsafe counts.withUnsafeBufferPointer { counts in
                    for unit in 0..<units {
                        unsafe sums += SIMD8<Double>(SIMD8<Int32>(truncatingIfNeeded: counts[unit])) * term[unit]
                    }
                }
            }
            for lane in 0..<Self.width { result.append(sums[lane]) }
        }
        return result
    }

    private mutating func count(_ draws: [UInt32]) {
        unsafe counts.withUnsafeMutableBufferPointer { counts in
            for unit in 0..<units { unsafe counts[unit] = .zero }
            unsafe UnsafeMutableRawBufferPointer(counts).withMemoryRebound(to: UInt16.self) { counts in
                unsafe draws.withUnsafeBufferPointer { draws in
                    for lane in 0..<Self.width {
                        for place in lane * units..<(lane + 1) * units {
                            let unit = unsafe Int(draws[place])
                            precondition(unit < units)
                            unsafe counts[unit * Self.width + lane] += 1
                        }
                    }
                }
            }
        }
    }
}

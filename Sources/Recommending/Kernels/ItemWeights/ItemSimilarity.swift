/// How alike two items are, by the products of their columns or by the number of users of both.
package enum ItemSimilarity: Sendable {
    /// `p / (left_j · right_i + shrink)` with `p = product · factor_j · factor_i`: cosine, and its asymmetric kin.
    case ratio(left: [Double], right: [Double], factors: [Double], shrink: Double)
    /// `c / (n_j + n_i − c + shrink)`
    case jaccard(counts: [Double], shrink: Double)
    /// `c / (c + alpha · (n_j − c) + (1 − alpha) · (n_i − c) + shrink)`
    case tversky(counts: [Double], alpha: Double, shrink: Double)

    /// Makes similarities to the item of its products with all items; 0 where a product is 0, and to itself.
    package func replace(_ products: inout [Double], of item: Int) {
        unsafe products.withUnsafeMutableBufferPointer { products in
            switch self {
            case .ratio(let left, let right, let factors, let shrink):
                let (own, factor) = (right[item], factors[item])
                unsafe left.withUnsafeBufferPointer { left in
                    unsafe factors.withUnsafeBufferPointer { factors in
                        precondition(left.count == products.count && factors.count == products.count)
                        for other in products.indices {
                            let product = unsafe products[other] * factors[other] * factor
                            unsafe products[other] = product / (left[other] * own + shrink)
                        }
                    }
                }
            case .jaccard(let counts, let shrink):
                let count = counts[item]
                unsafe counts.withUnsafeBufferPointer { counts in
                    precondition(counts.count == products.count)
                    for other in products.indices {
                        let both = unsafe products[other]
                        unsafe products[other] = both / (counts[other] + count - both + shrink)
                    }
                }
            case .tversky(let counts, let alpha, let shrink):
                let count = counts[item]
                unsafe counts.withUnsafeBufferPointer { counts in
                    precondition(counts.count == products.count)
                    for other in products.indices {
                        let both = unsafe products[other]
                        unsafe products[other] =
                            both / (both + alpha * (counts[other] - both) + (1 - alpha) * (count - both) + shrink)
                    }
                }
            }
            unsafe products[item] = 0
        }
    }
}

/// The greatest of a row.
package enum GreatestValues {
    /// The places of the `count` greatest values above 0, ascending; of equal ones at the edge the earlier.
    ///
    /// What is 0 or less, or no number, is never among them.
    package static func places(_ count: Int, of values: [Double], scratch: inout [Double]) -> [Int32] {
        scratch.removeAll(keepingCapacity: true)
        for value in values where value > 0 { scratch.append(value) }
        let isAll = scratch.count <= count
        let edge = isAll ? 0 : greatest(count, in: &scratch)
        var (places, equals): ([Int32], Int) = ([], 0)
        places.reserveCapacity(min(count, scratch.count))
        if !isAll {
            var above = 0
            for value in scratch where value > edge { above += 1 }
            equals = count - above
        }
        for (place, value) in values.enumerated() where value >= edge && value > 0 {
            if value == edge {
                if equals == 0 { continue }
                equals -= 1
            }
            places.append(Int32(place))
        }
        return places
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

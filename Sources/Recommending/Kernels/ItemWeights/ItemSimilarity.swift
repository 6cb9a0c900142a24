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

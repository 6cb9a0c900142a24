/// How alike two rows are, from the `n` columns that both have, with values `a` and `b`; 0 where they have none in common.
package enum PairMeasure: Sendable {
    /// `1 / (Σ(a − b)² / n + 1)`
    case squaredDifference
    /// `Σab / √(Σa²·Σb²)`; 0 where the root is.
    case cosine
    /// `(nΣab − ΣaΣb) / √((nΣa² − (Σa)²)·(nΣb² − (Σb)²))`; 0 where the root is.
    case correlation
}

/// Sums over the columns that two rows share, lanes of one vector.
///
/// Sums of whole numbers are exact, and a similarity follows from them by the same operations in the same order, so that
/// rows which are equally alike are so to the bit.
protocol PairSums {
    static var zero: Self { get }
    /// What all columns of the first row with this value have in common.
    static func first(_ a: Double) -> Self
    /// Adds a common column with the values that `first` was made of, and `b`.
    mutating func add(_ first: Self, _ b: Double)
    var count: Double { get }
    var similarity: Double { get }
}

/// `n`, `Σ(a − b)²`
struct DifferenceSums: PairSums {
    private var lanes: SIMD2<Double>

    static var zero: Self { Self(lanes: .zero) }
    @inline(__always)
    static func first(_ a: Double) -> Self { Self(lanes: SIMD2(1, a)) }

    @inline(__always)
    mutating func add(_ first: Self, _ b: Double) {
        let difference = first.lanes - SIMD2(0, b)
        lanes += difference * difference
    }

    var count: Double { lanes[0] }
    var similarity: Double { 1 / (lanes[1] / lanes[0] + 1) }
}

/// `n`, `Σab`, `Σa²`, `Σb²`
struct CosineSums: PairSums {
    private var lanes: SIMD4<Double>

    static var zero: Self { Self(lanes: .zero) }
    @inline(__always)
    static func first(_ a: Double) -> Self { Self(lanes: SIMD4(1, a, a * a, 1)) }

    @inline(__always)
    mutating func add(_ first: Self, _ b: Double) {
        lanes += first.lanes * SIMD4(1, b, 1, b * b)
    }

    var count: Double { lanes[0] }
    var similarity: Double {
        let root = (lanes[2] * lanes[3]).squareRoot()
        return root > 0 ? lanes[1] / root : 0
    }
}

/// `n`, `Σa`, `Σa²`, nothing; `Σb`, `Σab`, `Σb²`, nothing
struct CorrelationSums: PairSums {
    private var ofFirst: SIMD4<Double>
    private var ofSecond: SIMD4<Double>

    static var zero: Self { Self(ofFirst: .zero, ofSecond: .zero) }
    @inline(__always)
    static func first(_ a: Double) -> Self { Self(ofFirst: SIMD4(1, a, a * a, 0), ofSecond: SIMD4(1, a, 1, 0)) }

    @inline(__always)
    mutating func add(_ first: Self, _ b: Double) {
        ofFirst += first.ofFirst
        ofSecond += first.ofSecond * SIMD4(b, b, b * b, 0)
    }

    var count: Double { ofFirst[0] }
    var similarity: Double {
        let (n, a, aa) = (ofFirst[0], ofFirst[1], ofFirst[2])
        let (b, ab, bb) = (ofSecond[0], ofSecond[1], ofSecond[2])
        let root = ((n * aa - a * a) * (n * bb - b * b)).squareRoot()
        return root > 0 ? (n * ab - a * b) / root : 0
    }
}

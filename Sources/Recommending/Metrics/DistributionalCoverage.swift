import Foundation

/// `distributional_coverage@K`: how evenly recommendations are spread over items, as the entropy of their shares in bits,
/// `−Σ p·log2(p)`; `recommenders`' of this name. 0 where all get the same item, at most the logarithm of how many there are.
enum DistributionalCoverage {
    static let rule = MetricRule(
        ofCatalog: "distributional_coverage",
        help: "entropy of the recommended items in bits: how evenly recommendations are spread"
    ) { judged, k in
        let frequencies = judged.frequencies(k).values.sorted()
        let all = Double(frequencies.reduce(0, +))
        // Less than nothing is no entropy: of one item alone it would be -0.
        return frequencies.reduce(0) { $0 + Double($1) / all * log2(all / Double($1)) }
    }
}

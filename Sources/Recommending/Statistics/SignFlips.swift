import RandomSource

/// Fisher's randomization test of paired differences: if the two models were alike, every difference could as well have the
/// other sign, so the sum is compared with those of other signs.
enum SignFlips {
    private static let drawn = 10_000
    /// All signs are tried up to so many differences.
    private static let mostExact = 12
    private static let seed: UInt64 = 0x5167_6E73
    /// Sums that differ by less than rounding does are equal.
    private static let nearlyOne = 1 - 1e-12
    /// So many differences' signs are drawn at once.
    private static let chunk = 8

    static func p(of differences: [Double]) -> Double {
        let least = abs(differences.reduce(0, +)) * nearlyOne
        if differences.count <= mostExact {
            let sums = signed(differences)
            return Double(sums.count { abs($0) >= least }) / Double(sums.count)
        }
        // A chunk of differences at a time: its sums by all signs are few, and each of the drawn takes one of them.
        var sums = [Double](repeating: 0, count: drawn)
        let generator = SplittableGenerator(seed: seed)
        for start in stride(from: 0, to: differences.count, by: chunk) {
            let own = signed(Array(differences[start..<min(start + chunk, differences.count)]))
            var signs = generator.stream(UInt64(start))
            for first in stride(from: 0, to: drawn, by: 8) {
                var bits = signs.next()
                for place in first..<min(first + 8, drawn) {
                    sums[place] += own[Int(truncatingIfNeeded: bits) & (own.count - 1)]
                    bits >>= 8
                }
            }
        }
        return Double(sums.count { abs($0) >= least } + 1) / Double(drawn + 1)
    }

    /// The sums of a few numbers by all signs: bit by bit of its place a number counts as it is, or turned round.
    private static func signed(_ differences: [Double]) -> [Double] {
        var sums = [0.0]
        for difference in differences { sums = sums.map { $0 + difference } + sums.map { $0 - difference } }
        return sums
    }
}

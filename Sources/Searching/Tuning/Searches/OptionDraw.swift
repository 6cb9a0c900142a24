import RandomSource

extension SplittableGenerator {
    /// One of some options by their shares, which sum to 1.
    mutating func nextOption(of shares: [Double]) -> Int {
        var rest = nextUniform()
        for (option, share) in shares.enumerated() {
            rest -= share
            if rest < 0 { return option }
        }
        return shares.count - 1
    }
}

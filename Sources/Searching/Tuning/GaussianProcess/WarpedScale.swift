/// Between losses and the same as a Gaussian process sees them: what an uncertain loss is uncertain by there.
struct WarpedScale: Sendable {
    private let pairs: [(loss: Double, warped: Double)]

    init(_ losses: [Double], _ warped: [Double]) {
        pairs = zip(losses, warped).map { (loss: $0, warped: $1) }.sorted {
            ($0.loss, $0.warped) < ($1.loss, $1.warped)
        }
    }

    /// The variance of a warped loss whose loss has a standard deviation, from a deviation on either side.
    func variance(of loss: Double, deviation: Double) -> Double {
        let width = (warped(loss + deviation) - warped(loss - deviation)) / 2
        return width * width
    }

    /// Linear between losses; beyond them that of the last.
    private func warped(_ loss: Double) -> Double {
        let right = pairs.partitionPoint { $0.loss <= loss }
        guard let last = pairs.last, right > 0 else { return pairs.first?.warped ?? 0 }
        guard right < pairs.count else { return last.warped }
        let (low, high) = (pairs[right - 1], pairs[right])
        return low.warped + (loss - low.loss) / (high.loss - low.loss) * (high.warped - low.warped)
    }
}

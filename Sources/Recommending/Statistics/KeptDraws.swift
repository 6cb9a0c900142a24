import Kernels
import RandomSource
import Synchronization

/// The draws of resamples by how many units there are: the same each time, so that whoever judges several models on the same
/// users draws once.
final class KeptDraws: Sendable {
    /// What is kept takes so much memory at most.
    private static let mostBytes = 16 << 20

    private let seed: UInt64
    private let blocks: Int
    /// The last used last.
    private let kept = Mutex<[ResampleCounts]>([])

    init(seed: UInt64, resamples: Int) {
        self.seed = seed
        blocks = resamples / ResampleCounts.width
    }

    func of(_ units: Int) -> ResampleCounts {
        if let known = kept.withLock({ $0.first { $0.units == units } }) { return known }
        let drawn = draw(units)
        kept.withLock { kept in
            kept.removeAll { $0.units == units }
            kept.append(drawn)
            while kept.count > 1, kept.reduce(0, { $0 + $1.bytes }) > Self.mostBytes { kept.removeFirst() }
        }
        return drawn
    }

    private func draw(_ units: Int) -> ResampleCounts {
        let generator = SplittableGenerator(seed: seed)
        var counts = ResampleCounts(units: units, blocks: blocks)
        var draws = [UInt32](repeating: 0, count: units * ResampleCounts.width)
        for block in 0..<blocks {
            var stream = generator.stream(UInt64(block))
            Self.fill(&draws, below: UInt64(units), by: &stream)
            counts.count(draws, block: block)
        }
        return counts
    }

    /// Two draws of 32 bits at once; how far they are from equally likely is less than a millionth of a draw.
    private static func fill(_ draws: inout [UInt32], below bound: UInt64, by generator: inout SplittableGenerator) {
        for place in stride(from: 0, to: draws.count, by: 2) {
            let bits = generator.next()
            draws[place] = UInt32(truncatingIfNeeded: ((bits >> 32) &* bound) >> 32)
            if place + 1 < draws.count {
                draws[place + 1] = UInt32(truncatingIfNeeded: ((bits & 0xFFFF_FFFF) &* bound) >> 32)
            }
        }
    }
}

import RandomSource

/// Places that fill a cube: of every `size` of them one lies in each of `size` equal parts of every axis (McKay, Beckman and
/// Conover, 1979, doi:10.1080/00401706.1979.10489755).
///
/// The most spread of several such designs is taken (Johnson, Moore and Ylvisaker, 1990,
/// doi:10.1016/0378-3758(90)90122-B). There is no last place: after a design comes another.
struct LatinHypercube: Sendable {
    static let designs = 20

    private let axes: Int
    private let size: Int
    private let generator: SplittableGenerator

    init(axes: Int, size: Int, seed: UInt64) {
        self.axes = axes
        self.size = min(max(1, size), 1000)
        generator = SplittableGenerator(seed: seed).stream(0x4C48)
    }

    /// The place with a number, also a negative one.
    func place(_ number: Int) -> [Double] {
        let (block, index) = number.quotientAndRemainder(dividingBy: size)
        var draws = generator.stream(UInt64(bitPattern: Int64(block)))
        return Self.mostSpread(of: size <= 64 ? Self.designs : 1) { design(using: &draws) }[abs(index)]
    }

    private func design(using draws: inout SplittableGenerator) -> [[Double]] {
        var places = [[Double]](repeating: [Double](repeating: 0, count: axes), count: size)
        for axis in 0..<axes {
            var parts = Array(0..<size)
            for index in stride(from: size - 1, to: 0, by: -1) {
                parts.swapAt(index, draws.nextInteger(below: index + 1))
            }
            for index in 0..<size { places[index][axis] = (Double(parts[index]) + draws.nextUniform()) / Double(size) }
        }
        return places
    }

    /// The design whose two nearest places are farthest apart. Of large ones one is as good as another, and comparing them
    /// takes long.
    static func mostSpread(of count: Int, _ draw: () -> [[Double]]) -> [[Double]] {
        var best = (distance: -1.0, design: [[Double]]())
        for _ in 0..<count {
            let design = draw()
            let distance = count > 1 ? leastDistance(design) : 0
            if distance > best.distance { best = (distance, design) }
        }
        return best.design
    }

    /// The square of the distance between the two nearest places.
    private static func leastDistance(_ places: [[Double]]) -> Double {
        var least = Double.infinity
        for first in places.indices {
            for second in places.indices where second > first {
                var distance = 0.0
                for axis in places[first].indices {
                    let difference = places[first][axis] - places[second][axis]
                    distance += difference * difference
                }
                least = min(least, distance)
            }
        }
        return least.isFinite ? least : 0
    }
}

package import RandomSource

/// The points that a search begins with: the middle of the cube, then a Latin hypercube (McKay, Beckman and Conover, 1979,
/// doi:10.1080/00401706.1979.10489755), of several the one whose points are farthest apart.
///
/// Options that have no order come in turn, so that each is tried as soon as there are as many points as options.
///
/// The middle is the point whose mean squared distance to the best one is least, while nothing is known of where that is.
package struct StartDesign: Sendable {
    /// Of the cube, to be snapped to what the space has.
    package let places: [[Double]]

    package init(_ count: Int, of cube: UnitCube, using draws: inout SplittableGenerator) {
        guard count > 0, !cube.axes.isEmpty else {
            places = []
            return
        }
        places = LatinHypercube.mostSpread(of: count > 100 ? 1 : LatinHypercube.designs) {
            Self.hypercube(count, cube, &draws)
        }
    }

    private static func hypercube(
        _ count: Int, _ cube: UnitCube, _ draws: inout SplittableGenerator
    ) -> [[Double]] {
        var places = [[Double]](repeating: [Double](repeating: 0.5, count: cube.axes.count), count: count)
        for axis in cube.axes.indices {
            if let options = cube.axes[axis].options {
                let order = (0..<options).shuffled(using: &draws)
                for index in places.indices { places[index][axis] = cube.middle(of: order[index % options], on: axis) }
                continue
            }
            guard count > 1 else { continue }
            let order = (0..<(count - 1)).shuffled(using: &draws)
            for (index, stratum) in order.enumerated() {
                places[index + 1][axis] = (Double(stratum) + draws.nextUniform()) / Double(count - 1)
            }
        }
        return places
    }
}

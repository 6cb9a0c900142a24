/// The first points of a search that has no model yet, spread evenly over its space.
package struct QuasiRandomStart: Sendable {
    private let sequence: SobolSequence

    package init(_ cube: UnitCube, seed: UInt64) {
        sequence = SobolSequence(dimensions: cube.axes.count, seed: seed)
    }

    /// A place in the cube; it has numbers on all axes, also on those that are not there at it.
    package func place(_ index: Int) -> [Double] { sequence.point(index: index) }
}

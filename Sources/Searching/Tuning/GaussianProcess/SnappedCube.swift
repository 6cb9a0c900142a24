package import RandomSource
import Values

/// A unit cube of which only the points that the space has count: models see, and searches compare, what will be tried
/// (Garrido-Merchán and Hernández-Lobato, 2020, doi:10.1016/j.neucom.2019.11.004).
package struct SnappedCube: Sendable {
    enum Kind: Sendable {
        case continuous(ClosedRange<Double>)
        case options(Int)
        /// Numbers in steps.
        case steps(Distribution)
    }

    package let cube: UnitCube
    let kinds: [Kind]

    package init(_ cube: UnitCube) {
        self.cube = cube
        kinds = cube.axes.map { axis in
            if let options = axis.options { return .options(options) }
            return switch axis.distribution {
            case .randint, .quniform, .qloguniform, .qnormal, .qlognormal: .steps(axis.distribution)
            // Beyond, a normal draw is one of ten thousand.
            case .normal, .lognormal: .continuous(1e-4...(1 - 1e-4))
            default: .continuous(0...1)
            }
        }
    }

    /// The nearest place that the space has; axes that are not there are no numbers.
    package func snapped(_ place: [Double]) -> [Double] {
        var place = place
        // A choice stands before what hangs on it.
        for axis in kinds.indices {
            guard cube.isActive(axis, at: place) else {
                place[axis] = .nan
                continue
            }
            place[axis] = snapped(place[axis], axis)
        }
        return place
    }

    private func snapped(_ share: Double, _ axis: Int) -> Double {
        let share = share.isNaN ? 0.5 : share
        guard case .continuous(let range) = kinds[axis] else { return cube.snapped(share, on: axis) }
        return min(max(share, range.lowerBound), range.upperBound)
    }

    /// A draw of the space.
    package func draw(using draws: inout SplittableGenerator) -> [Double] {
        snapped(kinds.map { _ in draws.nextUniform() })
    }

    /// A place of which nothing is unset: what hangs on options that it does not take is drawn.
    func filled(_ place: [Double], using draws: inout SplittableGenerator) -> [Double] {
        place.map { $0.isNaN ? draws.nextUniform() : $0 }
    }

    /// The places beside one on an axis that has no slopes: every other option, or the steps next to it.
    func neighbours(of place: [Double], on axis: Int, using draws: inout SplittableGenerator) -> [[Double]] {
        guard !place[axis].isNaN else { return [] }
        var full = filled(place, using: &draws)
        switch kinds[axis] {
        case .continuous: return []
        case .options(let count):
            return (0..<count).filter { $0 != cube.option(axis, at: place) }.map { option in
                full[axis] = cube.middle(of: option, on: axis)
                return snapped(full)
            }
        case .steps:
            let width = cube.axes[axis].levels.map { 1 / Double($0) } ?? 0.01
            return [-1, 1].compactMap { direction in
                // Steps are not of one width everywhere on the axis: the next is looked for.
                for reach in [1, 2, 4, 8, 16] as [Double] {
                    full[axis] = place[axis] + direction * reach * width
                    let next = snapped(full)
                    if next[axis] != place[axis] { return next }
                }
                return nil
            }
        }
    }
}

import RandomSource
import Values

/// Places that a search might try, as a forest sees them, and their neighbours.
///
/// A candidate has a coordinate on every axis, also on those that are not there; whole numbers, steps and options stand at
/// the places that points have. So a changed choice finds values for the parameters under it.
struct CandidatePlaces: Sendable {
    /// Of more options as many are drawn.
    private static let mostOptions = 16

    let cube: UnitCube
    let axes: ForestAxes

    init(_ cube: UnitCube) {
        self.cube = cube
        axes = ForestAxes(cube)
    }

    func random(using draws: inout SplittableGenerator) -> [Double] {
        cube.axes.indices.map { cube.snapped(draws.nextUniform(), on: $0) }
    }

    /// A candidate at an observation's place; what is not there is drawn.
    func candidate(at place: [Double], using draws: inout SplittableGenerator) -> [Double] {
        cube.axes.indices.map { place[$0].isNaN ? cube.snapped(draws.nextUniform(), on: $0) : place[$0] }
    }

    /// Appends what a forest sees of a candidate.
    func encode(_ candidate: [Double], onto rows: inout [Double]) {
        let start = rows.count
        for (index, axis) in cube.axes.enumerated() {
            var isThere = true
            // A choice stands before what hangs on it, and is absent where it is not there itself.
            if let condition = axis.condition { isThere = rows[start + condition.axis] == Double(condition.option) }
            rows.append(axes.encoded(isThere ? candidate[index] : .nan, on: index))
        }
    }

    /// Whether the point at a candidate was tried: two coordinates may stand for one number, told by its own.
    func isTried(_ candidate: [Double], _ tried: TriedPlaces) -> Bool {
        guard !tried.isEmpty else { return false }
        var encoded: [Double] = []
        encode(cube.axes.indices.map { cube.axes[$0].share(atShare: candidate[$0]) }, onto: &encoded)
        return !tried.isNew(encoded)
    }

    /// The one-exchange neighbourhood (Hutter, Hoos and Leyton-Brown, 2011, section 4.3): every option of an axis, and of
    /// numbers some draws of a normal around the candidate's.
    func neighbours(of candidate: [Double], widths: [Double], using draws: inout SplittableGenerator) -> [[Double]] {
        var encoded: [Double] = []
        encode(candidate, onto: &encoded)
        var neighbours: [[Double]] = []
        for (index, axis) in cube.axes.enumerated() {
            func add(_ coordinate: Double) {
                let coordinate = cube.snapped(coordinate, on: index)
                guard coordinate != candidate[index] else { return }
                var neighbour = candidate
                neighbour[index] = coordinate
                neighbours.append(neighbour)
            }
            // What is not there changes nothing.
            if encoded[index] == axes.encoded(.nan, on: index) { continue }
            if let options = axis.options {
                for number in 0..<min(options, Self.mostOptions) {
                    let option = options > Self.mostOptions ? draws.nextInteger(below: options) : number
                    add(cube.middle(of: option, on: index))
                }
            } else {
                for width in widths {
                    let coordinate = candidate[index] + width * draws.nextNormal()
                    // Beyond the border it comes back.
                    let folded = coordinate < 0 ? -coordinate : coordinate > 1 ? 2 - coordinate : coordinate
                    add(min(max(folded, 0), 1))
                }
            }
        }
        return neighbours
    }
}

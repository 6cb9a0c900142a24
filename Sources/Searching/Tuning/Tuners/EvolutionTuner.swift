package import RandomSource
import Values

/// A population whose better members are changed a little; NNI's `Evolution`, the naive evolution of Real et al. (2017,
/// "Large-scale evolution of image classifiers", arXiv:1703.01041, section 3.1).
///
/// First the population is drawn by chance. From then on two members are drawn and compared: the worse one leaves the
/// population, and the better one, with one parameter drawn anew, is the next trial, which joins when it ends. A trial that
/// failed is a member worse than all that did not; NNI replaces it by a new random one. NNI may draw the value anew that was
/// there before; here the parameter changes.
package struct EvolutionTuner: SearchRule {
    private static let populationSize = Parameter(
        "population_size", 1...99_999, unset: "32, but at most a quarter of a known number of trials",
        help: "members, the first of which are drawn by chance")

    static let description = TunerDescription(
        "Evolution", "keeps the better of two and changes one of its parameters",
        source: "Real et al., 2017, Large-scale evolution of image classifiers", arguments: [populationSize]
    ) { given, task in
        let size = task.startup(given[populationSize], default: 32)
        return RuleTuner(EvolutionTuner(UnitCube(task.space), size: size), for: task)
    }

    private let cube: UnitCube
    private let size: Int
    /// Observations by their number.
    private var population: [Int] = []
    /// How many observations have had their turn to join.
    private var joined = 0
    private var tried = TriedPlaces()
    /// Whom the last trial's answers come from, should it ask again.
    private var last: (trial: Int, parent: Int)?

    package init(_ cube: UnitCube, size: Int) {
        self.cube = cube
        self.size = max(1, size)
    }

    package mutating func propose(
        trial: Int, knowing history: SearchHistory, using draws: inout SplittableGenerator
    ) -> Proposal {
        guard let parent = parent(of: trial, in: history, using: &draws) else {
            return Proposal(cube.point { _ in draws.nextUniform() }, isModelled: false)
        }
        tried.update(history)
        let old = history.observations[parent]
        let child = tried.firstNew(in: history) { cube.point(at: mutated(old.place, using: &draws), from: [old]) }
        return Proposal(child, isModelled: true)
    }

    /// `nil` while the population is not full.
    private mutating func parent(
        of trial: Int, in history: SearchHistory, using draws: inout SplittableGenerator
    ) -> Int? {
        if let last, last.trial == trial, joined == history.count { return last.parent }
        population += joined..<history.count
        joined = history.count
        guard !population.isEmpty, population.count + history.running.count >= size else { return nil }
        let losses = history.scalarLosses
        // More than one leaves where trials of others have joined.
        var winner = population[0]
        repeat {
            winner = compare(losses, history, using: &draws)
        } while population.count > size
        last = (trial, winner)
        return winner
    }

    /// - Returns: the better of two members; the other one leaves.
    private mutating func compare(
        _ losses: [Double], _ history: SearchHistory, using draws: inout SplittableGenerator
    ) -> Int {
        let one = draws.nextInteger(below: population.count)
        guard population.count > 1 else { return population[one] }
        let other = (one + 1 + draws.nextInteger(below: population.count - 1)) % population.count
        func rank(_ member: Int) -> (Double, Int) {
            (losses[population[member]], history.observations[population[member]].isMeasured ? 0 : 1)
        }
        let (better, worse) = rank(other) < rank(one) ? (other, one) : (one, other)
        let winner = population[better]
        population.remove(at: worse)
        return winner
    }

    /// A place with one of its parameters drawn anew.
    private func mutated(_ place: [Double], using draws: inout SplittableGenerator) -> [Double] {
        var place = place
        let free = cube.axes.indices.filter { cube.isActive($0, at: place) && cube.axes[$0].levels != 1 }
        guard !free.isEmpty else { return place }
        let axis = free[draws.nextInteger(below: free.count)]
        place[axis] = cube.axes[axis].share(otherThan: place[axis], using: &draws)
        // What hangs on another option now is drawn with it.
        for inner in cube.axes.indices.dropFirst(axis) where place[inner].isNaN { place[inner] = draws.nextUniform() }
        return place
    }
}

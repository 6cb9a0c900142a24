package import RandomSource
package import Values

/// A population that is sorted by domination, for several objectives and constraints: NSGA-II (Deb, Pratap, Agarwal and
/// Meyarivan, 2002, doi:10.1109/4235.996017).
///
/// Two parents are each the better of two members (the front first, then the distance from neighbours). Their child's numbers
/// come by simulated binary crossover and polynomial mutation, and its options from either parent. The paper makes a whole
/// generation at a time; here every child competes as soon as it has been tried, which suits trials that end one by one and
/// comes nearer with few of them (Durillo et al., 2009, doi:10.1007/978-3-642-01020-0_18). An axis that only one parent has is
/// taken from it. The paper's `eta` are 20 and 20, for tens of thousands of trials; larger steps do better in hundreds.
package struct NSGAIITuner: SearchRule {
    private static let populationSize = Parameter(
        "population_size", 2...100_000, unset: "50, but at most a quarter of a known number of trials",
        help: "members, the first of which are drawn by chance")
    private static let crossover = Parameter(
        "crossover_probability", 0...1, default: 0.9, help: "share of the children that have two parents")
    private static let mutation = Parameter<Double?>(
        "mutation_probability", 0...1, unset: "one parameter on average",
        help: "share of the parameters that a child has changed")
    private static let crossoverEta = Parameter(
        "crossover_eta", 0...1000, default: 15.0, help: "how near children are to their parents")
    private static let mutationEta = Parameter(
        "mutation_eta", 0...1000, default: 5.0, help: "how small changes are")

    static let description = TunerDescription(
        "NSGAII", "a population sorted by domination, for several objectives",
        source: "Deb et al., 2002, A fast and elitist multiobjective genetic algorithm: NSGA-II; not one of NNI's",
        arguments: [populationSize, crossover, mutation, crossoverEta, mutationEta], takesSeveral: true
    ) { given, task in
        RuleTuner(
            NSGAIITuner(
                UnitCube(task.space), size: task.startup(given[populationSize], default: 50), arguments: given),
            for: task)
    }

    private struct Member {
        let observation: SearchHistory.Observation
        var front = 0
        var distance = 0.0

        /// The crowded comparison.
        func isBetter(than other: Member) -> Bool {
            front != other.front ? front < other.front : distance > other.distance
        }
    }

    private let cube: UnitCube
    private let size: Int
    private let arguments: ParameterValues
    /// The best ones, by front.
    private var population: [Member] = []
    private var joined = 0
    private var tried = TriedPlaces()

    package init(_ cube: UnitCube, size: Int, arguments: ParameterValues) {
        self.cube = cube
        self.size = max(2, size)
        self.arguments = arguments
    }

    package mutating func propose(
        trial: Int, knowing history: SearchHistory, using draws: inout SplittableGenerator
    ) -> Proposal {
        tried.update(history)
        join(history)
        guard population.count > 1, history.count + history.running.count >= size else {
            return Proposal(cube.point { _ in draws.nextUniform() }, isModelled: false)
        }
        let point = tried.firstNew(in: history) {
            let parents = [parent(using: &draws), parent(using: &draws)]
            return cube.point(at: child(parents.map(\.place), using: &draws), from: parents)
        }
        return Proposal(point, isModelled: true)
    }

    /// The best of the members and of the trials that have ended since.
    private mutating func join(_ history: SearchHistory) {
        guard joined < history.count else { return }
        let all = population + history.observations[joined...].map { Member(observation: $0) }
        joined = history.count
        population = []
        let fronts = Pareto.fronts(
            losses: all.map(\.observation.losses), violations: all.map(\.observation.violation))
        for (rank, front) in fronts.enumerated() where population.count < size {
            let distances = Pareto.crowding(front.map { all[$0].observation.losses })
            let members = zip(front, distances).map {
                Member(observation: all[$0].observation, front: rank, distance: $1)
            }
            let room = size - population.count
            guard members.count > room else {
                population += members
                continue
            }
            let order = members.indices.sorted { (-members[$0].distance, $0) < (-members[$1].distance, $1) }
            population += order.prefix(room).map { members[$0] }
        }
    }

    private func parent(using draws: inout SplittableGenerator) -> SearchHistory.Observation {
        let one = population[draws.nextInteger(below: population.count)]
        let other = population[draws.nextInteger(below: population.count)]
        return (other.isBetter(than: one) ? other : one).observation
    }

    private func child(_ parents: [[Double]], using draws: inout SplittableGenerator) -> [Double] {
        let isCrossed = draws.nextUniform() < arguments[Self.crossover]
        var place = [Double](repeating: .nan, count: cube.axes.count)
        let changing = cube.axes.count { $0.levels != 1 }
        let mutation = arguments[Self.mutation] ?? 1 / Double(max(1, changing))
        for axis in cube.axes.indices where cube.isActive(axis, at: place) {
            let having = parents.map { $0[axis] }.filter { !$0.isNaN }
            guard let first = having.first else {
                place[axis] = draws.nextUniform()
                continue
            }
            let isOption = cube.axes[axis].options != nil
            place[axis] = first
            if isCrossed, having.count > 1, draws.nextUniform() < 0.5 {
                place[axis] =
                    isOption
                    ? having[1]
                    : GeneticOperators.cross(first, having[1], eta: arguments[Self.crossoverEta], using: &draws)
            }
            guard draws.nextUniform() < mutation else { continue }
            place[axis] =
                isOption
                ? cube.axes[axis].share(otherThan: place[axis], using: &draws)
                : GeneticOperators.mutate(place[axis], eta: arguments[Self.mutationEta], using: &draws)
        }
        return place
    }
}

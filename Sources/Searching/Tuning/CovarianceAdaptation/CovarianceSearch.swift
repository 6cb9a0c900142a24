import Foundation
package import RandomSource
import Values

/// CMA-ES over the unit cube of a space: numbers from a normal distribution, options from frequencies, both learnt from
/// generations of trials.
///
/// - A generation is as many trials as it takes, in the order in which their ends were told, whoever suggested them: so several
///   trials may run at once, and trials of others count.
/// - A draw outside the cube is drawn again, and brought to the border after a while.
/// - An axis in steps never has a spread so small that all draws are of one step (after Hamano, Saito, Nomura and Shirakawa,
///   2022, CMA-ES with margin, arXiv:2205.13482; simplified: the spread is widened about the mean, which stays where it is).
/// - What is not there at a point counts as a draw of the distribution, and so for nothing.
/// - Once the distribution has shrunk to a point, or its generations give one loss again and again, the search begins anew
///   somewhere else with twice the population (Auger and Hansen, 2005, A restart CMA evolution strategy with increasing
///   population size, doi:10.1109/CEC.2005.1554902).
package struct CovarianceSearch: SearchRule {
    private let space: SnappedCube
    private let numbers: [Int]
    private let initialStep: Double
    private let initialPopulation: Int
    private let generator: SplittableGenerator
    private var distribution: CovarianceMatrixAdaptation
    /// By axis; empty frequencies where it has no options.
    private var options: [OptionFrequencies?]
    private var restarts = 0
    /// How many observations the distribution has learnt from.
    private var learnt = 0
    private var flat = 0
    private var tried = TriedPlaces()

    /// - Parameters:
    ///   - initialStep: the standard deviation at first, of axes from 0 to 1.
    ///   - population: how many trials a generation has; `nil`: 4 + 3 ln n.
    package init(_ task: SearchTask, initialStep: Double, population: Int? = nil) {
        let space = SnappedCube(UnitCube(task.space))
        self.space = space
        numbers = space.kinds.indices.filter { if case .options = space.kinds[$0] { false } else { true } }
        self.initialStep = initialStep
        let usual = 4 + Int(3 * log(Double(max(1, space.kinds.count))))
        initialPopulation = max(2, population ?? usual)
        generator = SplittableGenerator(seed: task.seed).stream(UInt64.max)
        distribution = CovarianceMatrixAdaptation(
            mean: numbers.map { _ in 0.5 }, stepSize: initialStep, population: initialPopulation)
        options = []
        options = evenFrequencies(initialPopulation)
    }

    private func evenFrequencies(_ population: Int) -> [OptionFrequencies?] {
        let axes = space.kinds.filter { if case .options = $0 { true } else { false } }.count
        return space.kinds.map { kind in
            guard case .options(let count) = kind else { return nil }
            // A generation has another option than the usual one on some axis now and then.
            return OptionFrequencies(
                count, least: 1 / Double(max(1, count - 1) * max(1, axes) * max(4, population / 2)))
        }
    }

    package mutating func propose(
        trial: Int, knowing history: SearchHistory, using draws: inout SplittableGenerator
    ) -> Proposal {
        tried.update(history)
        while history.count - learnt >= distribution.population { learn(history) }
        let isModelled = distribution.generations > 0 || restarts > 0
        if history.count + history.running.count == 0 {
            let middle = space.snapped(space.kinds.map { _ in 0.5 })
            if tried.insertIfNew(middle) { return Proposal(space.cube.point(at: middle), isModelled: false) }
        }
        var place = draw(&draws)
        for _ in 0..<20 where !tried.isNew(place) { place = draw(&draws) }
        tried.insert(place)
        return Proposal(space.cube.point(at: place), isModelled: isModelled)
    }

    // MARK: - Drawing

    private func draw(_ draws: inout SplittableGenerator) -> [Double] {
        var place = space.kinds.map { _ in 0.5 }
        for (axis, frequencies) in options.enumerated() {
            guard let frequencies else { continue }
            place[axis] = space.cube.middle(of: frequencies.draw(using: &draws), on: axis)
        }
        let stretches = numbers.indices.map(stretch)
        for attempt in 0..<30 {
            let step = distribution.step(using: &draws)
            var isInside = true
            for (index, axis) in numbers.enumerated() {
                let value = distribution.mean[index] + distribution.stepSize * stretches[index] * step[index]
                if value < 0 || value > 1 { isInside = false }
                place[axis] = min(max(value, 0), 1)
            }
            if isInside || attempt == 29 { break }
        }
        return space.snapped(place)
    }

    /// By how much the spread of an axis in steps is widened, so that now and then a draw is of another step.
    private func stretch(_ index: Int) -> Double {
        guard case .steps = space.kinds[numbers[index]], let levels = space.cube.axes[numbers[index]].levels, levels > 1
        else { return 1 }
        let rare = 1 / Double(numbers.count * distribution.population)
        let least = 0.5 / Double(levels) / NormalDistribution.quantile(1 - rare / 2)
        return max(1, least / max(distribution.deviation(index), 1e-300))
    }

    // MARK: - Learning

    private mutating func learn(_ history: SearchHistory) {
        let first = learnt
        learnt += distribution.population
        let order = (first..<learnt).sorted { Self.isBetter(history.observations, $0, $1) }
        let stretches = numbers.indices.map(stretch)
        let steps = order.map { index -> [Double] in
            var draws = generator.stream(UInt64(index))
            let place = history.observations[index].place
            let unknown = distribution.step(using: &draws)
            return numbers.indices.map { number in
                let value = place[numbers[number]]
                guard !value.isNaN else { return unknown[number] }
                return (value - distribution.mean[number]) / (distribution.stepSize * stretches[number])
            }
        }
        let weights = StrategyParameters(dimensions: numbers.count, population: distribution.population).weights
        for axis in options.indices where options[axis] != nil {
            let votes = zip(order, weights).filter { $0.1 > 0 }.compactMap { index, weight in
                let option = space.cube.option(axis, at: history.observations[index].place)
                return option < 0 ? nil : (option: option, weight: weight)
            }
            options[axis]?.learn(votes, rate: 0.4)
        }
        distribution.update(steps)
        // Where only options are left, no spread tells that it is over.
        let isFlat = Set(order.map { history.observations[$0].losses.first ?? .infinity }).count == 1
        flat = isFlat ? flat + 1 : 0
        if isOver { restart(seed: UInt64(first)) }
    }

    /// By what the trials themselves say, whatever comes later: feasible ones by loss, the others by how little they miss,
    /// failures last.
    private static func isBetter(_ all: [SearchHistory.Observation], _ one: Int, _ other: Int) -> Bool {
        func key(_ observation: SearchHistory.Observation) -> (Double, Double) {
            guard observation.isMeasured else { return (.infinity, 0) }
            return observation.violation > 0 ? (observation.violation, 0) : (0, observation.losses.first ?? 0)
        }
        let (a, b) = (key(all[one]), key(all[other]))
        return a == b ? one < other : a < b
    }

    private var isOver: Bool {
        if flat >= 5 { return true }
        let widest = numbers.indices.map { distribution.deviation($0) }.max()
        return widest.map { $0 < 1e-6 || !$0.isFinite } ?? false
    }

    private mutating func restart(seed: UInt64) {
        restarts += 1
        flat = 0
        var draws = generator.stream(seed).stream(1)
        let population = min(initialPopulation << min(restarts, 8), 100_000)
        distribution = CovarianceMatrixAdaptation(
            mean: numbers.map { _ in draws.nextUniform() }, stepSize: initialStep, population: population)
        options = evenFrequencies(population)
    }
}

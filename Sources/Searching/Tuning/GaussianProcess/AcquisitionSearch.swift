import Foundation
import RandomSource

/// The place of a space where an acquisition is highest, as far as a search of bounded effort finds it: many draws, of the
/// whole space and about the best observations, and from the best of them descents along the slopes of numbers and from
/// option to option.
package struct AcquisitionSearch: Sendable {
    /// How much is tried.
    package struct Effort: Sendable {
        package var candidates = 400
        package var starts = 4
        package var iterations = 20

        package init() {}

        /// The same time for more observations.
        func bounded(observations: Int) -> Effort {
            guard observations > 150 else { return self }
            var effort = self
            let share = 150 / Double(observations)
            effort.candidates = min(candidates, max(60, Int(Double(candidates) * share * share)))
            effort.starts = max(1, min(starts, Int((Double(starts) * share).rounded(.up))))
            return effort
        }
    }

    let space: SnappedCube
    let map: FeatureMap
    let process: GaussianProcess
    let acquisition: Acquisition
    /// What is to be improved on.
    let best: Double
    let effort: Effort

    private struct Candidate {
        var place: [Double]
        var value: Double
    }

    private func value(_ place: [Double]) -> Double {
        let (mean, deviation) = process.prediction(at: map.features(of: place))
        return acquisition.value(mean: mean, deviation: deviation, best: best).value
    }

    /// - Parameters:
    ///   - leaders: places of the best observations, the best one first.
    ///   - isNew: whether a place may be suggested.
    /// - Returns: `nil` where every candidate was tried before.
    func search(
        around leaders: [[Double]], where isNew: ([Double]) -> Bool, using draws: inout SplittableGenerator
    ) -> [Double]? {
        var candidates: [Candidate] = []
        func add(_ place: [Double]) {
            if isNew(place) { candidates.append(Candidate(place: place, value: value(place))) }
        }
        for index in 0..<max(1, effort.candidates) {
            if index % 5 < 3 || leaders.isEmpty {
                add(space.draw(using: &draws))
            } else {
                add(variation(of: leaders[(index / 5) % leaders.count], using: &draws))
            }
        }
        candidates.sort { $0.value > $1.value }
        guard var winner = candidates.first else { return nil }
        for start in starts(candidates) {
            let found = climbed(start, where: isNew, using: &draws)
            if found.value > winner.value { winner = found }
        }
        return winner.place
    }

    /// The best candidates, but none right beside a better one.
    private func starts(_ candidates: [Candidate]) -> [Candidate] {
        var starts: [Candidate] = []
        for candidate in candidates {
            if starts.count == effort.starts { break }
            let isApart = starts.allSatisfy { other in
                zip(other.place, candidate.place).contains {
                    $0.isNaN != $1.isNaN || abs($0 - $1) > 0.1
                }
            }
            if isApart || candidate.value > (starts.first?.value ?? 0) - 0.01 { starts.append(candidate) }
        }
        return starts
    }

    /// A step from a place, of whatever size, along some of its axes.
    private func variation(of place: [Double], using draws: inout SplittableGenerator) -> [Double] {
        var varied = space.filled(place, using: &draws)
        let width = 0.3 * pow(10, -2.5 * draws.nextUniform())
        let share = draws.nextUniform() < 0.5 ? 1 : max(0.2, 2 / Double(place.count))
        for axis in varied.indices where draws.nextUniform() < share {
            if case .options = space.kinds[axis] {
                if draws.nextUniform() < 0.3 { varied[axis] = draws.nextUniform() }
            } else {
                varied[axis] = min(max(varied[axis] + width * draws.nextNormal(), 0), 1)
            }
        }
        return space.snapped(varied)
    }

    // MARK: - Climbing

    /// Along slopes and from option to option, as long as both lead up.
    private func climbed(
        _ start: Candidate, where isNew: ([Double]) -> Bool, using draws: inout SplittableGenerator
    ) -> Candidate {
        var here = start
        for round in 0..<3 {
            let slid = slid(here)
            if slid.value > here.value, isNew(slid.place) { here = slid }
            var isMoved = false
            for axis in space.kinds.indices {
                for place in space.neighbours(of: here.place, on: axis, using: &draws) where isNew(place) {
                    let value = value(place)
                    if value > here.value {
                        here = Candidate(place: place, value: value)
                        isMoved = true
                    }
                }
            }
            if !isMoved || round == 2 { break }
        }
        return here
    }

    /// Along the slopes of the axes that are numbers; those in steps are seen as continuous on the way and snapped at its end.
    private func slid(_ start: Candidate) -> Candidate {
        let slopes = map.features.indices.compactMap { feature -> (feature: Int, axis: Int)? in
            guard case .number(let axis) = map.features[feature], !start.place[axis].isNaN else { return nil }
            return (feature, axis)
        }
        guard !slopes.isEmpty else { return start }
        var features = map.features(of: start.place)
        let minimizer = BoundedMinimizer(iterations: effort.iterations, tolerance: 1e-4, gain: 1e-6, firstStep: 0.1)
        let ranges = slopes.map { slope in
            if case .continuous(let range) = space.kinds[slope.axis] { range } else { 0...1.0 }
        }
        let found = minimizer.minimize(
            from: slopes.map { start.place[$0.axis] }, lower: ranges.map(\.lowerBound), upper: ranges.map(\.upperBound)
        ) { numbers in
            for (slope, number) in zip(slopes, numbers) { features[slope.feature] = number }
            let (mean, deviation, byMean, byDeviation) = process.gradient(at: features)
            let worth = acquisition.value(mean: mean, deviation: deviation, best: best)
            return (
                -worth.value,
                slopes.map { -worth.byMean * byMean[$0.feature] - worth.byDeviation * byDeviation[$0.feature] }
            )
        }
        var place = start.place
        for (slope, number) in zip(slopes, found.point) { place[slope.axis] = number }
        place = space.snapped(place)
        return Candidate(place: place, value: value(place))
    }
}

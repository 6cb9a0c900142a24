import Foundation
import RandomSource
import Testing
import Tuning
import Values

@Suite struct GaussianProcessTests {
    private static let points = [[0.1, 0.9], [0.4, 0.2], [0.7, 0.6], [0.95, 0.35], [0.25, 0.5]]
    private static let targets = [1.2, -0.7, 0.3, -1.1, 0.8]
    private static let parameters = GaussianProcess.Parameters(
        lengths: [log(0.4), log(0.9)], variance: log(1.7), noise: log(0.01))

    private func process(_ count: Int = 5, smoothness: Double = 2.5, noise: Double = 0.01) throws -> GaussianProcess {
        var parameters = Self.parameters
        parameters.noise = log(noise)
        return try #require(
            GaussianProcess(
                Array(Self.points.prefix(count)), targets: Array(Self.targets.prefix(count)), isOption: [false, false],
                parameters: parameters, smoothness: smoothness))
    }

    private func draw(_ count: Int, seed: UInt64) -> (points: [[Double]], targets: [Double]) {
        var draws = SplittableGenerator(seed: seed)
        let points = (0..<count).map { _ in
            [draws.nextUniform(), draws.nextUniform(), Double(draws.nextInteger(below: 3))]
        }
        return (points, points.map { sin(5 * $0[0]) + 0.2 * $0[1] + ($0[2] == 1 ? 0.5 : 0) })
    }

    /// scikit-learn 1.9's `GaussianProcessRegressor` of the same kernel and `alpha`, at the targets less the constant mean.
    @Test(arguments: [
        (
            0.5, [0.07932903343598588, -0.030502089668760588, 1.1938104522807338],
            [0.6750128694421, 0.8735366385670, 0.0995751029699]
        ),
        (
            1.5, [0.018746681126897632, 0.1803475905285149, 1.1976355661776164],
            [0.2736243365856, 0.5594505679971, 0.0993108187444]
        ),
        (
            2.5, [0.01233533769022957, 0.30251428990268137, 1.2019155268614572],
            [0.1782275615194, 0.4589920464266, 0.0990668710789]
        ),
    ])
    func itsPredictionsAreThoseOfScikitLearn(smoothness: Double, means: [Double], deviations: [Double]) throws {
        let process = try process(smoothness: smoothness)
        for (index, point) in [[0.3, 0.3], [0.8, 0.8], [0.1, 0.9]].enumerated() {
            let found = process.prediction(at: point)
            #expect(abs(found.mean - means[index]) < 1e-10)
            #expect(abs(found.deviation - deviations[index]) < 1e-8)
            #expect(abs(process.mean(at: point) - found.mean) < 1e-12)
        }
    }

    @Test func withoutNoiseItPassesThroughItsObservations() throws {
        let process = try process(noise: 1e-8)
        for (point, target) in zip(Self.points, Self.targets) {
            let found = process.prediction(at: point)
            #expect(abs(found.mean - target) < 1e-6 && found.deviation < 1e-3)
        }
        #expect(process.prediction(at: [0.8, 0.95]).deviation > 0.1)
    }

    @Test func pointsThatAreAddedCountAsIfTheyHadBeenThere() throws {
        let (points, targets) = draw(23, seed: 3)
        let isOption = [false, false, true]
        let parameters = GaussianProcess.Parameters(lengths: [-0.5, 0.5, 0.3], variance: 0.2, noise: -6)
        let whole = try #require(
            GaussianProcess(points, targets: targets, isOption: isOption, parameters: parameters))
        var grown = try #require(
            GaussianProcess(
                Array(points.prefix(6)), targets: Array(targets.prefix(6)), isOption: isOption, parameters: parameters))
        for range in [6..<7, 7..<12, 12..<23] {
            let isAdded = grown.append(Array(points[range]), targets: Array(targets[range]))
            #expect(isAdded)
        }
        for point in [[0.2, 0.7, 0], [0.9, 0.1, 1], [0.5, 0.5, 2]] as [[Double]] {
            let (one, other) = (whole.prediction(at: point), grown.prediction(at: point))
            #expect(abs(one.mean - other.mean) < 1e-9 && abs(one.deviation - other.deviation) < 1e-9)
        }
    }

    @Test func aPointThatMakesItSingularIsRefusedAndChangesNothing() throws {
        var process = try #require(
            GaussianProcess(
                Self.points, targets: Self.targets, isOption: [false, false],
                parameters: GaussianProcess.Parameters(lengths: [0, 0], variance: 0, noise: -50)))
        let before = process.prediction(at: [0.3, 0.3])
        let isAdded = process.append([Self.points[0]], targets: [7])
        #expect(!isAdded)
        #expect(process.prediction(at: [0.3, 0.3]) == before && process.count == 5)
    }

    @Test func slopesOfPredictionsAreTheirDifferences() throws {
        let (points, targets) = draw(15, seed: 4)
        for smoothness in [0.5, 1.5, 2.5] {
            let process = try #require(
                GaussianProcess(
                    points, targets: targets, isOption: [false, false, true],
                    parameters: GaussianProcess.Parameters(lengths: [-1, 0.2, 0.5], variance: 0.3, noise: -5),
                    smoothness: smoothness))
            let place = [0.33, 0.61, 1]
            let found = process.gradient(at: place)
            for axis in 0..<2 {
                var (up, down) = (place, place)
                up[axis] += 1e-6
                down[axis] -= 1e-6
                let (high, low) = (process.prediction(at: up), process.prediction(at: down))
                #expect(abs(found.meanSlopes[axis] - (high.mean - low.mean) / 2e-6) < 1e-5)
                #expect(abs(found.deviationSlopes[axis] - (high.deviation - low.deviation) / 2e-6) < 1e-5)
            }
            #expect(found.meanSlopes[2] == 0)
        }
    }

    @Test(arguments: [0.5, 1.5, 2.5]) func slopesOfTheLikelihoodAreItsDifferences(smoothness: Double) {
        let (points, targets) = draw(14, seed: 5)
        let likelihood = MarginalLikelihood(
            points, targets: targets, isOption: [false, false, true], smoothness: smoothness)
        let numbers = [-0.7, 0.4, 0.9, 0.2, -4.0]
        let found = likelihood.loss(numbers)
        for index in numbers.indices {
            var (up, down) = (numbers, numbers)
            up[index] += 1e-5
            down[index] -= 1e-5
            let difference = (likelihood.loss(up).value - likelihood.loss(down).value) / 2e-5
            #expect(abs(found.gradient[index] - difference) < 1e-5 * max(1, abs(difference)))
        }
    }

    @Test func theLikelihoodIsThatOfScikitLearn() {
        // log p(y | θ) = −7.413291237912350 of the targets less their constant, but for ½·5·log 2π, the constant's own density
        // and the priors, which are the same for any targets: two sets of targets differ by the likelihood alone.
        let numbers = Self.parameters.lengths + [Self.parameters.variance, Self.parameters.noise]
        let (some, none) = (
            MarginalLikelihood(Self.points, targets: Self.targets, isOption: [false, false]).loss(numbers).value,
            MarginalLikelihood(Self.points, targets: Self.targets.map { _ in 0 }, isOption: [false, false])
                .loss(numbers).value
        )
        let (constant, logDeterminant) = (-0.1320247808480983, -0.8021321139019506)
        let misfit = 7.4132912379123495 - 2.5 * log(2 * Double.pi) - 0.5 * logDeterminant
        #expect(abs((some - none) - (misfit + 0.5 * constant * constant)) < 1e-9)
    }

    @Test func theAxisThatMattersGetsTheShorterLength() {
        var draws = SplittableGenerator(seed: 9)
        let points = (0..<25).map { _ in [draws.nextUniform(), draws.nextUniform()] }
        let likelihood = MarginalLikelihood(points, targets: points.map { sin(9 * $0[1]) }, isOption: [false, false])
        let found = likelihood.fit(from: [likelihood.start])
        #expect(found.lengths[1] < found.lengths[0] - 1)
        #expect(found.noise < log(1e-3))
    }
}

@Suite struct AcquisitionTests {
    private static let all: [Acquisition] = [
        .expectedImprovement(margin: 0.1), .probabilityOfImprovement(margin: 0), .confidenceBound(width: 2),
    ]

    @Test(arguments: 0..<3, [-60, -26, -24, -3, 0, 2] as [Double])
    func slopesAreDifferencesAlsoWhereNoImprovementIsLeft(index: Int, z: Double) {
        let acquisition = Self.all[index]
        let (deviation, best) = (0.5, 1.0)
        let mean = best - z * deviation
        let found = acquisition.value(mean: mean, deviation: deviation, best: best)
        func value(_ mean: Double, _ deviation: Double) -> Double {
            acquisition.value(mean: mean, deviation: deviation, best: best).value
        }
        let byMean = (value(mean + 1e-5, deviation) - value(mean - 1e-5, deviation)) / 2e-5
        let byDeviation = (value(mean, deviation + 1e-6) - value(mean, deviation - 1e-6)) / 2e-6
        #expect(found.value.isFinite)
        #expect(abs(found.byMean - byMean) < 1e-4 * max(1, abs(byMean)))
        #expect(abs(found.byDeviation - byDeviation) < 1e-4 * max(1, abs(byDeviation)))
    }

    /// E[max(−Z, 0)] = φ(0) of a standard normal loss, and of N(1, 2²) below 0: 2·φ(½) − Φ(−½).
    @Test func theExpectedImprovementIsTheTextbooks() {
        let one = Acquisition.expectedImprovement(margin: 0).value(mean: 0, deviation: 1, best: 0).value
        #expect(abs(exp(one) - 0.3989422804014327) < 1e-12)
        let other = Acquisition.expectedImprovement(margin: 0).value(mean: 1, deviation: 2, best: 0).value
        #expect(abs(exp(other) - (2 * 0.3520653267642995 - 0.3085375387259869)) < 1e-12)
    }
}

@Suite struct LossWarpingTests {
    @Test(arguments: [true, false]) func theOrderStaysAndHugeLossesAreTamed(isPowered: Bool) {
        var losses = (0..<30).map { 1 + 0.1 * Double(($0 * 7) % 30) }
        losses[12] = 1e6
        losses[20] = 1e300
        losses[25] = .infinity
        let values = LossWarping(losses, isPowered: isPowered).values
        #expect(values.allSatisfy { $0.isFinite })
        let order = losses.indices.filter { losses[$0].isFinite }.sorted { losses[$0] < losses[$1] }
        for (one, next) in zip(order, order.dropFirst()) { #expect(values[one] < values[next]) }
        // The ordinary losses still differ by more than nothing.
        let plain = losses.indices.filter { losses[$0] < 10 }.map { values[$0] }
        #expect((plain.max() ?? 0) - (plain.min() ?? 0) > 0.1)
    }

    @Test func lossesThatAreAllTheSameSayNothing() {
        #expect(LossWarping([3, 3, 3, 3, 3, 3]).values == [0, 0, 0, 0, 0, 0])
        #expect(LossWarping([]).values.isEmpty)
        #expect(LossWarping([.infinity, .infinity]).values == [0, 0])
        #expect(LossWarping([-1e308, 1e308, 0, 1, 2, 3]).values.allSatisfy { $0.isFinite })
    }
}

@Suite struct SnappedCubeTests {
    @Test func aSnappedPlaceIsThatOfItsPoint() throws {
        let cube = UnitCube(try Spaces.read(Spaces.all))
        let snapped = SnappedCube(cube)
        var draws = SplittableGenerator(seed: 2)
        for _ in 0..<50 {
            let place = snapped.draw(using: &draws)
            let back = try #require(cube.place(of: cube.point(at: place)))
            for (one, other) in zip(place, back) {
                #expect(one.isNaN == other.isNaN)
                if !one.isNaN { #expect(abs(one - other) < 1e-9) }
            }
        }
    }

    @Test func optionsAreEqualOrNotAndNumbersAmongThemHaveAnOrderToo() throws {
        let cube = UnitCube(
            try Spaces.read(
                """
                {"a": {"_type": "choice", "_value": [100, 10, 50]}, "b": {"_type": "choice", "_value": ["x", "y", "z"]},
                 "c": {"_type": "choice", "_value": [{"_name": "n", "m": {"_type": "uniform", "_value": [0, 1]}}, {"_name": "o"}]}}
                """))
        let map = FeatureMap(cube)
        let place = try #require(cube.place(of: ["a": 50, "b": "z", "c": ["_name": "o"]]))
        #expect(map.features(of: place) == [2, 0.5, 2, 1, 0.5])
        let other = try #require(cube.place(of: ["a": 100, "b": "x", "c": ["_name": "n", "m": 0.25]]))
        #expect(map.features(of: other) == [0, 1, 0, 0, 0.25])
    }

    @Test func aDesignHasEveryStratumOfEveryAxisOnce() {
        var draws = SplittableGenerator(seed: 6)
        let design = StartDesign(
            9, of: UnitCube(SearchSpace((0..<3).map { SearchParameter("x\($0)", .uniform(low: 0, high: 1)) })),
            using: &draws)
        #expect(design.places.first == [0.5, 0.5, 0.5])
        for axis in 0..<3 {
            #expect(Set(design.places.dropFirst().map { Int($0[axis] * 8) }) == Set(0..<8))
        }
    }
}

import RandomSource
import Testing
import Tuning
import Values

@Suite struct RegressionForestTests {
    private typealias Row = (place: [Double], target: Double)

    private func cube(_ text: String) throws -> UnitCube { UnitCube(try Spaces.read(text)) }

    private func square() throws -> UnitCube {
        try cube(
            #"{"x": {"_type": "uniform", "_value": [0, 1]}, "c": {"_type": "choice", "_value": ["a", "b", "c", "d"]}}"#)
    }

    private func rows(_ cube: UnitCube, _ count: Int, seed: UInt64 = 1, _ value: ([Double]) -> Double) -> [Row] {
        var draws = SplittableGenerator(seed: seed)
        return (0..<count).compactMap { _ in
            guard let place = cube.place(of: cube.point { _ in draws.nextUniform() }) else { return nil }
            return (place, value(place))
        }
    }

    private func forest(
        _ cube: UnitCube, _ rows: [Row], seed: UInt64 = 1,
        _ change: (inout RegressionForest.Settings) -> Void = { _ in }
    ) -> RegressionForest {
        var settings = RegressionForest.Settings()
        change(&settings)
        var draws = SplittableGenerator(seed: seed)
        return RegressionForest(
            cube, places: rows.map(\.place), targets: rows.map(\.target), settings: settings, using: &draws)
    }

    /// Of a whole tree every row has a leaf of its own.
    @Test func oneTreeWithoutABootstrapKnowsItsRowsByHeart() throws {
        let cube = try square()
        let rows = rows(cube, 200) { 3 * $0[0] - 5 * $0[1] }
        let forest = forest(cube, rows) { ($0.trees, $0.bootstraps) = (1, false) }
        for row in rows {
            let prediction = forest.predict(row.place)
            #expect(abs(prediction.mean - row.target) < 1e-9 && prediction.variance < 1e-12)
        }
    }

    @Test func whatItHasNotSeenItPredictsFromNumbersAndOptions() throws {
        let cube = try square()
        let effects = [0, 4, -2, 4.0]
        let value = { (place: [Double]) in place[0] * place[0] + effects[Int(place[1] * 4)] }
        let forest = forest(cube, rows(cube, 1000, value))
        for row in rows(cube, 100, seed: 2, value) { #expect(abs(forest.predict(row.place).mean - row.target) < 0.1) }
    }

    /// Options of the same effect go together however they are numbered: one question is enough.
    @Test func optionsArePartedByTheirMeansNotByTheirOrder() throws {
        let cube = try cube(#"{"c": {"_type": "choice", "_value": [0, 1, 2, 3, 4, 5]}}"#)
        let rows = (0..<60).map { (place: [cube.middle(of: $0 % 6, on: 0)], target: Double($0 % 2)) }
        let forest = forest(cube, rows) { ($0.trees, $0.bootstraps, $0.leastInLeaf) = (1, false, 30) }
        for row in rows { #expect(forest.predict(row.place).mean == row.target) }
    }

    @Test func moreOptionsThanAWordHasBitsAreTold() throws {
        let cube = try cube(
            #"{"c": {"_type": "choice", "_value": [\#((0..<200).map(String.init).joined(separator: ","))]}}"#)
        let rows = (0..<200).map { (place: [cube.middle(of: $0, on: 0)], target: Double($0 * 7 % 11)) }
        let forest = forest(cube, rows) { ($0.trees, $0.bootstraps) = (1, false) }
        for row in rows { #expect(abs(forest.predict(row.place).mean - row.target) < 1e-9) }
    }

    @Test func aNestedParameterCountsWhereItIsThereAndBeingAbsentIsTold() throws {
        let cube = try cube(
            #"{"o": {"_type": "choice", "_value": [{"_name": "p", "m": {"_type": "uniform", "_value": [0, 1]}}, {"_name": "q"}]}}"#
        )
        let value = { (place: [Double]) in place[1].isNaN ? 7 : place[1] }
        let forest = forest(cube, rows(cube, 400, value))
        #expect(abs(forest.predict([0.75, .nan]).mean - 7) < 1e-9)
        // What stands where there is nothing does not matter to a place that has it absent.
        for m in [0.1, 0.5, 0.9] { #expect(abs(forest.predict([0.25, m]).mean - m) < 0.05) }
    }

    /// Var = E(σ²) + Var(μ): leaves with all rows have the rows' variance, whole trees that of their means.
    @Test func theVarianceIsThatWithinTheLeavesAndThatBetweenTheTrees() throws {
        let cube = try square()
        let rows = [(place: [0.5, 0.125], target: 1.0), (place: [0.5, 0.125], target: 3.0)]
        let within = forest(cube, rows) { ($0.trees, $0.bootstraps) = (4, false) }.predict([0.5, 0.125])
        #expect(within == RegressionForest.Prediction(mean: 2, variance: 1))
        let apart = [(place: [0.0, 0.125], target: 1.0), (place: [1.0, 0.125], target: 3.0)]
        let between = forest(cube, apart) { ($0.trees, $0.bootstraps) = (2000, false) }.predict([0.5, 0.125])
        // Half of the trees have their threshold above the middle.
        #expect(abs(between.mean - 2) < 0.15 && abs(between.variance - 1) < 0.05)
    }

    @Test func itIsLessSureFarFromItsRows() throws {
        let cube = try cube(#"{"x": {"_type": "uniform", "_value": [0, 1]}}"#)
        let rows = [0.0, 0.02, 0.04, 0.06, 0.96, 0.98, 1].map { (place: [$0], target: $0 < 0.5 ? 0.0 : 1) }
        let forest = forest(cube, rows) { $0.trees = 200 }
        #expect(forest.predict([0.5]).variance > 4 * forest.predict([0.03]).variance)
    }

    @Test func aSeedRepeatsAndAnotherDiffers() throws {
        let cube = try square()
        let rows = rows(cube, 50) { $0[0] + $0[1] }
        let place = [0.41, 0.375]
        #expect(forest(cube, rows).predict(place) == forest(cube, rows).predict(place))
        #expect(forest(cube, rows).predict(place) != forest(cube, rows, seed: 2).predict(place))
    }

    @Test func noRowsOneRowEqualRowsAndTheLargestNumbersAreBorne() throws {
        let cube = try square()
        #expect(forest(cube, []).predict([0.5, 0.5]) == RegressionForest.Prediction(mean: 0, variance: 0))
        #expect(
            forest(cube, [([0.1, 0.1], 5)]).predict([0.5, 0.5]) == RegressionForest.Prediction(mean: 5, variance: 0))
        let same = forest(cube, [([0.1, 0.1], 5), ([0.9, 0.9], 5)]).predict([.nan, .infinity])
        #expect(same == RegressionForest.Prediction(mean: 5, variance: 0))
        let large = forest(cube, [([0.1, 0.1], 1e308), ([0.9, 0.9], -1e308), ([0.5, 0.5], .nan)])
        #expect(large.predict([0.1, 0.1]).mean.isFinite)
    }
}

import Foundation
import Testing
import Tuning

/// Expected numbers without a source in their test are those of SciPy 1.17: `curve_fit(f, x, y)[0]` from all ones.
@Suite struct LevenbergMarquardtTests {
    private func fit(
        from start: [Double], limit: Int = 1000, _ residuals: @escaping ([Double]) -> [Double]
    ) -> [Double]? {
        var search = LevenbergMarquardt(from: start, limit: limit, residuals: residuals)
        return search.fit()
    }

    private func isNear(_ fitted: [Double]?, _ expected: [Double], within share: Double = 1e-6) -> Bool {
        guard let fitted, fitted.count == expected.count else { return false }
        return zip(fitted, expected).allSatisfy { ($0 - $1).magnitude <= share * max(1, $1.magnitude) }
    }

    /// The normal equations of a line give the same.
    @Test func aLineIsThatOfLeastSquares() throws {
        let y = [2.0, 1, 4, 3, 7, 5]
        let x = y.indices.map(Double.init)
        let (meanX, meanY) = (2.5, y.reduce(0, +) / 6)
        let slope = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) } / 17.5
        let line = fit(from: [1, 1]) { p in x.indices.map { p[0] * x[$0] + p[1] - y[$0] } }
        #expect(isNear(line, [slope, meanY - slope * meanX]))
    }

    @Test func rosenbrocksValleyIsFollowedToItsEnd() {
        let end = fit(from: [-1.2, 1]) { p in [10 * (p[1] - p[0] * p[0]), 1 - p[0]] }
        #expect(isNear(end, [1, 1]))
    }

    @Test func curvesThroughNoiseAreThoseOfSciPy() {
        let x = (0..<12).map(Double.init)
        let decay = x.map { 3 * exp(-0.4 * $0) + 0.5 + 0.05 * sin(7 * $0) }
        let fitted = fit(from: [1, 1, 1]) { p in x.indices.map { p[0] * exp(-p[1] * x[$0]) + p[2] - decay[$0] } }
        #expect(isNear(fitted, [3.024868610481955, 0.3950022665958804, 0.4941705236978258]))
        let wave = x.map { 2 * sin(0.8 * $0 + 0.5) + 0.1 * cos(5 * $0) }
        let found = fit(from: [1, 1, 1]) { p in x.indices.map { p[0] * sin(p[1] * x[$0] + p[2]) - wave[$0] } }
        #expect(isNear(found, [1.9831314614888385, 0.7913823795873481, 0.5473415602299477]))
    }

    @Test func theSmallestSumIsFoundWhereParametersSayTheSame() throws {
        let sum = try #require(fit(from: [1, 1]) { p in [p[0] + p[1] - 3, p[0] + p[1] - 5, p[0] + p[1] - 4] })
        #expect((sum[0] + sum[1] - 4).magnitude < 1e-6)
    }

    @Test func parametersOfVeryDifferentSizesAreFoundTogether() {
        let x = (1...8).map(Double.init)
        let fitted = fit(from: [1, 1]) { p in x.map { p[0] * $0 / 1e4 + p[1] * 1e3 - (2 * $0 + 5) } }
        #expect(isNear(fitted, [2e4, 5e-3]))
    }

    @Test func aPerfectStartStays() {
        #expect(fit(from: [2, -1]) { p in [p[0] - 2, p[1] + 1, 0] } == [2, -1])
    }

    @Test func whatCannotBeFittedIsGivenUp() {
        #expect(fit(from: [1, 1]) { p in [p[0] + p[1]] } == nil, "fewer values than parameters")
        #expect(fit(from: []) { _ in [1] } == nil)
        #expect(fit(from: [1]) { _ in [.nan, 1] } == nil)
        #expect(fit(from: [1]) { _ in [.infinity, 1] } == nil)
        #expect(
            fit(from: [-1.2, 1], limit: 9) { p in [10 * (p[1] - p[0] * p[0]), 1 - p[0]] } == nil, "too few evaluations")
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300]) func aWallInTheWayIsNoTrap(wall: Double) {
        let fitted = fit(from: [1]) { p in [p[0] > 1.5 ? wall : p[0] - 2, p[0] > 1.5 ? wall : p[0] - 3] }
        #expect(fitted.map { $0[0] <= 1.5 && $0[0] >= 1 } ?? true)
    }
}

import Foundation
import Testing
import Tuning

@Suite struct LearningCurveTests {
    /// NNI's formulas with its first parameters at epoch 3, by NumPy 2.4.
    private static let usual: [LearningCurve: Double] = [
        .vaporPressure: 0.4808423275086537, .pow3: 0.32568151783047117, .linear: 3, .logLinear: 0.4618978980191443,
        .hill: 0.4085669178834626, .logPower: 0.21327210966524, .pow4: 0.2725456541460616, .mmf: 0.10000001457999963,
        .exp4: 0.552261481731868, .weibull: 0.11773267987089509, .janoschek: 0.3635737761742211,
    ]

    @Test(arguments: LearningCurve.allCases) func formulasAreNNIs(curve: LearningCurve) throws {
        let expected = try #require(Self.usual[curve])
        #expect((curve.value(at: 3, curve.usual) - expected).magnitude < 1e-12)
        #expect(curve.value(at: 3, []).isNaN)
    }

    /// What the fit through ten points, `0.9 (1 − 0.7 x^−0.8) + 0.01 sin 3x`, says of epoch 20, by SciPy 1.17's `curve_fit`;
    /// `weibull`'s gives up.
    private static let fitted: [LearningCurve: Double] = [
        .vaporPressure: 0.7985591298457142, .pow3: 0.8406564528592225, .linear: 1.3296155864695867,
        .logLinear: 0.9933721174752628, .hill: 0.8074350940575327, .logPower: 0.8074350816397972,
        .pow4: 0.8335959569853478, .mmf: 0.8336270231022237, .exp4: 0.831191553032025, .janoschek: 0.8311915777337942,
    ]

    @Test(arguments: LearningCurve.allCases) func fitsAreSciPys(curve: LearningCurve) throws {
        let points = (1...10).map(Double.init).map { x in (x: x, y: 0.9 * (1 - 0.7 * pow(x, -0.8)) + 0.01 * sin(3 * x))
        }
        let parameters = curve.fitted(points)
        guard let expected = Self.fitted[curve] else {
            #expect(parameters == nil)
            return
        }
        #expect((curve.value(at: 20, try #require(parameters)) - expected).magnitude < 1e-4 * expected)
    }

    @Test(arguments: LearningCurve.allCases) func pointsThatNoCurveCanFollowAreNoTrap(curve: LearningCurve) {
        #expect(curve.fitted([]) == nil)
        #expect(curve.fitted([(1, 0.5)]) == nil)
        for y in [0, 1e308, -1e308, .leastNonzeroMagnitude] {
            _ = curve.fitted((1...5).map { (x: Double($0), y: $0.isMultiple(of: 2) ? y : -y) })
        }
    }
}

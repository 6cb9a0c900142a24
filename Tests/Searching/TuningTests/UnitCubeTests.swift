import Foundation
import RandomSource
import Testing
import Tuning
import Values

@Suite struct UnitCubeTests {
    private let space: SearchSpace

    init() throws { space = try Spaces.read(Spaces.all) }

    @Test func aPointOfEveryTypeHasOnePlaceThatGivesItBack() throws {
        let cube = UnitCube(space)
        var draws = SplittableGenerator(seed: 3)
        for _ in 0..<500 {
            let point = space.sample(using: &draws)
            let place = try #require(cube.place(of: point))
            #expect(place.enumerated().allSatisfy { cube.isActive($0, at: place) == !$1.isNaN })
            #expect(place.allSatisfy { $0.isNaN || (0...1).contains($0) })
            let back = cube.point(at: place)
            #expect(space.contains(back))
            for (axis, one) in zip(cube.axes, zip(place, try #require(cube.place(of: back)))) where !one.0.isNaN {
                #expect(abs(one.0 - one.1) < 1e-6 || axis.levels != nil && one.0 == one.1, "\(axis.name)")
            }
        }
    }

    @Test func anyPlaceIsAPointAlsoBeyondTheCubeAndWhereThereIsNoNumber() {
        let cube = UnitCube(space)
        for coordinate in [-1, 0, 0.3, 1, 7, .nan, .infinity] {
            #expect(space.contains(cube.point { _ in coordinate }), "\(coordinate)")
        }
    }

    @Test func whatIsNoPointOfTheSpaceHasNoPlace() throws {
        let cube = UnitCube(
            try Spaces.read(
                """
                {"x": {"_type": "uniform", "_value": [0, 1]},
                 "k": {"_type": "choice", "_value": [{"_name": "a", "m": {"_type": "uniform", "_value": [0, 1]}}, {"_name": "b"}]}}
                """))
        #expect(cube.axes.map(\.name) == ["x", "k", "k.m"])
        #expect(cube.place(of: ["x": 0.5, "k": ["_name": "b"]])?[1] == 0.75)
        for wrong: JSONObject in [
            ["x": 0.5], ["x": 2, "k": ["_name": "b"]], ["x": 0.5, "k": ["_name": "c"]],
            ["x": 0.5, "k": ["_name": "a"]], ["x": 0.5, "k": ["_name": "b", "m": 0.1]],
            ["x": "a", "k": ["_name": "b"]],
            ["x": 0.5, "k": ["_name": "b"], "y": 1],
        ] {
            #expect(cube.place(of: wrong) == nil, "\(wrong)")
        }
    }

    /// Values by SciPy's `norm.ppf`.
    @Test func theNormalQuantileIsExact() {
        for (share, value) in [
            (1e-9, -5.9978070150076865), (0.001, -3.090232306167813), (0.02, -2.053748910631823),
            (0.3, -0.5244005127080409), (0.5, 0), (0.975, 1.959963984540054), (1 - 1e-7, 5.1993375821928165),
        ] {
            #expect(abs(NormalDistribution.quantile(share) - value) < 1e-8 * max(1, abs(value)), "\(share)")
        }
    }
}

import Foundation
import Testing
import Tuning
import Values

/// A search one trial at a time, for the tests of tuners.
struct SearchRun {
    private(set) var points: [JSONObject] = []
    private(set) var outcomes: [TrialOutcome] = []
    private(set) var modelled = 0

    init(
        _ name: String, _ space: SearchSpace, trials: Int, seed: UInt64 = 1, arguments: JSONObject = [:],
        goals: Goals = Goals(.minimize), known: Int? = nil, _ outcome: (JSONObject) -> TrialOutcome
    ) throws {
        var tuner = try Tuners.named(name).make(
            arguments: arguments, for: SearchTask(space, goals: goals, seed: seed, trials: known))
        for id in 0..<trials {
            guard case .parameters(let point) = tuner.suggest(id: id) else { break }
            points.append(point)
            outcomes.append(outcome(point))
            tuner.report(id: id, outcomes[id])
        }
        modelled = tuner.modelled
    }

    var best: Double { outcomes.compactMap(\.learned).min() ?? .infinity }

    /// The mean over some seeds of the best value.
    static func mean(
        _ name: String, _ space: SearchSpace, trials: Int, seeds: UInt64 = 8, known: Int? = nil,
        _ value: (JSONObject) -> Double
    ) throws -> Double {
        let bests = try (0..<seeds).map { seed in
            try SearchRun(name, space, trials: trials, seed: seed, known: known) { .value(value($0)) }.best
        }
        return bests.reduce(0, +) / Double(seeds)
    }
}

/// Branin's function: 0.398 at the least.
enum Branin {
    static func space() throws -> SearchSpace {
        try Spaces.read(
            #"{"x": {"_type": "uniform", "_value": [-5, 10]}, "y": {"_type": "uniform", "_value": [0, 15]}}"#)
    }

    static func value(_ point: JSONObject) -> Double {
        let (x, y) = (point["x"]?.number ?? 0, point["y"]?.number ?? 0)
        let bend = y - 5.1 / (4 * Double.pi * Double.pi) * x * x + 5 / Double.pi * x - 6
        return bend * bend + 10 * (1 - 1 / (8 * Double.pi)) * cos(x) + 10
    }
}

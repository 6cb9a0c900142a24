import Testing
import Tuning
import Values

extension JSONObject {
    /// A trial's parameters without what a tuner says of its training.
    var plain: JSONObject { TrialBudgets.setting(of: self) }
}

/// What every tuner keeps to.
@Suite struct TunerContractTests {
    /// The tuners that take any space.
    private static let general = Tuners.names.filter { !["Batch", "Metis"].contains($0) }

    private func make(_ name: String, _ space: SearchSpace, seed: UInt64 = 1, arguments: JSONObject = [:]) throws
        -> any Tuner
    {
        try Tuners.named(name).make(arguments: arguments, for: SearchTask(space, goals: Goals(.minimize), seed: seed))
    }

    /// A space that the tuner can search, with as much in it as it takes.
    private func space(for name: String) throws -> SearchSpace {
        name == "Metis" ? try Spaces.read(Spaces.numbers) : try Spaces.read(Spaces.all)
    }

    private func points(_ tuner: any Tuner, _ count: Int) -> [JSONObject] {
        var tuner = tuner
        return (0..<count).compactMap { id in
            guard case .parameters(let point) = tuner.suggest(id: id) else { return nil }
            if id % 7 == 3 {
                tuner.report(id: id, .failed)
            } else {
                tuner.report(id: id, .value(Double((id * 37) % 11)))
            }
            return point
        }
    }

    @Test(arguments: general) func suggestionsAreLegalAlsoAfterFailures(name: String) throws {
        let space = try Spaces.read(Spaces.all)
        let points = points(try make(name, space), 60)
        #expect(points.count == 60)
        #expect(points.map(\.plain).allSatisfy(space.contains))
    }

    @Test(arguments: general.filter { $0 != "GridSearch" }) func aSeedRepeatsAndAnotherDiffers(name: String) throws {
        let space = try Spaces.read(Spaces.all)
        let one = points(try make(name, space), 40)
        #expect(one == points(try make(name, space), 40))
        #expect(one != points(try make(name, space, seed: 2), 40))
    }

    @Test(arguments: general) func openTrialsUnknownAndRepeatedReportsAreBorne(name: String) throws {
        var tuner = try make(name, try Spaces.read(Spaces.all))
        for id in 0..<30 { _ = tuner.suggest(id: id) }
        tuner.report(id: 99, .value(1))
        for id in 0..<30 { tuner.report(id: id, .value(id == 4 ? .nan : Double(id))) }
        tuner.report(id: 3, .value(3))
        guard case .parameters = tuner.suggest(id: 31) else {
            Issue.record("no suggestion")
            return
        }
    }

    @Test func unknownTunersAndArgumentsComeWithTheNearestName() throws {
        #expect(throws: TunerError.unknown("TEP", nearest: "TPE", known: Tuners.names)) { try Tuners.named("TEP") }
        #expect(try Tuners.named("gridsearch").name == "GridSearch")
        let error = #expect(throws: TunerError.self) {
            try make("TPE", try Spaces.read(Spaces.all), arguments: ["gama": 1])
        }
        #expect(error?.description.contains("gamma") == true)
    }

    /// NNI's tuners try no point of a finite space twice.
    @Test(
        arguments: Tuners.all.filter { $0.control == .none && $0.name != "Batch" && $0.name != "Metis" }.map(\.name),
        [1, 2, 3] as [UInt64])
    func aFiniteSpaceIsTriedPointByPointAndThenExhausted(
        name: String, seed: UInt64
    ) throws {
        let spaces: [(String, Int)] = [
            (#"{"a": {"_type": "choice", "_value": [5, 10, 20]}}"#, 3),
            (#"{"a": {"_type": "randint", "_value": [0, 40]}, "b": {"_type": "choice", "_value": ["x", "y"]}}"#, 80),
            (#"{"a": {"_type": "quniform", "_value": [0, 1, 0.25]}}"#, 5),
            (
                #"{"o": {"_type": "choice", "_value": [{"_name": "p", "k": {"_type": "choice", "_value": [1, 2]}}, {"_name": "q"}]}}"#,
                3
            ),
        ]
        for (text, count) in spaces {
            let space = try SearchSpace(json: try JSONValue(parsing: text))
            if name == "Metis", text.contains("\"x\"") || text.contains("_name") { continue }
            var tuner = try make(name, space, seed: seed, arguments: name == "TPE" ? ["n_startup_jobs": 3] : [:])
            var seen: Set<JSONObject> = []
            for id in 0..<count {
                guard case .parameters(let point) = tuner.suggest(id: id) else {
                    Issue.record("\(name) ended after \(id) of \(count) points")
                    return
                }
                #expect(seen.insert(point).inserted && space.contains(point), "\(name) \(text)")
                // Those that fail are not tried again either.
                tuner.report(id: id, id % 3 == 1 ? .failed : .value(Double((id * 7) % 5)))
            }
            #expect(tuner.suggest(id: count) == .exhausted, "\(name) \(text)")
        }
    }

    @Test(arguments: general) func aTrialThatAsksTwiceIsAnsweredTheSame(name: String) throws {
        var tuner = try make(name, try SearchSpace(json: ["a": ["_type": "choice", "_value": [1, 2]]]))
        let first = tuner.suggest(id: 0)
        #expect(tuner.suggest(id: 0) == first && tuner.suggest(id: 1) != first)
    }
}

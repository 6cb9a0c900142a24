import Testing
import Tuning
import Values

/// What every tuner keeps to.
@Suite struct TunerContractTests {
    private func make(_ name: String, _ space: SearchSpace, seed: UInt64 = 1, arguments: JSONObject = [:]) throws
        -> any Tuner
    {
        try Tuners.named(name).make(arguments: arguments, space: space, mode: .minimize, seed: seed)
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

    @Test(arguments: Tuners.names) func suggestionsAreLegalAlsoAfterFailures(name: String) throws {
        let space = try Spaces.read(Spaces.all)
        let points = points(try make(name, space), 60)
        #expect(points.count == 60)
        #expect(points.allSatisfy(space.contains))
    }

    @Test(arguments: ["Random", "TPE"]) func aSeedRepeatsAndAnotherDiffers(name: String) throws {
        let space = try Spaces.read(Spaces.all)
        let one = points(try make(name, space), 40)
        #expect(one == points(try make(name, space), 40))
        #expect(one != points(try make(name, space, seed: 2), 40))
    }

    @Test(arguments: Tuners.names) func openTrialsUnknownAndRepeatedReportsAreBorne(name: String) throws {
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
    @Test(arguments: Tuners.names, [1, 2, 3] as [UInt64]) func aFiniteSpaceIsTriedPointByPointAndThenExhausted(
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

    @Test(arguments: ["Random", "TPE"]) func aTrialThatAsksTwiceIsAnsweredTheSame(name: String) throws {
        var tuner = try make(name, try SearchSpace(json: ["a": ["_type": "choice", "_value": [1, 2]]]))
        let first = tuner.suggest(id: 0)
        #expect(tuner.suggest(id: 0) == first && tuner.suggest(id: 1) != first)
    }
}

@Suite struct GridSearchTunerTests {
    @Test func aFiniteSpaceIsVisitedPointByPointOnce() throws {
        let space = try Spaces.read(
            """
            {"a": {"_type": "choice", "_value": [1, 2, {"_name": "n", "m": {"_type": "choice", "_value": [5, 6]}}]},
             "b": {"_type": "randint", "_value": [0, 3]}, "c": {"_type": "quniform", "_value": [0, 1, 0.5]}}
            """)
        var tuner = GridSearchTuner(space: space)
        var points: [JSONObject] = []
        var id = 0
        while case .parameters(let point) = tuner.suggest(id: id), id < 1000 {
            points.append(point)
            id += 1
        }
        #expect(points.count == 4 * 3 * 3)
        #expect(Set(points).count == points.count)
        #expect(tuner.suggest(id: 5000) == .exhausted)
    }

    @Test func billionsOfWholeNumbersAreCountedNotListed() throws {
        var tuner = GridSearchTuner(
            space: try Spaces.read("{\"x\": {\"_type\": \"randint\", \"_value\": [5, 9000000000000000000]}}"))
        #expect(tuner.suggest(id: 0) == .parameters(["x": 5]))
        #expect(tuner.suggest(id: 1) == .parameters(["x": 6]))
    }

    @Test func stepsThatNumbersCannotCountDoNotTrap() throws {
        var tuner = GridSearchTuner(
            space: try Spaces.read("{\"x\": {\"_type\": \"quniform\", \"_value\": [1e300, 1e308, 1e-300]}}"))
        #expect(tuner.suggest(id: 0) != .waiting)
    }

    @Test func aContinuousRangeIsRefinedWithoutRepeating() throws {
        var tuner = GridSearchTuner(space: try Spaces.read("{\"x\": {\"_type\": \"uniform\", \"_value\": [0, 1]}}"))
        let values = (0..<17).compactMap { id -> Double? in
            guard case .parameters(let point) = tuner.suggest(id: id) else { return nil }
            return point["x"]?.number
        }
        #expect(values.first == 0.5)
        #expect(Set(values).count == 17)
    }
}

import Testing
import Tuning
import Values

@Suite struct BatchTunerTests {
    private let list: [JSONObject] = [["x": 0, "y": "a"], ["x": 1, "y": "b"], ["x": 1, "y": "c", "z": [1, 2]]]

    private func make(_ configurations: [JSONValue]) throws -> any Tuner {
        let space = try SearchSpace(
            json: ["combine_params": ["_type": "choice", "_value": .array(configurations)]])
        return try Tuners.named("Batch").make(for: SearchTask(space, goals: Goals(.minimize), seed: 1))
    }

    @Test func theConfigurationsThemselvesAreTriedInOrderAndThenNone() throws {
        var tuner = try make(list.map(JSONValue.object))
        for (id, configuration) in list.enumerated() {
            #expect(tuner.suggest(id: id) == .parameters(configuration))
            #expect(tuner.suggest(id: id) == .parameters(configuration))
            tuner.report(id: id, .failed)
        }
        #expect(tuner.suggest(id: 3) == .exhausted && tuner.modelled == 0)
    }

    @Test func whatWasTriedElsewhereIsNotTriedAgain() throws {
        var tuner = try make(list.map(JSONValue.object))
        tuner.learn(from: [
            PastTrial(parameters: ["y": "b", "x": 1], outcome: .value(3)),
            PastTrial(parameters: ["x": 9], outcome: .failed),
        ])
        #expect(tuner.suggest(id: 0) == .parameters(list[0]) && tuner.suggest(id: 1) == .parameters(list[2]))
        #expect(tuner.suggest(id: 2) == .exhausted)
    }

    @Test(
        arguments: [
            (#"{"x": {"_type": "uniform", "_value": [0, 1]}}"#, "x"),
            (#"{"combine_params": {"_type": "randint", "_value": [0, 1]}}"#, "combine_params"),
            (#"{"combine_params": {"_type": "choice", "_value": [{"x": 1}, 2]}}"#, "combine_params"),
            (#"{"combine_params": {"_type": "choice", "_value": [{"_name": "x"}]}}"#, "combine_params"),
            (
                #"{"combine_params": {"_type": "choice", "_value": [{"x": 1}]}, "y": {"_type": "choice", "_value": [2]}}"#,
                "y"
            ),
        ])
    func anyOtherSpaceIsRefusedByWhatItNeeds(text: String, parameter: String) throws {
        let space = try Spaces.read(text)
        let error = #expect(throws: TunerError.self) {
            try Tuners.named("Batch").make(for: SearchTask(space, goals: Goals(.minimize), seed: 1))
        }
        let message = try #require(error?.description)
        #expect(message.contains("'\(parameter)'") && message.contains("combine_params") && message.contains("choice"))
    }
}

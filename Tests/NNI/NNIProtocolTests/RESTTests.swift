import Foundation
import NNIProtocol
import Testing
import Values

@Suite struct RESTTests {
    private func job(_ more: String) throws -> TrialJob {
        try #require(
            TrialJob(json: try JSONValue(parsing: "{\"trialJobId\": \"abcde\", \"status\": \"SUCCEEDED\"\(more)}")))
    }

    @Test func aMetricIsJSONInATextInATheAnswer() throws {
        let data: JSONValue = .string(#""{\"default\": 6.8, \"other\": 1.0, \"at\": {\"10\": 0.5}}""#)
        let value = ReportedValue(data: data)
        #expect(value.objective == 6.8)
        #expect(value.metrics(objectiveName: "rmse") == ["rmse": 6.8, "other": 1.0, "at.10": 0.5])
        #expect(value.metrics(objectiveName: "rmse").keys == ["rmse", "other", "at.10"])
    }

    @Test(arguments: [
        (#""0.25""#, 0.25), (#""\"0.5\"""#, 0.5), ("0.75", 0.75), (#""{\"default\": 3}""#, 3),
    ])
    func aMetricMayBeANumberOrATextOfOne(data: String, expected: Double) {
        #expect(ReportedValue(data: .string(data)).objective == expected)
    }

    @Test func aMetricThatIsNoNumberIsKeptAndNotJudged() {
        let nan = ReportedValue(data: .string(#""{\"default\": NaN, \"rmse\": -Infinity}""#))
        #expect(nan.objective?.isNaN == true)
        #expect(nan.metrics(objectiveName: "x")["rmse"]?.number == -.infinity)
        #expect(ReportedValue(data: .string(#""well\"""#)).objective == nil)
        #expect(ReportedValue(data: .string(#""\"good\"""#)).metrics(objectiveName: "x") == ["x": "good"])
        #expect(ReportedValue(data: .null).metrics(objectiveName: "x").isEmpty)
        #expect(ReportedValue(data: .string("[1, 2]")).objective == nil)
    }

    @Test func aTrialOfThisMachineHasALocalFolder() throws {
        let local = try job(", \"logPath\": \"/home/me/nni-experiments/x/trials/abcde\"")
        #expect(local.localFolder == "/home/me/nni-experiments/x/trials/abcde")
        let remote = try job(", \"logPath\": \"10.0.0.2:/home/me/trials/abcde\"")
        #expect(remote.localFolder == nil)
        #expect(remote.folder == "/home/me/trials/abcde")
        #expect(try job("").folder == nil)
    }

    @Test func aTrialIsReadWhateverIsMissing() throws {
        let bare = try #require(TrialJob(json: ["id": "abcde"]))
        #expect(bare.status == "UNKNOWN")
        #expect(bare.parameters.isEmpty)
        #expect(bare.final == nil)
        #expect(TrialJob(json: ["status": "RUNNING"]) == nil)
        let whole = try job(
            #", "hyperParameters": ["{\"parameter_id\":0,\"parameters\":{\"x\":1},\"parameter_index\":0}"], "startTime": 1500, "finalMetricData": [{"data": "\"2\""}]"#
        )
        #expect(whole.parameters == ["x": 1])
        #expect(whole.startTime == Date(timeIntervalSince1970: 1.5))
        #expect(whole.final?.objective == 2)
        #expect(try job(#", "hyperParameters": ["no json"], "finalMetricData": []"#).parameters.isEmpty)
    }

    @Test func aTrialHasTheParametersThatItsResultIsOf() throws {
        func job(_ id: Int, reported: Int?) throws -> TrialJob {
            var json: JSONObject = [
                "trialJobId": .string("t\(id)"),
                "hyperParameters": [.string("{\"parameter_id\": \(id), \"parameters\": {\"x\": \(id)}}")],
            ]
            if let reported { json["finalMetricData"] = [["data": "1", "parameterId": .string("\(reported)")]] }
            return try #require(TrialJob(json: .object(json)))
        }
        let jobs = [
            try job(0, reported: 1), try job(1, reported: 0), try job(2, reported: nil), try job(3, reported: 9),
        ]
        let reported = TrialJob.withReportedParameters(jobs)
        let actual = TrialJob.withReportedParameters(reported).map { $0.parameters["x"]?.integer }
        #expect(actual == [1, 0, 2, 3])
    }

    @Test func aStatusMayHaveNoErrors() throws {
        #expect(ManagerStatus(json: ["status": "ERROR"])?.errors == [])
        #expect(ManagerStatus(json: ["status": "ERROR", "errors": ["", "tuner died"]])?.errors == ["tuner died"])
        #expect(ManagerStatus(json: ["status": "FINE"]) == nil)
        #expect(ManagerStatus(json: []) == nil)
    }

    @Test func theRegistryIsReadAndAHalfWrittenOneIsSaid() throws {
        let text =
            #"{"a1": {"id": "a1", "port": 8080, "status": "RUNNING", "pid": 5, "logDir": "/x", "prefixUrl": null}, "old": [1]}"#
        let registry = try Registry(parsingUTF8: Array(text.utf8))
        #expect(registry.entries.map(\.id) == ["a1"])
        #expect(registry["a1"]?.port == 8080)
        #expect(try Registry(parsingUTF8: []).entries.isEmpty)
        #expect(throws: JSONSyntaxError.self) { try Registry(parsingUTF8: Array(text.utf8.dropLast(30))) }
    }

    @Test(arguments: [("30s", 30.0), ("10m", 600), ("1.5h", 5400), ("2d", 172_800), ("90", nil), ("x", nil)])
    func durationsHaveNNIsUnits(text: String, seconds: Double?) {
        #expect(NNIDuration.seconds(.string(text)) == seconds)
        #expect(NNIDuration.seconds(90) == 90)
    }
}

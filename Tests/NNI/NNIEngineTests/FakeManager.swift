import LocalHTTP
import NNIEngine
import Synchronization
import TestSupport
import Values

/// A manager that answers from a state that the test changes.
final class FakeManager: Sendable {
    struct State: Sendable {
        var status = "RUNNING"
        var errors: [String] = []
        var profile: JSONObject = [
            "id": "fakefake", "startTime": 1000,
            "params": [
                "experimentName": "far", "trialConcurrency": 2, "maxTrialNumber": 4,
                "trialCommand": "./tunebook-trial svd --primary-metric rmse",
                "searchSpace": ["x": ["_type": "uniform", "_value": [0, 1]]],
                "tuner": ["name": "TPE", "classArgs": ["optimize_mode": "minimize"]],
            ],
        ]
        var trials: [JSONObject] = []
        /// By trial.
        var reports: [String: [Double]] = [:]
        var files: [String: String] = [:]
        /// In place of every answer.
        var override: LocalServer.Answer?
        var hasStopped = false
    }

    private let state = Mutex(State())
    private let server = Mutex<LocalServer?>(nil)

    init() throws {
        let made = try LocalServer { [weak self] request, _ in self?.answer(request) ?? .bytes("") }
        server.withLock { $0 = made }
    }

    var log: [LocalServer.Request] { server.withLock { $0?.log ?? [] } }
    var address: ManagerAddress { ManagerAddress(port: Int(server.withLock { $0?.port ?? 0 })) }
    func change(_ body: (inout sending State) -> Void) { state.withLock { body(&$0) } }

    static func trial(
        _ sequence: Int, _ status: String, value: String? = nil, x: Double = 0.5, environment: String = "local-env",
        logPath: String = "/nowhere"
    ) -> JSONObject {
        var trial: JSONObject = [
            "trialJobId": .string("t\(sequence)"), "status": .string(status), "sequenceId": .integer(sequence),
            "hyperParameters": [.string("{\"parameter_id\": \(sequence), \"parameters\": {\"x\": \(x)}}")],
            "startTime": .integer(1000 + sequence), "logPath": .string(logPath), "envId": .string(environment),
        ]
        if status != "RUNNING", status != "WAITING" { trial["endTime"] = .integer(3000 + sequence) }
        if let value {
            trial["finalMetricData"] = [["type": "FINAL", "data": .string(JSONValue.string(value).text())]]
        }
        return trial
    }

    private func answer(_ request: LocalServer.Request) -> LocalServer.Answer {
        state.withLock { state in
            if let override = state.override { return override }
            let path = String(request.path.dropFirst("/api/v1/nni".count).prefix { $0 != "?" })
            let parts = path.split(separator: "/").map(String.init)
            switch (request.method, parts.first) {
            case ("GET", "check-status"):
                return json(["status": .string(state.status), "errors": .array(state.errors.map(JSONValue.string))])
            case ("GET", "experiment"): return json(.object(state.profile))
            case ("GET", "trial-jobs"): return json(.array(state.trials.map(JSONValue.object)))
            case ("GET", "metric-data"):
                let values = state.reports[parts.count > 1 ? parts[1] : ""] ?? []
                return json(
                    .array(
                        values.enumerated().map { index, value in
                            [
                                "trialJobId": .string(parts[1]), "type": "PERIODICAL", "sequence": .integer(index),
                                "data": .string("\"\(value)\""),
                            ]
                        }))
            case ("GET", "trial-file"):
                return .text(state.files[parts.dropFirst().joined(separator: "/")] ?? "stderr is empty.")
            case ("PUT", "experiment"): return .text("")
            case ("DELETE", "experiment"):
                state.hasStopped = true
                state.override = .bytes("")
                return .text("")
            default: return .status(404, body: "{\"error\": \"not found\"}")
            }
        }
    }

    private func json(_ value: JSONValue) -> LocalServer.Answer { .text(value.text()) }
}

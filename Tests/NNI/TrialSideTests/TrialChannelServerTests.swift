import LocalHTTP
import NNIProtocol
import TestSupport
import Testing
import Values

@testable import TrialSide

/// Both ends of a trial's channel talk to each other.
@Suite struct TrialChannelServerTests {
    private let heard = LockedHeard()

    private final class LockedHeard: Sendable {
        let lines = RecordingLines()
        func add(_ trial: String, _ message: TrialMessage) {
            switch message {
            case .requestParameter: lines.add("\(trial) asks")
            case .metric(let report):
                lines.add("\(trial) \(report.kind.rawValue) \(report.sequence) \(report.value.text())")
            case .parameter: lines.add("\(trial) says what only a manager says")
            }
        }
    }

    private func server(hold: Double = 0.1) throws -> TrialChannelServer {
        try TrialChannelServer(hold: hold) { [heard] in heard.add($0, $1) }
    }

    private func channel(_ server: TrialChannelServer, _ trial: String) throws -> HTTPChannel {
        var patience = ChannelPatience()
        (patience.answer, patience.connection, patience.parameters) = (2, 1, 5)
        return try HTTPChannel(server.open(trial), patience: patience)
    }

    private func report(_ kind: MetricRecord.Kind, _ sequence: Int, _ value: JSONValue) -> TrialMessage {
        .metric(TrialReport(parameterID: 3, trialID: "a", kind: kind, sequence: sequence, value: value))
    }

    @Test func aTrialsWholeTalkIsHeardInOrder() async throws {
        let server = try server()
        defer { server.stop() }
        let channel = try channel(server, "a")
        server.send(.parameter(TrialParameters(id: 3, parameters: ["n_factors": 20])), to: "a")
        let given = try await onOwnThread { try channel.receiveParameters() }
        #expect(given.id == 3 && given.parameters == ["n_factors": 20])
        for (kind, sequence, value) in [
            (MetricRecord.Kind.periodical, 0, JSONValue.number(0.5)), (.periodical, 1, .number(.infinity)),
            (.final, 0, ["default": 0.25]),
        ] {
            let report = TrialReport(parameterID: 3, trialID: "a", kind: kind, sequence: sequence, value: value)
            try await onOwnThread { try channel.send(report) }
        }
        #expect(heard.lines.all.count == 4)
        #expect(heard.lines.all[0] == "a asks" && heard.lines.all[1] == "a PERIODICAL 0 0.5")
        #expect(heard.lines.all[2] == "a PERIODICAL 1 \"inf\"")
        #expect(heard.lines.all[3].hasPrefix("a FINAL 0 "))
    }

    @Test func parametersThatComeLateAreWaitedForAndEachTrialHasItsOwn() async throws {
        let server = try server()
        defer { server.stop() }
        let (one, other) = (try channel(server, "one"), try channel(server, "other"))
        async let first = onOwnThread { try one.receiveParameters() }
        async let second = onOwnThread { try other.receiveParameters() }
        try await Task.sleep(for: .milliseconds(250))
        server.send(.parameter(TrialParameters(id: 2, parameters: [:])), to: "other")
        server.send(.parameter(TrialParameters(id: 1, parameters: [:])), to: "one")
        let ids = try await (first.id, second.id)
        #expect(ids.0 == 1 && ids.1 == 2)
    }

    @Test func aTrialThatIsClosedHearsThatItsExperimentIsOver() async throws {
        let server = try server()
        defer { server.stop() }
        let channel = try channel(server, "a")
        server.close("a")
        await #expect(throws: TrialSideError.closed(address: server.open("a"))) {
            try await onOwnThread {
                try channel.send(TrialReport(parameterID: 0, trialID: "a", kind: .final, sequence: 0, value: 1))
            }
        }
        #expect(heard.lines.all.isEmpty)
    }

    @Test func whatIsNoMessageAndWhoIsNoTrialAreTurnedAway() async throws {
        let server = try server()
        defer { server.stop() }
        for (address, method, body, status) in [
            (server.open("a"), "PUT", "{\"type\": \"news\"}", 400), (server.open("a"), "PUT", "{", 400),
            (server.open("a"), "GET", "", 408), (server.open("a").replacing("/a", with: "/b"), "GET", "", 404),
        ] {
            let client = try #require(HTTPClient(address))
            let answer = try await onOwnThread {
                try client.send(method, body: body, deadline: Self.soon)
            }
            #expect(answer.status == status, "\(method) \(body)")
        }
    }

    private static var soon: Double { Double.greatestFiniteMagnitude }
}

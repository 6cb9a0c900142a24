import Foundation
import LocalHTTP
import NNIProtocol
import TestSupport
import Testing
import Values

@testable import TrialSide

@Suite struct HTTPChannelTests {
    private static let record: JSONValue = [
        "parameter_id": 3, "parameter_source": "algorithm", "parameters": ["n_factors": 20], "parameter_index": 0,
    ]
    private static let message = JSONValue.object([
        "type": "parameter", "parameter": .string(record.text()),
    ]).text()

    private func patience() -> ChannelPatience {
        var patience = ChannelPatience()
        (patience.answer, patience.connection, patience.parameters) = (0.4, 0.8, 4)
        return patience
    }

    private func channel(_ server: LocalServer) throws -> HTTPChannel {
        try HTTPChannel("http://127.0.0.1:\(server.port)/env/local-env/abcde", patience: patience())
    }

    private func receive(_ server: LocalServer) async throws -> TrialParameters {
        let channel = try channel(server)
        return try await onOwnThread { try channel.receiveParameters() }
    }

    private func send(_ report: TrialReport, to server: LocalServer) async throws {
        let channel = try channel(server)
        try await onOwnThread { try channel.send(report) }
    }

    /// Answers GETs in this order, the last one for ever; PUTs are taken.
    private func manager(_ answers: [LocalServer.Answer]) throws -> LocalServer {
        let left = LockedList(answers)
        return try LocalServer { request, _ in request.method == "PUT" ? .text("") : left.next() }
    }

    private func failure(_ answers: [LocalServer.Answer]) async throws -> (
        error: TrialSideError?, server: LocalServer
    ) {
        let server = try manager(answers)
        let channel = try channel(server)
        let error = await #expect(throws: TrialSideError.self) {
            try await onOwnThread { try channel.receiveParameters() }
        }
        return (error, server)
    }

    @Test func parametersAreAskedForAndWaitedFor() async throws {
        let server = try manager([.status(408, body: ""), .status(408, body: "Request Timeout"), .text(Self.message)])
        let parameters = try await receive(server)
        #expect(parameters.id == 3)
        #expect(parameters.parameters == ["n_factors": 20])
        #expect(parameters.record == Self.record)
        #expect(server.log.map(\.method) == ["PUT", "GET", "GET", "GET"])
        #expect(server.log[0].path == "/env/local-env/abcde")
        #expect(try JSONValue(parsing: server.log[0].body) == ["type": "request_parameter"])
    }

    @Test func aMetricIsJSONInsideJSONInsideJSON() async throws {
        let server = try manager([])
        try await send(
            TrialReport(
                parameterID: 3, trialID: "abcde", kind: .periodical, sequence: 2, value: ["default": 0.5, "rmse": 1]),
            to: server)
        let sent = try JSONValue(parsing: server.log[0].body)
        #expect(sent["type"] == "metric")
        let metric = try JSONValue(parsing: try #require(sent["metric"].string))
        #expect(metric["parameter_id"] == 3)
        #expect(metric["trial_job_id"] == "abcde")
        #expect(metric["type"] == "PERIODICAL")
        #expect(metric["sequence"] == 2)
        #expect(try JSONValue(parsing: try #require(metric["value"].string)) == ["default": 0.5, "rmse": 1])
    }

    @Test func parametersAreAskedForOnceHoweverTheAnswersFail() async throws {
        // A second question would take another trial's parameters.
        for loss in [
            LocalServer.Answer.bytes("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"type\": \"par"), .bytes(""),
            .silence, .text("{\"type\": \"par"), .text("<html>"), .status(503, body: "busy"),
            .bytes("SSH-2.0-OpenSSH_9.2\r\n"),
        ] {
            let server = try manager([loss, .text(Self.message)])
            #expect(try await receive(server).parameters == ["n_factors": 20])
            #expect(server.log.count { $0.method == "PUT" } == 1, "\(loss)")
        }
    }

    @Test func aQuestionThatTheManagerMayHaveIsNotAskedAgain() async throws {
        let server = try LocalServer { request, _ in request.method == "PUT" ? .bytes("") : .text(Self.message) }
        #expect(try await receive(server).id == 3)
        #expect(server.log.map(\.method) == ["PUT", "GET"])
    }

    @Test func messagesOfAnotherTypeAreLeftAlone() async throws {
        let server = try manager([.text(#"{"type": "news"}"#), .text(Self.message)])
        #expect(try await receive(server).id == 3)
    }

    @Test func anAnswerInChunksIsPutTogether() async throws {
        let half = Self.message.index(Self.message.startIndex, offsetBy: 20)
        let parts = [String(Self.message[..<half]), String(Self.message[half...])]
        let body = parts.map { "\(String($0.utf8.count, radix: 16))\r\n\($0)\r\n" }.joined() + "0\r\n\r\n"
        let server = try manager([.bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\(body)")])
        #expect(try await receive(server).id == 3)
    }

    @Test func aClosedChannelMeansThatTheExperimentIsOver() async throws {
        let (error, server) = try await failure([.status(410, body: "Gone")])
        #expect(error == .closed(address: "http://127.0.0.1:\(server.port)/env/local-env/abcde"))
    }

    @Test func whatIsNoManagerIsNamedWithWhatItSaid() async throws {
        let (error, _) = try await failure([.text("<html>It works!</html>")])
        #expect(error?.description.contains("It works!") == true)
        let (missing, _) = try await failure([.status(404, body: "Cannot GET /env")])
        #expect(missing?.description.contains("404: Cannot GET /env") == true)
    }

    @Test func aManagerThatNeverGivesParametersIsGivenUp() async throws {
        let (error, _) = try await failure([.status(408, body: "")])
        #expect(error?.description.contains("within 4 s") == true)
    }

    @Test func aManagerThatNeverAnswersIsGivenUp() async throws {
        let (error, _) = try await failure([.silence])
        #expect(error?.description.contains("no answer in time") == true, "\(String(describing: error))")
    }

    @Test func aDeadManagerIsTriedForAWhileAndNamed() async throws {
        // Port 9 of this machine answers nobody.
        let channel = try HTTPChannel("http://127.0.0.1:9/env/x/y", patience: patience())
        // The channel's own time: the test itself may have to wait for its turn among the others.
        let (error, seconds) = try await onOwnThread {
            let start = Date()
            let error = #expect(throws: TrialSideError.self) { try channel.receiveParameters() }
            return (error, Date().timeIntervalSince(start))
        }
        #expect(error?.description.contains("http://127.0.0.1:9/env/x/y does not answer: connection refused") == true)
        #expect((0.7..<30).contains(seconds))
    }

    @Test func aReportIsSentAgainUntilTheManagerHasIt() async throws {
        let server = try LocalServer { _, count in count < 2 ? .status(500, body: "not yet") : .text("") }
        try await send(
            TrialReport(parameterID: 0, trialID: "a", kind: .final, sequence: 0, value: 1), to: server)
        #expect(server.log.count == 3)
        #expect(Set(server.log).count == 1)
    }

    @Test func otherAddressesThanHTTPAreRefusedAtOnce() {
        for address in ["https://127.0.0.1:8080/x", "import://a.b", "127.0.0.1:80", "http://:80/x", "http://h:99999/"] {
            #expect(throws: TrialSideError.badAddress(address)) {
                _ = try HTTPChannel(address, patience: ChannelPatience())
            }
        }
    }

    @Test func namesOfHostsAreLookedUp() async throws {
        let server = try manager([.text(Self.message)])
        let channel = try HTTPChannel("http://localhost:\(server.port)/env/a/b", patience: patience())
        #expect(try await onOwnThread { try channel.receiveParameters() }.id == 3)
        let unknown = try HTTPChannel("http://no-such-host.invalid:80/", patience: patience())
        let error = await #expect(throws: TrialSideError.self) {
            try await onOwnThread { try unknown.receiveParameters() }
        }
        #expect(error?.description.contains("'no-such-host.invalid' is not known") == true)
    }
}

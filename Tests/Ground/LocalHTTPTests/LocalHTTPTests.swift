import Foundation
import LocalHTTP
import TestSupport
import Testing

/// The client and the server beside it, one with the other.
@Suite struct LocalHTTPTests {
    private func client(_ server: LocalServer, _ path: String = "/") throws -> HTTPClient {
        try #require(HTTPClient("http://127.0.0.1:\(server.port)\(path)"))
    }

    private var soon: Double { Date.timeIntervalSinceReferenceDate + 5 }

    @Test(arguments: ["", "two words", "ümläut", "x" + String(repeating: "ü", count: 1_000_000)])
    func whatIsSentIsWhatComes(body: String) throws {
        let server = try LocalServer { request, _ in .text(request.body) }
        defer { server.stop() }
        let answer = try client(server, "/a?b=c").send("PUT", body: body, deadline: soon)
        #expect(answer.status == 200 && String(decoding: answer.body, as: UTF8.self) == body)
        #expect(server.log.map(\.path) == ["/a?b=c"] && server.log.map(\.method) == ["PUT"])
    }

    @Test(arguments: [201, 204, 404, 408, 410, 500]) func aStatusArrivesAsItIs(status: Int) throws {
        let server = try LocalServer { _, _ in .status(status, body: status == 204 ? "" : "b") }
        defer { server.stop() }
        #expect(try client(server).send("GET", deadline: soon).status == status)
    }

    @Test func requestsAreCountedInTheirOrder() throws {
        let server = try LocalServer { _, count in .text("\(count)") }
        defer { server.stop() }
        let bodies = try (0..<3).map { _ in
            String(decoding: try client(server).send("GET", deadline: soon).body, as: UTF8.self)
        }
        #expect(bodies == ["0", "1", "2"])
    }

    @Test(arguments: [0, 1, 5]) func theAnswerComesAfterInterimOnes(count: Int) {
        let interim = String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: count)
        let bytes = Array((interim + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").utf8)
        guard case .complete(let answer) = HTTPAnswer.read(bytes, isEnd: false) else {
            Issue.record("no answer")
            return
        }
        #expect(answer.status == 200 && answer.body == Array("ok".utf8))
        #expect(HTTPAnswer.read(Array(bytes.dropLast()), isEnd: false) == .incomplete)
    }

    @Test(arguments: [100, 200_000]) func interimAnswersHaveAnEnd(count: Int) {
        let bytes = Array(String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: count).utf8)
        #expect(HTTPAnswer.read(bytes, isEnd: false) == .invalid)
    }

    @Test func aServerThatIsSilentCostsTheDeadlineAndNotMore() throws {
        let server = try LocalServer { _, _ in .silence }
        defer { server.stop() }
        let start = Date.timeIntervalSinceReferenceDate
        let error = #expect(throws: ConnectionFailure.self) { try client(server).send("GET", deadline: start + 0.2) }
        #expect(error?.reason == "no answer in time" && error?.wasSent == true)
    }

    @Test func aStoppedServerGivesItsPortBack() throws {
        let server = try LocalServer { _, _ in .text("") }
        let client = try client(server)
        _ = try client.send("GET", deadline: soon)
        server.stop()
        Thread.sleep(forTimeInterval: 0.1)
        let error = #expect(throws: ConnectionFailure.self) { try client.send("GET", deadline: soon) }
        #expect(error?.wasSent == false)
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        "HELLO THERE\r\n\r\n", "HTTP/1.1 999 Odd\r\n\r\n", "",
    ]) func anAnswerThatIsCutOrNoneIsAFailure(bytes: String) throws {
        let server = try LocalServer { _, _ in .bytes(bytes) }
        defer { server.stop() }
        #expect(throws: ConnectionFailure.self) { try client(server).send("GET", deadline: soon) }
    }

    @Test(arguments: ["", "ftp://a", "https://a", "http://", "http://a:99999", "nonsense"])
    func whatIsNoAddressOfHTTPIsNone(address: String) {
        #expect(HTTPClient(address) == nil)
    }
}

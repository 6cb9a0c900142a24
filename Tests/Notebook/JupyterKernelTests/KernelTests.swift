import Foundation
import JupyterKernel
import TestSupport
import Testing
import Values

/// The life of a kernel, and the requests that run nothing, through real sockets.
@Suite struct KernelTests {
    private func ask(_ client: KernelClient, _ type: String, _ content: JSONValue) async throws -> JSONObject {
        try await client.reply(to: client.send(type, content)).content
    }

    @Test func everyRequestIsFramedByBusyAndIdle() async throws {
        try await Garden.withKernel { client in
            let id = client.send("kernel_info_request")
            let reply = try await client.reply(to: id)
            let language = reply.content["language_info"]?.object
            #expect(language?["name"] == "tunebook" && language?["file_extension"] == ".tb")
            #expect(reply.text("protocol_version") == "5.4")
            #expect(try await client.told(of: id).map(\.type) == ["status"])
        }
    }

    @Test func theHeartbeatEchoes() async throws {
        try await Garden.withKernel { client in
            client.send(frames: [Array("beat".utf8)], on: .hb)
            for _ in 0..<1000 {
                if let frames = client.frames(.hb) { return #expect(frames == [Array("beat".utf8)]) }
                try await Task.sleep(for: .milliseconds(5))
            }
            Issue.record("no echo")
        }
    }

    @Test func wordsAreCompletedInCodePointsAndWithoutABlank() async throws {
        try await Garden.withKernel { client in
            _ = try await client.run("ratings = 5")
            let answer = try await ask(client, "complete_request", ["code": "print \"🎉\" rat + 1", "cursor_pos": 13])
            #expect(answer["matches"] == ["ratings"])
            #expect(answer["cursor_start"] == 10 && answer["cursor_end"] == 13)
            let second = try await ask(client, "complete_request", ["code": "x = 1\ncount pl", "cursor_pos": 999])
            #expect(second["matches"] == ["plants"])
            #expect(second["cursor_start"] == 12 && second["cursor_end"] == 14)
        }
    }

    @Test func wordsAreExplainedWhereTheCursorStands() async throws {
        try await Garden.withKernel { client in
            _ = try await client.run("x = 41")
            let places: [(String, Int, String)] = [
                ("count plants", 12, "count plants: a fine thing"), ("print rose", 7, "rose: a fine thing"),
                ("print x + 1", 7, "41"), ("rose?", 5, "rose: a fine thing"),
            ]
            for (code, cursor, text) in places {
                let request: JSONValue = ["code": .string(code), "cursor_pos": .integer(cursor)]
                let answer = try await ask(client, "inspect_request", request)
                #expect(answer["found"] == true, "\(code)")
                #expect(answer["data"]?.object?["text/plain"]?.string == text, "\(code)")
            }
            let nothing = try await ask(client, "inspect_request", ["code": "qqqq", "cursor_pos": 2])
            #expect(nothing["found"] == false && nothing["status"] == "ok")
        }
    }

    @Test(arguments: [
        ("print 1", "complete"), ("", "complete"), ("for x in 1 2", "incomplete"), ("print \"a", "incomplete"),
        ("print 1 \\", "incomplete"), ("if 1 == 1\nprint 1\nelse", "incomplete"), ("print )", "invalid"),
        ("end", "invalid"), ("if 1 == 1\nprint )\nend", "invalid"),
    ])
    func aTextIsCompleteIncompleteOrInvalid(code: String, status: String) async throws {
        try await Garden.withKernel { client in
            let answer = try await ask(client, "is_complete_request", ["code": .string(code)])
            #expect(answer["status"]?.string == status)
        }
    }

    @Test func anInterruptEndsTheCellAndKeepsTheSession() async throws {
        try await Garden.withKernel { client in
            let id = client.send("execute_request", ["code": "x = 1\nrest"])
            let waiting = client.send("execute_request", ["code": "print 1"])
            while try await client.receive(.iopub).type != "execute_input" {}
            #expect(
                try await client.reply(to: client.send("interrupt_request", on: .control), on: .control).text("status")
                    == "ok")
            #expect(try await client.reply(to: id).text("ename") == "interrupted")
            #expect(try await client.reply(to: waiting).text("status") == "aborted")
            #expect(try await client.run("print x").reply.text("status") == "ok")
        }
    }

    @Test(arguments: [(true, "aborted"), (false, "ok")])
    func anErrorAbortsWhatWaitsUnlessItIsNotTo(stops: Bool, status: String) async throws {
        try await Garden.withKernel { client in
            let wish: JSONValue = ["code": "!sleep 0.3; exit 1", "stop_on_error": .boolean(stops)]
            let failing = client.send("execute_request", wish)
            let waiting = client.send("execute_request", ["code": "print 1"])
            let replies = [try await client.reply(to: failing), try await client.reply(to: waiting)]
            #expect(replies.map { $0.text("status") } == ["error", status])
        }
    }

    @Test func whoeverWantsToTalkIsTurnedAwayPolitely() async throws {
        try await Garden.withKernel { client in
            let id = client.send("comm_open", ["comm_id": "c", "target_name": "widget", "data": [:]])
            let told = try await client.told(of: id)
            #expect(told.last?.type == "comm_close" && told.last?.text("comm_id") == "c")
            #expect(try await ask(client, "comm_info_request", [:])["comms"] == [:])
        }
    }

    @Test func leavingAsksWhereSomethingRuns() async throws {
        try await Garden.withKernel(running: ["oak"]) { client in
            let id = client.send("execute_request", ["code": "leave", "allow_stdin": true])
            #expect(try await client.receive(.stdin).text("prompt").hasPrefix("Stop and leave?"))
            client.send("input_reply", ["value": "n"], on: .stdin)
            #expect(try await client.reply(to: id).content["payload"] == [])
            // Whoever can't be asked leaves.
            let last = try await client.run("leave", ["allow_stdin": false]).reply
            #expect(last.content["payload"]?.array?.first?.object?["source"] == "ask_exit")
        }
    }

    @Test func shuttingDownIsAnsweredOnItsWayAndToldToAll() async throws {
        try await Garden.withKernel { client in
            let id = client.send("execute_request", ["code": "rest"])
            while try await client.receive(.iopub).type != "execute_input" {}
            let end = client.send("shutdown_request", ["restart": true], on: .control)
            #expect(try await client.reply(to: end, on: .control).content["restart"] == true)
            #expect(try await client.reply(to: id).text("status") == "error")
            #expect(try await client.told(of: end).contains { $0.type == "shutdown_reply" })
        }
    }

    @Test func whatIsNoMessageChangesNothing() async throws {
        try await Garden.withKernel { client in
            let mark = Array("<IDS|MSG>".utf8)
            let parts = [#"{"msg_id": "x", "msg_type": "execute_request"}"#, "{}", "{}", #"{"code": "x = 6"}"#].map {
                Array($0.utf8)
            }
            client.send(frames: [mark, Array(repeating: 0x30, count: 64)] + parts)
            client.send(frames: [mark, []] + parts)
            client.send(frames: [[]])
            client.send(frames: [[UInt8]](repeating: [1], count: 5000))
            let broken = [parts[0], parts[1], parts[2], [0xFF]]
            client.send(frames: [mark, KernelClient.signature(broken)] + broken)
            #expect(try await client.reply(to: "x").text("status") == "error")
            let huge = JSONValue.string("print 1 #" + String(repeating: "a", count: 64 << 20))
            let large = try await client.run("", ["code": huge]).reply
            #expect(large.text("evalue").contains("at most 32 MB"))
            let unknown = client.send("dance_request")
            #expect(try await client.reply(to: unknown).type == "dance_reply")
            #expect(try await client.run("print x").reply.text("evalue").contains("nothing is named 'x'"))
        }
    }
}

import TestSupport
import Testing
import Values

/// What clients are told of cells, through real sockets.
@Suite struct CellTests {
    private func types(_ messages: [KernelClient.Message]) -> [String] { messages.map(\.type) }

    private func bundle(_ message: KernelClient.Message?) -> JSONObject { message?.content["data"]?.object ?? [:] }

    @Test func aPrintedTextIsAStreamAnExpressionAResultAPictureADisplay() async throws {
        try await Garden.withKernel { client in
            let (reply, told) = try await client.run("print \"hello\"\n6 * 7\nsketch\ncount plants")
            #expect(reply.type == "execute_reply" && reply.text("status") == "ok")
            #expect(reply.content["execution_count"] == 1)
            let expected = ["execute_input", "stream", "execute_result", "display_data", "execute_result"]
            try #require(types(told) == expected)
            #expect(told[1].text("name") == "stdout" && told[1].text("text") == "hello\n")
            #expect(bundle(told[2]) == ["text/plain": "42"])
            #expect(bundle(told[3])["image/svg+xml"]?.string?.hasPrefix("<svg") == true)
            #expect(bundle(told[4])["text/html"]?.string?.contains("&lt;rose&gt;") == true)
            #expect(bundle(told[4])["text/plain"]?.string?.contains("<rose>") == true)
        }
    }

    @Test func aCellHasOneNumberHoweverManyStatements() async throws {
        try await Garden.withKernel { client in
            #expect(try await client.run("x = 1\ny = 2\n# %% a mark\nx + y").reply.content["execution_count"] == 1)
            #expect(try await client.run("print 1", ["silent": true]).told.isEmpty)
            #expect(try await client.run("5", ["store_history": false]).reply.content["execution_count"] == 1)
            #expect(try await client.run(" \n").reply.content["execution_count"] == 1)
            #expect(try await client.run("print )").reply.content["execution_count"] == 2)
            let told = try await client.run("_1").told
            #expect(bundle(told.last) == ["text/plain": "3"])
        }
    }

    @Test func anErrorHasItsPlaceAndEndsTheCell() async throws {
        try await Garden.withKernel { client in
            let (reply, told) = try await client.run("print 1\nprint nothing\nprint 2")
            #expect(reply.text("status") == "error" && reply.text("evalue").contains("nothing"))
            #expect(types(told) == ["execute_input", "stream", "error"])
            let lines = told.last?.content["traceback"]?.array?.compactMap(\.string) ?? []
            #expect(lines.first?.hasPrefix("[1]:2:7: error: ") == true && lines.contains { $0.contains("^~~~") })
        }
    }

    @Test func programsWriteToBothStreamsAsTheyRun() async throws {
        try await Garden.withKernel { client in
            let told = try await client.run("!echo out; echo wrong >&2; sleep 1; printf 'ü'; exit 3").told
            let text = { (name: String) in
                told.filter { $0.text("name") == name }.map { $0.text("text") }
            }
            #expect(text("stdout").first == "out\n" && text("stdout").joined() == "out\nü")
            #expect(text("stderr").joined() == "wrong\n")
            #expect(told.last?.type == "error")
        }
    }

    @Test func aQuestionIsAnsweredInThePagerHelpPrints() async throws {
        try await Garden.withKernel { client in
            let (reply, told) = try await client.run("rose?")
            #expect(types(told) == ["execute_input"])
            let page = reply.content["payload"]?.array?.first?.object
            #expect(page?["source"] == "page")
            #expect(page?["data"]?.object?["text/plain"] == "rose: a fine thing")
            #expect(types(try await client.run("help rose").told) == ["execute_input", "stream"])
        }
    }

    @Test func progressIsOneDisplayThatChangesWatchingClears() async throws {
        try await Garden.withKernel { client in
            let told = try await client.run("dig\ndig").told.dropFirst()
            let displays = told.map { $0.content["transient"]?.object?["display_id"]?.string }
            #expect(Set(displays).count == 1 && displays.first??.isEmpty == false)
            #expect(told.first?.type == "display_data" && told.count > 2)
            #expect(told.dropFirst().allSatisfy { $0.type == "update_display_data" })
            #expect(bundle(told.last)["text/plain"]?.string?.hasPrefix("12/12 beds") == true)
            let watched = types(try await client.run("look").told)
            #expect(watched == ["execute_input", "clear_output", "display_data", "clear_output", "display_data"])
        }
    }

    @Test func expressionsOfTheRequestAreAnsweredOneByOne() async throws {
        try await Garden.withKernel { client in
            let wish: JSONObject = ["user_expressions": ["a": "x + 1", "b": "nope", "c": "x = 5", "d": 3]]
            let values = try await client.run("x = 1", wish).reply.content["user_expressions"]?.object
            #expect(values?["a"]?.object?["data"] == ["text/plain": "2"])
            for name in ["b", "c", "d"] { #expect(values?[name]?.object?["status"] == "error", "\(name)") }
            #expect(bundle(try await client.run("x").told.last) == ["text/plain": "1"])
        }
    }
}

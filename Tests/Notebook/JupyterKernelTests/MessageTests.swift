import Testing
import Values

@testable import JupyterKernel

/// Messages apart from sockets.
@Suite struct MessageTests {
    /// RFC 4231, the second and the sixth test case.
    @Test func signaturesAreThoseOfTheStandard() {
        let jefe = MessageSigner(key: Array("Jefe".utf8))
        let parts = ["what do ya want ", "for ", "nothing?"].map { Array($0.utf8) }
        let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        #expect(jefe.signature(parts) == Array(expected.utf8))
        let long = MessageSigner(key: [UInt8](repeating: 0xaa, count: 131))
        let text = Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8)
        let second = "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        #expect(long.signature([text]) == Array(second.utf8))
    }

    @Test func onlyTheRightSignatureIsBelieved() {
        let signer = MessageSigner(key: Array("key".utf8))
        let parts = [Array("{}".utf8)]
        var signature = signer.signature(parts)
        #expect(signer.verifies(signature, of: parts))
        #expect(!signer.verifies(Array(signature.dropLast()), of: parts))
        #expect(!signer.verifies([], of: parts))
        signature[5] ^= 1
        #expect(!signer.verifies(signature, of: parts))
        #expect(MessageSigner(key: []).verifies(signature, of: parts))
    }

    private static let mark = Array("<IDS|MSG>".utf8)

    private func request(_ frames: [String]) throws(RequestError) -> Request {
        try Request(frames.map { Array($0.utf8) }, signer: MessageSigner(key: []), number: 1)
    }

    @Test(arguments: [
        [], [""], ["<IDS|MSG>"], ["a", "<IDS|MSG>", "", "{}", "{}", "{}"], ["a", "b", "c", "d", "e", "f", "g"],
    ])
    func aMessageOfOtherFramesIsNone(frames: [String]) {
        #expect(throws: RequestError.framing(count: frames.count)) { try request(frames) }
    }

    @Test(arguments: ["", "[]", "{}", #"{"msg_id": 1, "msg_type": "a"}"#, #"{"msg_id": "1"}"#, "{\u{0}}"])
    func aHeaderNeedsItsNumberAndType(header: String) {
        #expect(throws: RequestError.header) { try request(["a", "<IDS|MSG>", "", header, "{}", "{}", "{}"]) }
    }

    @Test func whatIsLargerThanAnyScriptIsNotRead() throws {
        let header = #"{"msg_id": "1", "msg_type": "execute_request"}"#
        let large = try request(["<IDS|MSG>", "", header, "{}", "{}", String(repeating: " ", count: 40 << 20)])
        #expect(throws: RequestError.size(bytes: 40 << 20, limit: 32 << 20)) { try large.content() }
        let list = try request(["<IDS|MSG>", "", header, "{}", "{}", "[]", "a buffer"])
        #expect(throws: RequestError.content) { try list.content() }
    }

    @Test func historyIsFoundByPlaceAndPattern() throws {
        var history = KernelHistory()
        for (line, input) in ["1 + 1", "print 2", "1 + 1", "a*b?"].enumerated() {
            history.add(input, line: line + 1, output: "x")
        }
        func lines(_ request: JSONObject) throws -> [Int] {
            try history.answer(request).array?.compactMap { $0.array?[1].integer } ?? []
        }
        #expect(try lines(["hist_access_type": "tail", "n": 2]) == [3, 4])
        #expect(try lines(["hist_access_type": "tail", "n": -1]) == [])
        #expect(try lines(["hist_access_type": "range", "session": 0, "start": 2, "stop": 4]) == [2, 3])
        #expect(try lines(["hist_access_type": "search", "pattern": "1 ? *"]) == [1, 3])
        #expect(try lines(["hist_access_type": "search", "pattern": "1*", "unique": true]) == [3])
        #expect(try lines(["hist_access_type": "search", "pattern": "*b*", "n": 5]) == [4])
        #expect(throws: RequestError.self) { try history.answer([:]) }
    }

    @Test func manyStarsTakeNoTime() throws {
        var history = KernelHistory()
        history.add(String(repeating: "a", count: 2000), line: 1, output: nil)
        let pattern = String(repeating: "*a", count: 400) + "b"
        #expect(try history.answer(["hist_access_type": "search", "pattern": .string(pattern)]) == [])
    }
}

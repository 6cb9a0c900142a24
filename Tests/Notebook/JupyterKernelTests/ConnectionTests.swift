import JupyterKernel
import TestSupport
import Testing
import Values

@Suite struct ConnectionTests {
    private static let right: JSONObject = [
        "transport": "tcp", "ip": "127.0.0.1", "shell_port": 5001, "iopub_port": 5002, "stdin_port": 5003,
        "control_port": 5004, "hb_port": 5005, "key": "k", "signature_scheme": "hmac-sha256",
    ]

    private func problem(_ text: String) -> String {
        do {
            _ = try Connection(Array(text.utf8), path: "c.json")
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test func whatJupyterWritesIsRead() {
        #expect(problem(JSONValue.object(Self.right).text()) == "")
    }

    @Test(arguments: [
        ("ip", JSONValue.null), ("ip", ""), ("key", 5), ("transport", "udp"), ("shell_port", "a"), ("shell_port", 0),
        ("shell_port", 65536), ("hb_port", 2.5), ("iopub_port", 5001), ("signature_scheme", "hmac-md5"),
    ])
    func aWrongFieldIsNamedWithTheFile(field: String, value: JSONValue) {
        let text = JSONValue.object(Self.right.merging([field: value])).text()
        #expect(problem(text).hasPrefix("c.json: "), "\(problem(text))")
        #expect(problem(text).contains("'\(field)'"), "\(problem(text))")
    }

    @Test(arguments: ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port", "key", "ip"])
    func aMissingFieldIsNamed(field: String) {
        let rest = JSONObject(Self.right.filter { $0.key != field }.map { ($0.key, $0.value) })
        #expect(problem(JSONValue.object(rest).text()).contains("'\(field)' is missing"))
    }

    @Test(arguments: ["", "{", "[1]", "\"c\"", "{\"ip\": }", "\u{0}"])
    func whatIsNoObjectIsRefused(text: String) { #expect(problem(text).hasPrefix("c.json: ")) }

    @Test func aFileThatIsNotThereIsNamed() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        #expect(throws: (any Error).self) { try Connection(path: folder.file("none.json")) }
    }
}

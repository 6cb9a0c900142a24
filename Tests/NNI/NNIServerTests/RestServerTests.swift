import Foundation
import NNIServer
import TestSupport
import Testing
import Values

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Over the wire, against the built program: who is answered, and that nobody can hinder others.
@Suite struct RestServerTests {
    private static let script = """
        r = load synthetic --users 60 --items 40 --ratings 900
        data = split r --ratio 0.7 0.15 0.15
        space s
        reg_all uniform 0 1
        end
        e = experiment start svd data --space s --max-trials 3 --fix n_epochs=1 --port PORT
        experiment wait e

        """

    private func ask(_ port: Int, _ path: String, _ fields: [String: String] = [:], method: String = "GET") async throws
        -> (status: Int, body: String)
    {
        var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(port)/api/v1/nni\(path)")))
        request.httpMethod = method
        request.timeoutInterval = 10
        for (name, value) in fields { request.setValue(value, forHTTPHeaderField: name) }
        let (data, response) = try await URLSession.shared.data(for: request)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self))
    }

    @Test func itServesThisMachineAloneAndNobodyHindersIt() async throws {
        let home = try TemporaryFolder()
        defer { home.remove() }
        let port = Int.random(in: 20_000..<30_000)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program.path)
        process.environment = Program.environment(home: home.path)
        process.currentDirectoryURL = URL(fileURLWithPath: home.path)
        let input = Pipe()
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer { process.terminate() }
        input.fileHandleForWriting.write(Data(Self.script.replacing("PORT", with: "\(port)").utf8))
        var status = ""
        for _ in 0..<200 where !status.contains("DONE") {
            status = (try? await ask(port, "/check-status").body) ?? ""
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(status == "{\"status\": \"DONE\", \"errors\": []}")
        for fields in [["Origin": "http://evil.example"], ["Origin": "null"], ["Sec-Fetch-Site": "cross-site"]] {
            for method in ["GET", "PUT", "DELETE"] {
                #expect(try await ask(port, "/experiment", fields, method: method).status == 403)
            }
        }
        let registry = home.path + "/nni-experiments/.experiment"
        #expect(try String(contentsOfFile: registry, encoding: .utf8).contains("\(port)"))
        let slow = try await Program.shell(
            "for n in $(seq 200); do exec {c}<>/dev/tcp/127.0.0.1/\(port) && printf 'GET /x HTTP/1.1\\r\\nA: ' >&$c; done; exec 3<>/dev/tcp/127.0.0.1/\(port); printf 'GET /api/v1/nni/check-status HTTP/1.1\\r\\nHost: evil.example\\r\\n\\r\\n' >&3; read -r line <&3; echo \"$line\""
                .bash,
            home: home.path)
        #expect(slow.output.contains("403"), "\(slow.errors)")
        #expect(try await ask(port, "/check-status").status == 200)
        #expect(try await ask(port, "/experiment", method: "DELETE").status == 200)
        input.fileHandleForWriting.closeFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(try String(contentsOfFile: registry, encoding: .utf8).contains("\(port)") == false)
    }
}

extension String {
    /// As a call of Bash, for what `sh` can't do.
    fileprivate var bash: String { "bash -c '" + replacing("'", with: #"'\''"#) + "'" }
}

import Foundation
import NNIEngine
import TestSupport
import Testing

@Suite struct NNIInstallationTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A program in a folder of its own that does this.
    private func program(_ script: String, version: String? = nil, in name: String = "venv") throws -> String {
        let root = folder.file(name)
        try FileManager.default.createDirectory(atPath: root + "/bin", withIntermediateDirectories: true)
        if let version {
            try FileManager.default.createDirectory(
                atPath: root + "/lib/python3.11/site-packages/nni-\(version).dist-info",
                withIntermediateDirectories: true)
        }
        let path = root + "/bin/nnictl"
        try Data(("#!/bin/sh\n" + script).utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }

    @Test func aNamedPlaceGoesBeforeTheInstalledOneAndThePath() throws {
        defer { folder.remove() }
        let (named, installed, found) = (
            try program("", in: "named"), try program("", in: "installed"), try program("", in: "path")
        )
        let path = ["PATH": folder.file("path/bin")]
        func look(_ environment: [String: String], _ install: String) throws -> String {
            try NNIInstallation(environment: environment, installFolder: folder.file(install)).nnictl
        }
        #expect(try look(path, "none") == found)
        #expect(try look(path, "installed") == installed)
        #expect(try look(path.merging(["TUNEBOOK_NNI": folder.file("named")]) { $1 }, "installed") == named)
        #expect(try look(["TUNEBOOK_NNI": named], "none") == named)
        #expect(throws: NNIEngineError.notInstalled(looked: ["/nowhere"])) {
            try look(path.merging(["TUNEBOOK_NNI": "/nowhere"]) { $1 }, "installed")
        }
    }

    @Test func anotherVersionIsRefusedWithTheRemedy() throws {
        defer { folder.remove() }
        let path = try program("", version: "2.10")
        let error = #expect(throws: NNIEngineError.self) {
            try NNIInstallation(environment: ["TUNEBOOK_NNI": path], installFolder: "/none")
        }
        #expect("\(try #require(error))".contains("is NNI 2.10, and version 3 is needed; 'engine install nni'"))
        _ = try program("", version: "3.0", in: "other")
        #expect(throws: Never.self) {
            try NNIInstallation(environment: ["TUNEBOOK_NNI": folder.file("other")], installFolder: "/none")
        }
    }

    private func commandLine(_ script: String) throws -> NNICommandLine {
        let path = try program(script)
        let environment = ["PATH": "/usr/bin:/bin"]
        return NNICommandLine(
            try NNIInstallation(
                environment: environment.merging(["TUNEBOOK_NNI": path]) { $1 }, installFolder: "/none"),
            environment: environment)
    }

    @Test func aStartThatIsOnlySlowIsTriedAgain() async throws {
        defer { folder.remove() }
        let count = folder.file("count")
        let line = try commandLine(
            "echo x >> \(count); [ $(wc -l < \(count)) -ge 3 ] || { echo 'ConnectionError: Connection refused' >&2; exit 1; }\n"
        )
        try await line.create(configuration: "c.yml", port: 1, patience: 5)
        #expect(try String(contentsOfFile: count, encoding: .utf8).count { $0 == "x" } == 3)
    }

    @Test func aStartThatFailsSaysWhy() async throws {
        defer { folder.remove() }
        let line = try commandLine("printf '\\033[31mValueError: no such tuner\\033[0m\\n' >&2; exit 1\n")
        await #expect(throws: NNIEngineError.startFailed(reason: "ValueError: no such tuner", log: nil)) {
            try await line.create(configuration: "c.yml", port: 1, patience: 5)
        }
    }

    @Test func aStartThatIsCancelledLeavesNoProcess() async throws {
        defer { folder.remove() }
        let pid = folder.file("pid")
        let line = try commandLine("echo $$ > \(pid); sleep 600 & wait\n")
        let task = Task { try await line.create(configuration: "c.yml", port: 1, patience: 5) }
        while !FileManager.default.fileExists(atPath: pid) { try await Task.sleep(for: .milliseconds(10)) }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        let number = try String(contentsOfFile: pid, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(!FileManager.default.fileExists(atPath: "/proc/\(number)"))
    }

    @Test(arguments: [
        ("bob@10.0.0.2", "bob@10.0.0.2:22"), ("bob@h:2222", "bob@h:2222"), ("bob@[::1]:22", "bob@[::1]:22"),
        ("bob", nil),
        ("@h", nil), ("bob@h:0", nil), ("bob@h:x", nil),
    ])
    func workersAreReadAsSSHWritesThem(text: String, expected: String?) {
        #expect(Worker(parsing: text).map { "\($0)" } == expected)
        folder.remove()
    }

    @Test func aKeyThatCanNotBeUsedIsSaidBeforeTheStart() throws {
        defer { folder.remove() }
        func reason(_ text: String) throws -> String {
            let path = try folder.write(text, to: "key")
            return "\(try #require(#expect(throws: NNIEngineError.self) { try SSHKey.check(path) }))"
        }
        #expect(try reason("ssh-ed25519 AAAA me").contains("it is a public key"))
        #expect(try reason("hello").contains("it is no private key"))
        #expect(try reason("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n").contains("passphrase"))
        #expect(throws: NNIEngineError.badKey(path: "/nowhere", reason: "it can't be read")) {
            try SSHKey.check("/nowhere")
        }
        try SSHKey.check(try folder.write("-----BEGIN RSA PRIVATE KEY-----\n", to: "key"))
    }
}

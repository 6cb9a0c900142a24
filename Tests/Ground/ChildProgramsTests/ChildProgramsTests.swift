import ChildPrograms
import Foundation
import TestSupport
import Testing

@Suite struct ChildProgramsTests {
    private func shell(_ command: String, folder: String? = nil) async throws -> ProgramRun.Result {
        try await ProgramRun.run("/bin/sh", ["-c", command], environment: ["WORD": "x"], folder: folder)
    }

    @Test func aProgramsOutputErrorsAndStatusAreItsOwn() async throws {
        let result = try await shell("echo out; echo $WORD >&2; exit 3")
        #expect(result.status == 3 && result.output == "out\n" && result.errors == "x\n")
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        #expect(try await shell("pwd -P", folder: folder.path).output.hasSuffix(folder.path + "\n"))
    }

    @Test(arguments: [
        ("echo fine; echo 'Error: no space' >&2; echo done >&2", "Error: no space"), ("echo last", "last"),
        ("printf '\\033[31mFailed here\\033[0m\\n'", "Failed here"),
        ("exit 5", "it ended with status 5 and said nothing"),
    ])
    func theReasonIsTheLineThatTellsSomething(command: String, reason: String) async throws {
        #expect(try await shell(command).reason == reason)
    }

    @Test func whoeverIsCancelledTakesTheWholeGroupAlong() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let task = Task { try await shell("sleep 100 & echo $! > '\(folder.file("pid"))'; wait") }
        while FileManager.default.contents(atPath: folder.file("pid"))?.count ?? 0 == 0 {
            try await Task.sleep(for: .milliseconds(10))
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        let text = String(decoding: FileManager.default.contents(atPath: folder.file("pid")) ?? Data(), as: UTF8.self)
        let pid = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        var isGone = false
        for _ in 0..<200 where !isGone {
            let state = FileManager.default.contents(atPath: "/proc/\(pid)/stat").map {
                String(decoding: $0, as: UTF8.self)
            }
            isGone = state.map { $0.contains(") Z ") } ?? true
            if !isGone { try await Task.sleep(for: .milliseconds(10)) }
        }
        #expect(isGone)
    }

    @Test func aShellCommandIsFedAndRead() async throws {
        #expect(try await ShellCommand.output(of: "tr a-z A-Z", input: "word\n") == "WORD\n")
        await #expect(throws: ShellError.failed(status: 7)) { try await ShellCommand.output(of: "exit 7") }
        await #expect(throws: ShellError.failed(status: 128)) { try await ShellCommand.run("kill -9 $$") }
    }
}

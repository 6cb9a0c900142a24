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

    @Test func aShellCommandIsFedAndReadAsItWrites() async throws {
        let told = RecordingLines()
        let take: @Sendable (String, Bool) -> Void = { told.add(($1 ? "error: " : "output: ") + $0) }
        try await ShellCommand.read("tr a-z A-Z; sleep 0.1; echo ü; sleep 0.1; echo no >&2", input: "word\n", take)
        #expect(told.all == ["output: WORD\n", "output: ü\n", "error: no\n"])
        // A character in two halves is one piece.
        try await ShellCommand.read("printf '\\303'; sleep 0.1; printf '\\274'; sleep 0.1; printf 'a\\303'", take)
        #expect(told.all.dropFirst(3) == ["output: ü", "output: a", "output: \u{FFFD}"])
        await #expect(throws: ShellError.failed(status: 7)) { try await ShellCommand.read("exit 7", take) }
        await #expect(throws: ShellError.failed(status: 128)) { try await ShellCommand.run("kill -9 $$") }
    }

    @Test func aShellCommandThatIsReadEndsWithWhatItStartedWhenItIsCancelled() async throws {
        let told = RecordingLines()
        let life = Task { try await ShellCommand.read("sleep 60 & echo $!; sleep 60") { text, _ in told.add(text) } }
        while told.all.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        let child = try #require(pid_t(told.text.filter(\.isNumber)))
        let start = ContinuousClock.now
        life.cancel()
        await #expect(throws: CancellationError.self) { try await life.value }
        #expect(ContinuousClock.now - start < .seconds(5))
        for _ in 0..<200 where kill(child, 0) == 0 { try await Task.sleep(for: .milliseconds(10)) }
        let state = FileManager.default.contents(atPath: "/proc/\(child)/stat").map {
            String(decoding: $0, as: UTF8.self)
        }
        #expect(state.map { $0.contains(") Z ") } ?? true)
    }
}

import Foundation

/// The built program, run as a person or another program would.
package enum Program {
    /// `TUNEBOOK_BIN`, or what was built beside the tests.
    package static let path = path(of: "tunebook")
    /// The program that runs one trial, beside the other.
    package static let trial = path(of: "tunebook-trial")

    private static func path(of name: String) -> String {
        if let path = ProcessInfo.processInfo.environment["TUNEBOOK_BIN"] {
            return URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent(name).path
        }
        let tests = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let root = Project.root
        let places = [tests, root.appendingPathComponent(".build/debug")].map {
            $0.appendingPathComponent(name).path
        }
        return places.first { FileManager.default.isExecutableFile(atPath: $0) } ?? places[1]
    }

    package struct Result: Sendable {
        package let status: Int32
        package let output: String
        package let errors: String
    }

    package static func environment(home: String, _ more: [String: String] = [:]) -> [String: String] {
        var environment = ProcessInfo.processInfo.environment
        for name in environment.keys
        where name.hasPrefix("XDG_") || name.hasPrefix("TUNEBOOK_") || name.hasPrefix("NNI_") || name == "EDITRC" {
            environment[name] = nil
        }
        return environment.merging(["HOME": home, "TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"]) {
            $1
        }.merging(more) { $1 }
    }

    /// Runs the program, or another one, to its end.
    package static func run(
        _ arguments: [String], program: String = path, input: String = "", home: String, _ more: [String: String] = [:],
        interruptAfter delay: Duration? = nil
    ) async throws -> Result {
        try await launch(program, arguments, input: input, home: home, more, interruptAfter: delay)
    }

    /// Runs a shell command, which may start the program, to its end.
    package static func shell(_ command: String, home: String) async throws -> Result {
        try await launch("/bin/sh", ["-c", command], input: "", home: home, [:], interruptAfter: nil)
    }

    private static func launch(
        _ executable: String, _ arguments: [String], input: String, home: String, _ more: [String: String],
        interruptAfter delay: Duration?
    ) async throws -> Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.environment = environment(home: home, more)
        process.currentDirectoryURL = URL(fileURLWithPath: home)
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try folder.write(input, to: "input")
        for name in ["output", "errors"] { try folder.write("", to: name) }
        process.standardInput = FileHandle(forReadingAtPath: folder.file("input"))
        process.standardOutput = FileHandle(forWritingAtPath: folder.file("output"))
        process.standardError = FileHandle(forWritingAtPath: folder.file("errors"))
        try process.run()
        if let delay {
            try await Task.sleep(for: delay)
            process.interrupt()
        }
        while process.isRunning { try await Task.sleep(for: .milliseconds(5)) }
        func text(_ name: String) -> String {
            String(decoding: FileManager.default.contents(atPath: folder.file(name)) ?? Data(), as: UTF8.self)
        }
        return Result(status: process.terminationStatus, output: text("output"), errors: text("errors"))
    }
}

import Compute
import Display
import Foundation
import JupyterKernel
import Notebook
import Script
import TestSupport
import Testing
import Values

/// A session with a few commands of each kind of result.
enum Garden {
    private struct Act: Notebook.Command {
        let words: String
        let result: @Sendable (isolated Session) async throws -> (any SessionObject)?

        var declaration: CommandDeclaration { CommandDeclaration(words, "an act", examples: [words]) }

        func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
            try await result(session)
        }
    }

    /// Answers of two words only.
    private struct Help: Notebook.Command {
        let words = Parameter<[String]>("WORD", each: .word("WORD", suggestions: []), help: "what", parsing: \.self)

        var declaration: CommandDeclaration {
            CommandDeclaration("help", "explains", arguments: [words], examples: ["help rose"])
        }

        func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
            guard ["rose", "count plants"].contains(call.text(words)) else {
                throw NotebookError.unavailable("nobody knows")
            }
            return TextObject(.text("\(call.text(words)): a fine thing"))
        }
    }

    private struct Beds: BlockDefinition {
        func define(_ lines: [(words: [CallWord], range: SourceRange)]) throws -> any SessionObject {
            PlainValue(.integer(lines.count))
        }
        func candidates(at position: Int) -> [String] { [] }
    }

    private struct Work: BackgroundWork {
        let names: [String]
        func running() async -> [RunningWork] { names.map { RunningWork(name: $0, description: "\($0) grows") } }
        func wait(_ show: @escaping @Sendable (WorkProgress?) -> Void) async -> [String] { [] }
        func stop() async -> [String] { [] }
        func close() async {}
        func warnings() async -> [String] { [] }
    }

    private static let table = Table(columns: ["plant", "height"], rows: [["<rose>", 3], ["oak", 20.5]])
    private static let plot = Plot(
        title: "growth", xLabel: "day", yLabel: "cm", series: [Series("oak", [Point(0, 1), Point(1, 2)])])

    private static let acts = [
        Act(words: "count plants") { _ in TableObject(table) },
        Act(words: "sketch") { _ in PlotObject(plot) },
        Act(words: "rest") { _ in
            try await Task.sleep(for: .seconds(60))
            return nil
        },
        Act(words: "dig") { session in
            let show = session.progress()
            for step in 1...12 {
                show(WorkProgress(completed: step, total: 12, unit: "bed"))
                try await Task.sleep(for: .milliseconds(60))
            }
            show(nil)
            return nil
        },
        Act(words: "look") { session in
            for output in [Output.text("green"), .text("red"), nil] { session.draw(output) }
            return nil
        },
        Act(words: "leave") { _ in throw Interruption.quit },
    ]

    static func session(_ observer: any SessionObserver, running: [String] = []) -> Session {
        let commands = CommandTable([.init("Garden", acts + [Help()])], block: Beds())
        return Session(
            commands: commands, background: Work(names: running), observers: [observer], isInteractive: true)
    }

    /// Runs a kernel in this process, over sockets in a folder, with a client.
    static func withKernel(
        running: [String] = [], _ body: (KernelClient) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let ports = Dictionary(uniqueKeysWithValues: zip(KernelClient.Way.allCases, 1...))
        var fields: JSONObject = [
            "transport": "ipc", "ip": .string(folder.file("k")), "signature_scheme": "hmac-sha256",
            "key": .string(String(decoding: KernelClient.key, as: UTF8.self)),
        ]
        for (way, port) in ports { fields[way.rawValue + "_port"] = .integer(port) }
        let connection = try Connection(Array(JSONValue.object(fields).text().utf8), path: "k.json")
        let kernel = try Kernel(connection) { session($0, running: running) }
        let life = Task { await kernel.run() }
        let client = KernelClient { "ipc://\(folder.file("k"))-\(ports[$0] ?? 0)" }
        do {
            // Whoever is told of the subscription hears all that follows.
            #expect(try await client.receive(.iopub).type == "iopub_welcome")
            try await body(client)
        } catch {
            kernel.stop()
            await life.value
            throw error
        }
        kernel.stop()
        await life.value
    }
}

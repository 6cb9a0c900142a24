import Compute
import Display
import Notebook
import Script
import Synchronization
import TestSupport
import Testing
import Values

/// A session about something else than recommenders: the core knows no domain.
@Suite struct CoreTests {
    private struct Fruit: SessionObject {
        let name: String
        var kind: ObjectKind { ObjectKind("fruit") }
        func json() async -> JSONValue { ["name": .string(name)] }
        func summary() async -> String { "a ripe \(name)" }
        func fieldNames() async -> [String] { ["name"] }
        func field(_ name: String) async throws -> (any SessionObject)? {
            name == "name" ? PlainValue(.string(self.name)) : nil
        }
    }

    private struct Pick: Notebook.Command {
        let name = Parameter<String>("NAME", required: .choice(["pear", "plum"]), help: "which")
        let count = Parameter("count", 1...9, default: 2, help: "how many")
        var declaration: CommandDeclaration {
            CommandDeclaration(
                "fruit pick", "a fruit", arguments: [name], options: [count], examples: ["f = fruit pick pear"])
        }
        func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
            session.notice("picked \(call[count])")
            return Fruit(name: call[name])
        }
    }

    private struct Eat: Notebook.Command {
        let fruit = Reference<Fruit>("FRUIT", ObjectKind("fruit"), isRequired: true, help: "what")
        var declaration: CommandDeclaration {
            CommandDeclaration("fruit eat", "eats it", arguments: [fruit], examples: ["fruit eat f"])
        }
        func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
            PlainValue(.string("ate the " + (try await session.object(fruit, call).name)))
        }
    }

    private struct Basket: BlockDefinition {
        func define(_ lines: [(words: [CallWord], range: SourceRange)]) throws -> any SessionObject {
            TableObject(columns: ["fruit"], rows: lines.map { [.string($0.words[0].text)] })
        }
        func candidates(at position: Int) -> [String] { position == 0 ? ["pear", "plum"] : [] }
    }

    private struct Nothing: BackgroundWork {
        func running() async -> [RunningWork] { [] }
        func wait(_ show: @escaping @Sendable (WorkProgress?) -> Void) async -> [String] { [] }
        func stop() async -> [String] { [] }
        func close() async {}
        func warnings() async -> [String] { [] }
    }

    private final class Told: SessionObserver {
        let lines = RecordingLines()
        func output(_ result: CellResult) async { lines.add(await result.line()) }
        func notice(_ text: String) { lines.add(text) }
        func failed(_ error: any Error, in cell: Int, format: Settings.Format) {
            lines.add(FailureText.of(error, columns: 80))
        }
    }

    private func session(_ told: Told) -> Session {
        Session(
            commands: CommandTable([.init("Fruit", [Pick(), Eat()])], block: Basket()), background: Nothing(),
            observers: [told])
    }

    @Test func commandsObjectsAndBlocksAreWhateverItIsGiven() async throws {
        let told = Told()
        let session = session(told)
        try await session.set("format", to: "json")
        let text = "f = fruit pick pear --count 3\nfruit eat f\nspace b\n  plum\n  pear\nend\nprint f.name"
        #expect(await session.run(Source(name: "t", text: text)) == .done)
        let expected = [
            "picked 3", #"{"cell": 1, "kind": "fruit", "name": "f", "value": {"name": "pear"}}"#,
            #"{"cell": 2, "kind": "value", "name": null, "value": "ate the pear"}"#,
            #"{"cell": 3, "kind": "table", "name": "b", "value": {"columns": ["fruit"], "rows": [["plum"], ["pear"]]}}"#,
            #"{"cell": 4, "kind": "value", "name": null, "value": "pear"}"#,
        ]
        #expect(told.lines.all == expected)
    }

    @Test(arguments: [
        ("fruit pick apple", "NAME is one of pear, plum"), ("fruit peel", "there is no 'fruit peel'"),
        ("x = 1; fruit eat x", "'x' is a value, not a fruit"), ("fruit pick pear --cuont 2", "did you mean --count?"),
    ])
    func mistakesAreNamedInTheWordsOfTheCommands(text: String, words: String) async {
        let told = Told()
        #expect(await session(told).run(Source(name: "t", text: text)) == .failed)
        #expect(told.lines.text.contains(words), "\(told.lines.text)")
    }

    @Test func completionAndHelpFollowFromTheDeclarations() async {
        let told = Told()
        let session = session(told)
        _ = await session.run(Source(name: "t", text: "f = fruit pick plum\nfruit pick --help"))
        #expect(told.lines.text.contains("--count N") && told.lines.text.contains("f = fruit pick pear"))
        let completer = Completer(session)
        for (line, expected) in [("fruit p", "pick"), ("fruit pick pl", "plum"), ("fruit eat ", "f"), ("fru", "fruit")]
        {
            let words = completer.candidates(LineContext(line: line, cursor: line.count)).map(\.text)
            #expect(words.contains(expected), "\(line): \(words)")
        }
    }
}

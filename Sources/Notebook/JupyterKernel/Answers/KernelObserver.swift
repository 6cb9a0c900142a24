import Compute
import Display
import Notebook
import Script
import Synchronization
import Values

/// Tells Jupyter's clients what the session does, as what came of the request that runs; what goes on beside it belongs to
/// the last one.
final class KernelObserver: SessionObserver {
    /// What came of a cell beside what all were told.
    struct Told: Sendable {
        var error: JSONObject?
        /// What is to be shown in the pager.
        var pages: [JSONValue] = []
        /// The last result as text.
        var result: String?
    }

    private struct State {
        var parent: [UInt8] = []
        var isSilent = false
        var told = Told()
        var progress = ProgressDisplay()
        var log = ProgressLog()
        var drawn: String?
    }

    private let state = Mutex(State())
    private let send: @Sendable (Reply) -> Void

    init(_ send: @escaping @Sendable (Reply) -> Void) { self.send = send }

    /// - Parameter isSilent: whether nobody is told anything.
    func begin(_ request: Request, isSilent: Bool) {
        state.withLock { state in
            state = State(parent: request.header, isSilent: isSilent)
        }
    }

    func end() -> Told {
        state.withLock { state in
            state.isSilent = false
            return state.told
        }
    }

    func publish(_ type: String, _ content: JSONObject) {
        let parent = state.withLock { $0.isSilent ? nil : $0.parent }
        if let parent { send(Reply(publishing: type, parent: parent, content)) }
    }

    private func write(_ text: String, to name: String) {
        if !text.isEmpty { publish("stream", ["name": .string(name), "text": .string(text)]) }
    }

    // MARK: - What the session does

    var readsPrograms: Bool { true }
    func stream(_ text: String) { write(text, to: "stdout") }
    func streamErrors(_ text: String) { write(text, to: "stderr") }
    func notice(_ text: String) { write(VisibleText.of(text) + "\n", to: "stderr") }

    func output(_ result: CellResult) async {
        if result.format == .json { return stream(await result.line() + "\n") }
        if let name = result.name { return stream("\(name): \(await result.object.summary())\n") }
        let text = await result.text(TextStyle())
        let isHelp = result.object is TextObject
        if result.isPrinted || (isHelp && !result.isAsked) { return stream(text + "\n") }
        let bundle = JSONValue.object(MimeBundle.of(await result.object.output(), text: text))
        if result.isAsked {
            return state.withLock { $0.told.pages.append(["source": "page", "data": bundle, "start": 0]) }
        }
        if result.object.kind == .plot {
            return publish(
                "display_data", ["data": bundle, "metadata": .object(JSONObject()), "transient": .object(JSONObject())])
        }
        state.withLock { $0.told.result = text }
        publish(
            "execute_result",
            ["execution_count": .integer(result.cell), "data": bundle, "metadata": .object(JSONObject())])
    }

    /// In place of all that the cell has shown.
    func draw(_ output: Output?) {
        guard let output else { return state.withLock { $0.drawn = nil } }
        let text = TextRenderer(TextStyle()).render(output)
        let isNew = state.withLock { state in
            defer { state.drawn = text }
            // What is cleared away has no display any more that could change.
            state.progress = ProgressDisplay()
            return state.drawn != text
        }
        guard isNew else { return }
        publish("clear_output", ["wait": true])
        let bundle = JSONValue.object(MimeBundle.of(output, text: text))
        publish(
            "display_data", ["data": bundle, "metadata": .object(JSONObject()), "transient": .object(JSONObject())])
    }

    func progress(_ progress: WorkProgress?, _ way: Settings.Progress) {
        if way == .log {
            if let line = state.withLock({ $0.log.line(progress, isForced: true) }) { notice(line) }
            return
        }
        if let (type, content) = state.withLock({ $0.progress.update(progress) }) { publish(type, content) }
    }

    func failed(_ error: any Error, in cell: Int, format: Settings.Format) {
        let diagnostic = error as? Diagnostic
        let lines = FailureText.of(error, columns: 100).split(separator: "\n", omittingEmptySubsequences: false)
        fail(
            diagnostic?.code ?? "error", diagnostic?.message ?? "\(error)", traceback: lines.map { String($0) })
    }

    func cellEnded(_ cell: Cell, _ outcome: Outcome) {
        if outcome == .interrupted { fail("interrupted", "the cell was interrupted", traceback: ["interrupted"]) }
    }

    /// Tells of an error, and keeps it for the reply.
    func fail(_ name: String, _ value: String, traceback: [String]) {
        let content = Self.content(name, value, traceback: traceback)
        state.withLock { $0.told.error = content }
        publish("error", content)
    }

    /// An error as the protocol has it.
    static func content(_ name: String, _ value: String, traceback: [String]) -> JSONObject {
        [
            "ename": .string(name), "evalue": .string(String(value.prefix(2000))),
            "traceback": .array(traceback.map { .string($0) }),
        ]
    }
}

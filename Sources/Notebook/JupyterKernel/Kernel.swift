import Display
package import Notebook
import Platform
import Synchronization
import Values

/// A session that Jupyter's clients speak to: the kernel's side of the message protocol.
///
/// Requests of the shell channel are answered one after another, those of the control channel at once, also while a cell
/// runs. What the protocol asks for is described at <https://jupyter-client.readthedocs.io/en/stable/messaging.html>.
package final class Kernel: Sendable {
    private struct State {
        var running: Task<Outcome, Never>?
        var isStopping = false
        /// Cells that came up to this number are not run: one before them failed.
        var abortsUpTo = 0
        var history = KernelHistory()
    }

    let session: Session
    let observer: KernelObserver
    let inbox: Inbox
    private let sockets: Sockets
    private let state = Mutex(State())

    /// Listens at once.
    ///
    /// - Parameter session: makes the session that tells the observer what it does.
    /// - Throws: `JupyterError` where an address can't be listened on.
    package init(_ connection: Connection, session: (any SessionObserver) -> Session) throws(JupyterError) {
        let inbox = Inbox()
        let sockets = try Sockets(connection) { inbox.take($0, $1) }
        self.inbox = inbox
        self.sockets = sockets
        observer = KernelObserver { sockets.send($0) }
        self.session = session(observer)
    }

    // MARK: - Life

    /// Answers until it is asked to stop, then stops what the session runs.
    ///
    /// - Parameter parent: the process whose end is the kernel's end too.
    package func run(parent: Int? = nil) async {
        sockets.send(Reply(publishing: "status", parent: [], ["execution_state": "starting"]))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await request in self.inbox.control { await self.handle(request, on: .control) } }
            group.addTask { for await request in self.inbox.shell { await self.handle(request, on: .shell) } }
            let watch = Task {
                while let parent, !Task.isCancelled {
                    if !ProcessIdentity.isAlive(parent) { return self.stop() }
                    try? await Task.sleep(for: .seconds(1))
                }
            }
            await group.waitForAll()
            watch.cancel()
        }
        await session.stop()
        await session.background.close()
        sockets.close()
    }

    /// Interrupts the cell that runs, or the question that it asks.
    package func interrupt() {
        state.withLock { $0.running }?.cancel()
        inbox.answer(nil)
    }

    /// Ends the kernel, once the cell that runs has been interrupted.
    package func stop() {
        state.withLock { $0.isStopping = true }
        interrupt()
        inbox.close()
    }

    var isStopping: Bool { state.withLock { $0.isStopping } }

    // MARK: - Requests

    private func handle(_ request: Request, on channel: Channel) async {
        if isStopping { return }
        tellStatus("busy", request)
        do {
            let content = try request.content()
            switch request.type {
            case "execute_request" where channel == .shell: try await execute(request, content)
            case "shutdown_request": shutDown(request, content, on: channel)
            case "interrupt_request":
                interrupt()
                reply("interrupt_reply", to: request, on: channel, ["status": "ok"])
            default: try await answer(request, content, on: channel)
            }
        } catch {
            refuse(request, error, on: channel)
        }
        tellStatus("idle", request)
    }

    private func tellStatus(_ status: String, _ request: Request) {
        sockets.send(Reply(publishing: "status", parent: request.header, ["execution_state": .string(status)]))
    }

    func publish(_ type: String, for request: Request, _ content: JSONObject) {
        sockets.send(Reply(publishing: type, parent: request.header, content))
    }

    func reply(_ type: String, to request: Request, on channel: Channel, _ content: JSONObject) {
        sockets.send(Reply(type, to: request, on: channel, content))
    }

    /// An error instead of an answer. What is no request gets none.
    private func refuse(_ request: Request, _ error: RequestError, on channel: Channel) {
        guard request.type.hasSuffix("_request") else { return }
        let type = request.type.dropLast("request".count) + "reply"
        let content = KernelObserver.content("request", "\(error)", traceback: ["error: \(error)"])
        // A person sees what all are told.
        if request.type == "execute_request" { publish("error", for: request, content) }
        reply(String(type), to: request, on: channel, JSONObject([("status", "error")]).merging(content))
    }

    private func shutDown(_ request: Request, _ content: JSONObject, on channel: Channel) {
        let answer: JSONObject = ["status": "ok", "restart": content["restart"] ?? false]
        reply("shutdown_reply", to: request, on: channel, answer)
        publish("shutdown_reply", for: request, answer)
        stop()
    }

    // MARK: - Cells

    /// Runs a cell so that it can be interrupted.
    func outcome(of cell: @escaping @Sendable () async -> Outcome) async -> Outcome {
        let task = Task { await cell() }
        let isStopping = state.withLock { state in
            state.running = task
            return state.isStopping
        }
        if isStopping { task.cancel() }
        defer { state.withLock { $0.running = nil } }
        return await task.value
    }

    /// Whether a cell is not to run, as one failed while it waited.
    func isAborted(_ request: Request) -> Bool { state.withLock { request.number <= $0.abortsUpTo } }

    /// What waits now is not run.
    func abortWaiting() { state.withLock { $0.abortsUpTo = inbox.newest } }

    func remember(_ input: String, line: Int, output: String?) {
        state.withLock { $0.history.add(input, line: line, output: output) }
    }

    var history: KernelHistory { state.withLock { $0.history } }

    /// Asks the person whose cell runs. - Returns: `nil` where nobody answers.
    func ask(_ prompt: String, _ request: Request) async -> String? {
        await inbox.answer {
            reply("input_request", to: request, on: .stdin, ["prompt": .string(prompt), "password": false])
        }
    }
}

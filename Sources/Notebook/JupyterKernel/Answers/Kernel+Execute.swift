import Notebook
import Script
import Values

/// What a client wants of a cell.
private struct ExecuteRequest {
    let code: String
    /// Whether nobody is told anything.
    let isSilent: Bool
    /// Whether the cell gets a number and is remembered.
    let isCounted: Bool
    let expressions: JSONObject
    let mayAsk: Bool
    let stopsOnError: Bool

    init(_ content: JSONObject) throws(RequestError) {
        guard let code = content["code"]?.string else { throw .field("code", expected: "a text") }
        self.code = code
        isSilent = content["silent"]?.boolean ?? false
        isCounted = !isSilent && content["store_history"]?.boolean ?? true
        expressions = content["user_expressions"]?.object ?? JSONObject()
        mayAsk = content["allow_stdin"]?.boolean ?? true
        stopsOnError = content["stop_on_error"]?.boolean ?? true
    }
}

extension Kernel {
    func execute(_ request: Request, _ content: JSONObject) async throws(RequestError) {
        if isAborted(request) {
            return reply("execute_reply", to: request, on: .shell, ["status": "aborted"])
        }
        let wish = try ExecuteRequest(content)
        let isBlank = wish.code.allSatisfy(\.isWhitespace)
        let isCounted = wish.isCounted && !isBlank
        let number = await session.cell + (isCounted ? 1 : 0)
        observer.begin(request, isSilent: wish.isSilent)
        observer.publish("execute_input", ["code": .string(wish.code), "execution_count": .integer(number)])
        let code = wish.code
        let outcome =
            isBlank ? .done : await outcome { [session] in await session.run(cell: code, isCounted: isCounted) }
        await session.tellWarnings()
        let told = observer.end()
        if isCounted, code.utf8.count <= KernelHistory.sizeLimit {
            remember(wish.code, line: number, output: told.result)
        }
        var answer: JSONObject = ["status": "ok", "execution_count": .integer(number)]
        switch outcome {
        case .done, .closed, .quit:
            var payload = told.pages
            var isLeaving = outcome == .quit
            if isLeaving { isLeaving = await mayLeave(request, mayAsk: wish.mayAsk) }
            if isLeaving { payload.append(["source": "ask_exit", "keepkernel": false]) }
            answer["user_expressions"] = .object(await values(of: wish.expressions))
            answer["payload"] = .array(payload)
            reply("execute_reply", to: request, on: .shell, answer)
            if isLeaving { stop() }
        case .failed, .invalid, .interrupted:
            // Before the answer: whoever has it may ask for more, which then runs.
            if wish.stopsOnError { abortWaiting() }
            answer["status"] = "error"
            reply("execute_reply", to: request, on: .shell, answer.merging(told.error ?? JSONObject()))
        }
    }

    /// Says what still runs, and asks whether it may end.
    private func mayLeave(_ request: Request, mayAsk: Bool) async -> Bool {
        let running = await session.background.running().map(\.description)
        guard mayAsk, !running.isEmpty else { return true }
        observer.notice(running.joined(separator: "\n"))
        return await ask("Stop and leave? [y/N] ", request)?.lowercased().hasPrefix("y") == true
    }

    /// Each expression's value as a result is shown, or what is wrong with it.
    private func values(of expressions: JSONObject) async -> JSONObject {
        var values = JSONObject()
        for (name, expression) in expressions {
            do {
                let value = try await session.value(of: expression.string ?? "")
                let output = await value.output()
                let bundle = MimeBundle.of(output, text: MimeBundle.text(of: output))
                values[name] = ["status": "ok", "data": .object(bundle), "metadata": .object(JSONObject())]
            } catch {
                let text = FailureText.of(error, columns: 100)
                values[name] = [
                    "status": "error", "ename": .string((error as? Diagnostic)?.code ?? "error"),
                    "evalue": .string((error as? Diagnostic)?.message ?? "\(error)"),
                    "traceback": .array(text.split(separator: "\n").map { .string(String($0)) }),
                ]
            }
        }
        return values
    }
}

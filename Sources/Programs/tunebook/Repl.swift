import Commands
import Display
import Foundation
import LineEditing
import Notebook
import Platform
import Script
import Values

/// The prompt: reads a statement, runs it, and again.
struct Repl {
    let session: Session
    let terminal: TerminalObserver
    let folders: Folders
    let environment: [String: String]
    /// Told before the first prompt.
    var begins: () -> Void = {}

    /// - Returns: the exit status.
    func run() -> Int32 {
        let isDumb = environment["TERM"].map { $0 == "dumb" || $0.isEmpty } ?? true
        let completer = Completer(session)
        let lines = StatementLines(session.commands.vocabulary)
        let editor = LineEditor(historyPath: folders.history, isDumb: isDumb, notifier: terminal.notifier) {
            line, cursor in
            let context = LineContext(line: line, cursor: cursor, earlier: lines.earlier)
            let answer = completer.answer(context)
            return CompletionAnswer(
                start: answer.start,
                candidates: answer.candidates.map { Completion($0.text, endsWord: $0.endsWord) })
        }
        guard var editor else {
            terminal.notice("error: this terminal can't be edited on")
            return 1
        }
        let greeting = "Tunebook \(Release.version). 'help' lists the commands, Tab completes, Ctrl-D leaves."
        StandardStream.output.send(WordWrap.text(greeting, columns: Terminal.window?.columns) + "\n")
        runStartScript()
        begins()
        var hasWarned = false
        var above: String?
        while true {
            let isFirst = lines.earlier.isEmpty
            let prompt = isFirst ? "[\(nextCell())] " : " .. "
            let input = editor.readLine(prompt: prompt, isContinued: !isFirst, above: above)
            above = nil
            switch input {
            case .line(let line):
                guard isWhole(line, lines) else { continue }
                let (text, wrong) = (lines.text, lines.wrong)
                lines.clear()
                editor.keep(text)
                if let status = run(text, wrong, &editor) { return status }
            case .upward:
                above = lines.text
                lines.clear()
            case .interrupted:
                lines.clear()
            case .terminated: return leave()
            case .endOfInput:
                // What is half typed is no reason to leave.
                if isFirst, mayLeave(&editor) { return 0 }
                lines.clear()
            }
            if let warning = editor.warning, !hasWarned {
                hasWarned = true
                terminal.notice("warning: \(warning)")
            }
        }
    }

    /// Whether the statement is complete with this line. A wrong line of a block is told at once.
    private func isWhole(_ line: String, _ lines: StatementLines) -> Bool {
        let number = lines.earlier.count + 1
        let mayBeComplete = lines.append(line)
        switch lines.state(of: Source(name: "[\(nextCell())]", text: lines.text), mayBeComplete: mayBeComplete) {
        case .complete: return true
        case .incomplete: return false
        case .wrong(let diagnostic):
            if number == 1 || !lines.isInBlock { return true }
            tell(diagnostic, lines)
        case .open(let script):
            let wrong = MainThread.wait { [session] in await session.wrong(script, from: number) }
            if let wrong { tell(wrong, lines) }
        }
        return false
    }

    private func tell(_ wrong: Diagnostic, _ lines: StatementLines) {
        lines.note(wrong)
        MainThread.wait { [session] in await session.failed(wrong) }
    }

    /// Runs a statement, unless lines of it are wrong. - Returns: the exit status where the program ends with it.
    private func run(_ text: String, _ wrong: [Diagnostic], _ editor: inout LineEditor) -> Int32? {
        if text.allSatisfy(\.isWhitespace) { return nil }
        guard wrong.isEmpty else {
            MainThread.wait { [session] in for one in wrong { await session.failed(one) } }
            terminal.notice("nothing has run; Up takes the block up again")
            return nil
        }
        let source = Source(name: "[\(nextCell())]", text: text)
        var mustLeave = false
        let outcome = MainThread.wait {
            [session] in
            await session.run(source, isWhole: false)
        } onSignal: { signal, cancel in
            mustLeave = mustLeave || Signals.endings.contains(signal)
            cancel()
        }
        if mustLeave { return leave() }
        if outcome == .quit, mayLeave(&editor) { return 0 }
        guard outcome == .closed else { return nil }
        MainThread.wait { [session] in await session.background.close() }
        return 1
    }

    private func nextCell() -> Int { MainThread.wait { [session] in await session.cell + 1 } }

    /// An error in it is shown, and the prompt comes all the same.
    private func runStartScript() {
        let path = folders.startScript
        guard FileManager.default.fileExists(atPath: path) else { return }
        do {
            let source = try Source(name: path, utf8: try FileBytes.read(path), folder: path.parentFolder)
            _ = MainThread.wait { [session] in await session.run(source, isWhole: false) }
        } catch {
            MainThread.wait { [session] in await session.failed(error) }
        }
    }

    /// Asks once where experiments run; leaving stops them.
    private func mayLeave(_ editor: inout LineEditor) -> Bool {
        let running = MainThread.wait { [session] in await session.background.running().map(\.description) }
        guard !running.isEmpty else {
            MainThread.wait { [session] in await session.background.close() }
            return true
        }
        terminal.notice(running.joined(separator: "\n"))
        switch editor.readLine(prompt: "Stop and leave? [y/N] ") {
        case .interrupted: return false
        case .line(let answer) where !answer.lowercased().hasPrefix("y"): return false
        default:
            leave()
            return true
        }
    }

    /// Stops what runs, and waits until all is stored. - Returns: the exit status of a program that was told to end.
    @discardableResult
    private func leave() -> Int32 {
        MainThread.wait { [session] in
            await session.stop()
            await session.background.close()
        }
        return Signals.status
    }
}

import Commands
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

    /// - Returns: the exit status.
    func run() -> Int32 {
        let isDumb = environment["TERM"].map { $0 == "dumb" || $0.isEmpty } ?? true
        let completer = Completer(session)
        let lines = StatementLines(session.commands.vocabulary)
        let editor = LineEditor(historyPath: folders.history, isDumb: isDumb, notifier: terminal.notifier) {
            line, cursor in
            let context = LineContext(line: line, cursor: cursor, earlier: lines.earlier)
            return CompletionAnswer(
                start: context.partialStart,
                candidates: completer.candidates(context).map { Completion($0.text, endsWord: $0.endsWord) })
        }
        guard var editor else {
            terminal.notice("error: this terminal can't be edited on")
            return 1
        }
        StandardStream.output.send(
            "Tunebook \(Release.version). 'help' lists the commands, Tab completes, Ctrl-D leaves.\n")
        runStartScript()
        var hasWarned = false
        while true {
            let isFirst = lines.earlier.isEmpty
            let prompt = isFirst ? "[\(nextCell())] " : " .. "
            switch editor.readLine(prompt: prompt) {
            case .line(let line):
                guard lines.append(line) else { continue }
                if Parser.needsMore(lines.text, commands: session.commands.vocabulary) { continue }
                let text = lines.text
                lines.clear()
                if text.allSatisfy(\.isWhitespace) { continue }
                let source = Source(name: "[\(nextCell())]", text: text)
                var mustLeave = false
                let outcome = MainThread.wait {
                    [session] in
                    await session.run(source, isWhole: false)
                } onSignal: { signal, cancel in
                    mustLeave = mustLeave || signal == Signals.terminate || signal == Signals.hangUp
                    cancel()
                }
                if mustLeave { return leave() }
                if outcome == .quit, mayLeave(&editor) { return 0 }
                if outcome == .closed {
                    MainThread.wait { [session] in await session.background.close() }
                    return 1
                }
            case .interrupted:
                lines.clear()
            case .terminated: return leave()
            case .endOfInput:
                if mayLeave(&editor) { return 0 }
                lines.clear()
            }
            if let warning = editor.warning, !hasWarned {
                hasWarned = true
                terminal.notice("warning: \(warning)")
            }
        }
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
        switch editor.readLine(prompt: "Stop and leave? [y/N] ", isKept: false) {
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

/// The lines of the statement that is being typed; completion looks at them too.
final class StatementLines {
    private(set) var earlier: [String] = []
    private let commands: CommandVocabulary
    private var blocks: OpenBlocks

    init(_ commands: CommandVocabulary) {
        self.commands = commands
        blocks = OpenBlocks(commands: commands)
    }

    var text: String { earlier.joined(separator: "\n") }

    /// - Returns: whether the statement may be complete.
    func append(_ text: String) -> Bool {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        earlier += lines
        return lines.reduce(false) { mayBeComplete, line in blocks.mayBeComplete(with: line) || mayBeComplete }
    }

    func clear() {
        earlier = []
        blocks = OpenBlocks(commands: commands)
    }
}

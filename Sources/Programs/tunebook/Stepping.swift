import LineEditing
import Notebook
import Platform
import Script

/// A script a cell at a time: its text is shown, it runs, and the reader goes on with Enter or leaves with q.
struct Stepping {
    let session: Session
    let terminal: TerminalObserver

    func run(_ source: Source) -> Outcome {
        let parsed: ParsedScript? = MainThread.wait { [session] in await session.parsed(source) }
        guard let script = parsed else { return .invalid }
        let cells = script.cells.filter { $0.markdown != "" || $0.title != nil }
        var reader = InputReader(limit: Source.lineLimit)
        var worst = Outcome.done
        for (index, cell) in cells.enumerated() {
            show(cell)
            let outcome: Outcome = MainThread.wait { [session] in await session.run(cell, of: script) }
            if outcome == .failed { worst = .failed }
            let goesOn: Bool = MainThread.wait { [session] in await session.goesOn }
            if outcome != .done, outcome != .failed || !goesOn { return outcome }
            if index + 1 == cells.count { break }
            StandardStream.error.send("-- \(index + 1) of \(cells.count): Enter goes on, q leaves -- ")
            switch reader.readLine() {
            case .interrupted: return .interrupted
            case .line(let line) where !String(decoding: line, as: UTF8.self).lowercased().hasPrefix("q"):
                if !Terminal.isInput { StandardStream.error.send("\n") }
            default:
                terminal.notice("left after \(index + 1) of \(cells.count) cells")
                return worst == .done ? .quit : worst
            }
        }
        return worst
    }

    private func show(_ cell: ScriptCell) {
        var lines = cell.title.map { ["== \($0)"] } ?? []
        if let text = cell.markdown {
            if !text.isEmpty { lines.append(text) }
        } else {
            lines += cell.text.split(separator: "\n", omittingEmptySubsequences: false).map { "> " + $0 }
        }
        terminal.notice("\n" + lines.joined(separator: "\n") + "\n")
    }
}

import Compute
import Display
import Foundation
import LineEditing
import Notebook
import Platform
import Synchronization

/// Shows a session to a person: results as text on standard output; messages and, on a terminal, progress on standard
/// error.
final class TerminalObserver: SessionObserver {
    /// Progress is drawn so often at most, and only once the work has taken so long.
    private static let interval = 0.1
    private static let patience = 0.25

    private struct Bar {
        var began: Double?
        var drawn = 0.0
        var isShown = false
    }

    private let isInteractive: Bool
    private let showsResults: Bool
    let notifier: PromptNotifier
    private let bar = Mutex(Bar())
    private let log = Mutex(ProgressLog())
    /// How many lines the last picture took that is drawn over.
    private let drawn = Mutex(0)
    private let canDraw: Bool
    private let isUTF8: Bool
    private let hasColor: Bool
    private let isDumb: Bool
    /// The cell whose reader wanted no more pages.
    private let unpagedCell = Mutex<Int?>(nil)

    /// - Parameter showsResults: whether standard output is theirs.
    init(isInteractive: Bool = false, showsResults: Bool = true, isUTF8: Bool, environment: [String: String]) {
        self.isInteractive = isInteractive
        self.showsResults = showsResults
        self.isUTF8 = isUTF8
        let isDumb = environment["TERM"].map { $0 == "dumb" || $0.isEmpty } ?? true
        self.isDumb = isDumb
        canDraw = Terminal.isError && !isDumb
        hasColor = Terminal.isOutput && !isDumb && (environment["NO_COLOR"] ?? "").isEmpty
        notifier = PromptNotifier { StandardStream.error.send($0 + "\n") }
    }

    var style: TextStyle {
        let window = Terminal.isOutput ? Terminal.window : nil
        return TextStyle(
            columns: window?.columns ?? (isInteractive ? 80 : nil), rows: window?.rows ?? 24, isUTF8: isUTF8,
            color: hasColor)
    }

    /// Over what was drawn last; where nothing can be drawn over, not at all.
    func draw(_ output: Output?) {
        guard let output, canDraw, Terminal.isOutput else {
            drawn.withLock { $0 = 0 }
            return
        }
        var style = style
        style.rows = max(8, style.rows * 2 / 5)
        let text = TextRenderer(style).render(output)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).prefix(
            max(4, (Terminal.window?.rows ?? 24) - 2))
        let above = drawn.withLock { drawn in
            defer { drawn = lines.count }
            return drawn
        }
        let home = above > 0 ? "\r\u{1B}[\(above)A\u{1B}[J" : ""
        StandardStream.output.send(home + lines.joined(separator: "\n") + "\n")
    }

    // MARK: - What the session does

    func output(_ result: CellResult) async throws {
        guard showsResults, result.format == .text else { return }
        guard let name = result.name else {
            let output = await result.object.output()
            return try write(await paged(result, output) ?? result.text(output, style) + "\n")
        }
        if isInteractive { notice("\(name): \(await result.object.summary())") }
    }

    /// Shows in pages what the window is too small for. - Returns: what is left on the screen; `nil`: it is not for pages.
    private func paged(_ result: CellResult, _ output: Output) async -> String? {
        guard isInteractive, !isDumb, result.isPaged, unpagedCell.withLock({ $0 != result.cell }) else { return nil }
        let style = style
        guard ResultPage.isTooLarge(output, result, style), Pager.canShow else { return nil }
        clearBar()
        let end = Mutex<Pager.End?>(nil)
        await MainThread.perform { [notifier] in
            let shown = Pager.show(notifier) { window in
                var style = style
                (style.columns, style.rows) = (window.columns, window.rows)
                return ResultPage.page(output, result, style)
            }
            end.withLock { $0 = shown }
            return shown.signal
        }
        guard let end = end.withLock({ $0 }) else { return nil }
        if end.leavesAll { unpagedCell.withLock { $0 = result.cell } }
        return ResultPage.rest(output, result, self.style, shown: end.lines)
    }

    func stream(_ text: String) throws { if showsResults { try write(text) } }

    func streamErrors(_ text: String) {
        clearBar()
        StandardStream.error.send(text)
    }

    /// - Throws: `ReaderLeft`.
    func write(_ text: String) throws {
        clearBar()
        do { try StandardStream.output.write(text) } catch PlatformError.closed { throw ReaderLeft() }
    }

    func failed(_ error: any Error, in cell: Int, format: Settings.Format) {
        guard format == .text else { return StandardStream.error.send(FailureText.line(error, cell: cell) + "\n") }
        notice(FailureText.of(error, columns: style.columns))
    }

    func cellEnded(_ cell: Cell, _ outcome: Outcome) { if outcome == .interrupted { notice("interrupted") } }

    func notice(_ text: String) {
        clearBar()
        notifier.post(WordWrap.text(VisibleText.of(text), columns: Terminal.isError ? Terminal.window?.columns : nil))
    }

    func progress(_ progress: WorkProgress?, _ way: Settings.Progress) {
        if way == .log || (way == .auto && !canDraw) {
            if let line = log.withLock({ $0.line(progress, isForced: way == .log) }) { notice(line) }
            return
        }
        guard canDraw else { return }
        guard let progress else {
            clearBar()
            bar.withLock { $0.began = nil }
            return
        }
        let now = Date.timeIntervalSinceReferenceDate
        let elapsed: Double? = bar.withLock { bar in
            let began = bar.began ?? now
            bar.began = began
            guard now - began >= Self.patience, now - bar.drawn >= Self.interval else { return nil }
            bar.drawn = now
            bar.isShown = true
            return now - began
        }
        guard let elapsed else { return }
        var style = style
        style.columns = Terminal.window?.columns ?? 80
        StandardStream.error.send("\r\u{1B}[K" + ProgressLine.text(progress, elapsed: elapsed, style: style))
    }

    private func clearBar() {
        let wasShown = bar.withLock { bar in
            defer { bar.isShown = false }
            return bar.isShown
        }
        if wasShown { StandardStream.error.send("\r\u{1B}[K") }
    }
}

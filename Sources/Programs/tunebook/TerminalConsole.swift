import Compute
import Foundation
import LineEditing
import Notebook
import Platform
import Synchronization

/// Standard output for results; standard error for messages and, on a terminal, progress.
final class TerminalConsole: Console {
    /// Progress is drawn so often at most, and only once the work has taken so long.
    private static let interval = 0.1
    private static let patience = 0.25

    private struct Bar {
        var began: Double?
        var drawn = 0.0
        var isShown = false
    }

    let isInteractive: Bool
    let notifier: PromptNotifier
    private let bar = Mutex(Bar())
    private let canDraw: Bool
    private let isUTF8: Bool
    private let hasColor: Bool

    init(isInteractive: Bool, isUTF8: Bool, environment: [String: String]) {
        self.isInteractive = isInteractive
        self.isUTF8 = isUTF8
        let isDumb = environment["TERM"].map { $0 == "dumb" || $0.isEmpty } ?? true
        canDraw = Terminal.isError && !isDumb
        hasColor = Terminal.isOutput && !isDumb && (environment["NO_COLOR"] ?? "").isEmpty
        notifier = PromptNotifier { StandardStream.error.send($0 + "\n") }
    }

    var style: TextStyle {
        let window = Terminal.isOutput ? Terminal.window : nil
        return TextStyle(
            columns: window?.columns ?? (isInteractive ? 80 : 10_000), rows: window?.rows ?? 24, isUTF8: isUTF8,
            color: hasColor)
    }

    func write(_ text: String) throws {
        clearBar()
        do { try StandardStream.output.write(text) } catch PlatformError.closed { throw ConsoleClosed() }
    }

    func notice(_ text: String) {
        clearBar()
        notifier.post(text)
    }

    func show(_ progress: WorkProgress?) {
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

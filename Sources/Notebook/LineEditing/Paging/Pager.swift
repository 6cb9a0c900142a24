#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Shows a page on the terminal's other screen until its reader leaves it. Belongs to the main thread.
package enum Pager {
    /// How it ended.
    package struct End: Sendable {
        /// Lines to leave on the ordinary screen.
        package let lines: [String]
        /// Whether the reader wants no more pages of this statement.
        package let leavesAll: Bool
        /// What came meanwhile and is not the pager's.
        package let signal: UInt8?
    }

    /// A key and what follows it so soon was not typed by a person who looks at the page.
    private static let burst = 0.03

    /// Whether the reader sits at a terminal that can show pages, and has typed nothing ahead, which is not for a page.
    package static var canShow: Bool {
        Terminal.isInput && Terminal.isOutput && (Terminal.window?.rows ?? 0) >= 5 && !Keyboard.hasInput()
    }

    /// - Parameters:
    ///   - notifier: keeps what others say until the page is left.
    ///   - make: the page for a window.
    package static func show(_ notifier: PromptNotifier, _ make: (Terminal) -> Page) -> End {
        guard let window = Terminal.window, let mode = RawMode() else {
            return End(lines: [], leavesAll: false, signal: nil)
        }
        notifier.begin()
        write("\u{1B}[?1049h\u{1B}[?25l")
        defer {
            write("\u{1B}[?25h\u{1B}[?1049l")
            mode.end()
            notifier.end()
        }
        var view = PagerView(make(window), columns: window.columns, rows: window.rows)
        var keyboard = Keyboard()
        func end(_ all: Bool = false, _ signal: UInt8? = nil) -> End {
            End(lines: view.shownLines, leavesAll: all, signal: signal)
        }
        while true {
            draw(view)
            switch keyboard.next() {
            case .closed: return end(true, Signals.hangUp)
            case .signals(let signals):
                if let ending = signals.first(where: Signals.endings.contains) { return end(true, ending) }
                if signals.contains(Signals.interrupt) { return end(true) }
                if let window = Terminal.window, window.columns != view.columns || window.rows != view.rows {
                    view.resize(make(window), columns: window.columns, rows: window.rows)
                }
            case .event(let event):
                switch view.take(event) {
                case .stays: continue
                case .leaves:
                    if event == .text("q"), Keyboard.hasInput(within: burst) { Keyboard.pushBack(event) }
                    return end()
                case .leavesAll: return end(true)
                case .leavesFor(let event):
                    Keyboard.pushBack(event)
                    return end(true)
                }
            }
        }
    }

    private static func draw(_ view: PagerView) {
        let text = view.screen.joined(separator: "\u{1B}[K\r\n")
        // Without wrapping: a terminal that takes a character for wider breaks no other line.
        write("\u{1B}[?7l\r\u{1B}[H" + text + "\u{1B}[J\u{1B}[?7h\r")
    }

    private static func write(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

/// Keys as they come, none of them a signal, until `end`.
private struct RawMode {
    private let before: termios

    init?() {
        var mode = termios()
        guard unsafe tcgetattr(STDIN_FILENO, &mode) == 0 else { return nil }
        before = mode
        mode.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
        mode.c_iflag &= ~tcflag_t(IXON | ICRNL)
        guard unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &mode) == 0 else { return nil }
    }

    func end() {
        var mode = before
        _ = unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &mode)
    }
}

import CLibedit

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What libedit's callbacks need, reached through the editor's client data. Used on the main thread alone.
@safe
final class EditorState {
    let isDumb: Bool
    private let notifier: PromptNotifier
    private let answer: (String, Int) -> CompletionAnswer
    private(set) var promptText: UnsafeMutableBufferPointer<Int32>
    private var promptWidth = 0
    private var isContinued = false
    /// What a line that does not come ends with.
    private(set) var end = LineInput.endOfInput
    /// What libedit writes to.
    var drawing: UnsafeMutablePointer<FILE>?
    private var keyboard = Keyboard()
    private(set) var clusters = Clusters { EditorState.columns(of: $0) }
    private var output = ClusterOutput()
    private var pending: LineAction?
    private var isSearching = false

    init(isDumb: Bool, notifier: PromptNotifier, complete: @escaping (String, Int) -> CompletionAnswer) {
        self.isDumb = isDumb
        self.notifier = notifier
        answer = complete
        unsafe promptText = .allocate(capacity: 1)
        unsafe promptText.initialize(repeating: 0)
    }

    deinit { unsafe promptText.deallocate() }

    /// Every callback is called by the editor that `LineEditor` gave this state to.
    static func of(_ editor: OpaquePointer?) -> EditorState {
        unsafe Unmanaged<EditorState>.fromOpaque(tb_editor_data(editor)).takeUnretainedValue()
    }

    /// - Parameter text: what the line holds already, with the cursor in it.
    func begin(prompt: String, isContinued: Bool, text: EditedText?) {
        unsafe promptText.deallocate()
        let scalars = prompt.unicodeScalars.map { Int32(bitPattern: $0.value) } + [0]
        unsafe promptText = .allocate(capacity: scalars.count)
        _ = unsafe promptText.initialize(from: scalars)
        promptWidth = Self.width(prompt)
        self.isContinued = isContinued
        end = .endOfInput
        isSearching = false
        keyboard.reset()
        waiting = text
        tb_signal_catch(SIGTSTP)
        send("\u{1B}[?2004h")
        notifier.begin()
    }

    /// What the line begins with, until libedit asks for its first key.
    private var waiting: EditedText?

    func leave() {
        send("\u{1B}[?2004l")
        tb_signal_default(SIGTSTP)
        notifier.end()
    }

    func showBreak() {
        switch end {
        case .interrupted: write("^C\n")
        default: write("\n")
        }
    }

    func encode(_ text: String) -> [Unicode.Scalar] { clusters.encode(text) }

    // MARK: - Keys

    /// Waits for a key, and meanwhile for signals and messages.
    func nextCharacter(_ editor: OpaquePointer?, _ character: UnsafeMutablePointer<Int32>?) -> Int32 {
        if let text = waiting {
            waiting = nil
            pending = .replace(0, with: text.scalars)
            unsafe character?.pointee = Int32(LineCommand.act.rawValue)
            cursorAfter = text.cursor
            return 1
        }
        while true {
            switch keyboard.next() {
            case .closed:
                end = .terminated
                return 0
            case .signals(let signals):
                for signal in signals {
                    if let result = unsafe take(signal, editor) { return result }
                }
                unsafe showMessages(editor)
            case .event(.cursor(let row, let column)):
                let columns = Terminal.window?.columns ?? 80
                guard let apart = output.answer(row: row, column: column, window: columns, clusters) else { continue }
                clusters.separate(apart)
                unsafe drawAnew(editor)
            case .event(let event):
                let meaning = KeyMeaning(
                    text: unsafe text(editor), isContinued: isContinued, isSearching: isSearching)
                switch meaning.effect(event, &clusters) {
                case .none: continue
                case .signal(let signal):
                    if let result = unsafe take(signal, editor) { return result }
                case .key(let key):
                    isSearching = key == 0x12 || isSearching && key >= 0x20 || key == 0x08
                    unsafe character?.pointee = Int32(bitPattern: key)
                    return 1
                case .command(let command):
                    isSearching = false
                    unsafe character?.pointee = Int32(command.rawValue)
                    return 1
                case .action(let action):
                    isSearching = false
                    pending = action
                    unsafe character?.pointee = Int32(LineCommand.act.rawValue)
                    return 1
                }
            }
        }
    }

    /// Where the cursor goes once the waiting text stands in the line.
    private var cursorAfter: Int?

    /// - Returns: what libedit is told instead of a key; `nil`: the line goes on.
    private func take(_ signal: UInt8, _ editor: OpaquePointer?) -> Int32? {
        switch signal {
        case Signals.interrupt:
            end = .interrupted
            errno = EINTR
            return -1
        case Signals.terminate, Signals.hangUp, Signals.quit:
            end = .terminated
            return 0
        case Signals.windowChange:
            unsafe el_resize(editor)
            // Terminals fold the text anew, so the rows above the cursor are those of the new width.
            unsafe drawAnew(editor)
        case Signals.suspend:
            unsafe tb_editor_prepare_terminal(editor, 0)
            send("\u{1B}[?2004l")
            // Where no shell could continue the program (an orphaned process group) this does nothing.
            tb_signal_default(SIGTSTP)
            raise(SIGTSTP)
            tb_signal_catch(SIGTSTP)
            send("\u{1B}[?2004h")
            unsafe tb_editor_prepare_terminal(editor, 1)
            unsafe drawAnew(editor)
        default: break
        }
        return nil
    }

    /// Does what libedit has no command for. - Returns: what libedit is to do after it.
    func act(_ editor: OpaquePointer?) -> UInt8 {
        defer { pending = nil }
        switch pending {
        case .move(let place):
            unsafe el_cursor(editor, Int32(place - text(editor).cursor))
            return UInt8(CC_CURSOR)
        case .replace(let count, let scalars):
            unsafe replace(editor, count, with: scalars)
            if let cursor = cursorAfter {
                cursorAfter = nil
                unsafe el_cursor(editor, Int32(cursor - text(editor).cursor))
            }
            return UInt8(CC_REFRESH)
        case .deleteToLineEnd:
            let text = unsafe text(editor)
            let count = max(text.lineEnd - text.cursor, text.isOnLastLine ? 0 : 1)
            unsafe el_cursor(editor, Int32(count))
            unsafe replace(editor, count, with: [])
            return UInt8(CC_REFRESH)
        case .leave(let input):
            let text = unsafe text(editor)
            end = input
            left = (clusters.decode(text.scalars), text.cursor - text.lineStart)
            let rows = unsafe place(editor)
            if rows.end > rows.cursor { send("\u{1B}[\(rows.end - rows.cursor)B") }
            return UInt8(CC_EOF)
        case nil: return UInt8(CC_NORM)
        }
    }

    /// The text that a line held which was left, and the cursor's column in it.
    private(set) var left: (text: String, column: Int) = ("", 0)

    private func replace(_ editor: OpaquePointer?, _ count: Int, with scalars: [Unicode.Scalar]) {
        if count > 0 { unsafe el_deletestr(editor, Int32(count)) }
        unsafe WideText.with(scalars) { _ = unsafe tb_editor_insert(editor, $0) }
    }

    // MARK: - The text

    private func text(_ editor: OpaquePointer?) -> EditedText {
        var (length, cursor) = (0, 0)
        guard let start = unsafe tb_editor_text(editor, &length, &cursor) else { return EditedText([], cursor: 0) }
        return EditedText(unsafe WideText.scalars(start, count: length), cursor: cursor)
    }

    /// The rows of the window, from the prompt's, in which the cursor and the end of the text are.
    private func place(_ editor: OpaquePointer?) -> (cursor: Int, end: Int) {
        let text = unsafe text(editor)
        let columns = Terminal.window?.columns ?? 80
        func rows(_ scalars: some Sequence<Unicode.Scalar>) -> Int {
            WrappedText.rows(scalars, columns: columns, indent: promptWidth, width: Self.columns(of:))
        }
        return (rows(text.scalars[..<text.cursor]), rows(text.scalars))
    }

    // MARK: - Messages

    private func showMessages(_ editor: OpaquePointer?) {
        let messages = notifier.take()
        guard !messages.isEmpty else { return }
        let text = messages.joined(separator: "\n") + "\n"
        if isDumb {
            write("\n" + text)
        } else {
            write(eraser(unsafe place(editor).cursor) + text)
        }
        unsafe tb_editor_refresh(editor)
    }

    private func drawAnew(_ editor: OpaquePointer?) {
        send(eraser(unsafe place(editor).cursor))
        unsafe tb_editor_refresh(editor)
    }

    /// What goes up to the prompt's row and erases all from there.
    private func eraser(_ rows: Int) -> String { (rows > 0 ? "\u{1B}[\(rows)A" : "") + "\r\u{1B}[J" }

    // MARK: - Completion

    func complete(_ editor: OpaquePointer?) -> UInt8 {
        let text = unsafe text(editor)
        let before = clusters.decode(text.scalars[..<text.cursor])
        let answer = answer(clusters.decode(text.scalars), before.count)
        guard let first = answer.candidates.first else { return UInt8(CC_REFRESH_BEEP) }
        let typed = String(before.dropFirst(answer.start))
        func put(_ word: String) -> UInt8 {
            unsafe replace(editor, clusters.encode(typed).count, with: clusters.encode(word))
            return UInt8(CC_REDISPLAY)
        }
        if answer.candidates.count == 1 { return put(first.text + (first.endsWord ? " " : "")) }
        let common = CompletionList.commonBeginning(answer.candidates.map(\.text))
        if common.count > typed.count, common.lowercased().hasPrefix(typed.lowercased()) { return put(common) }
        let window = Terminal.window ?? Terminal(columns: 80, rows: 24)
        let list = CompletionList.text(
            answer.candidates.map(\.display), columns: window.columns, rows: window.rows, width: Self.width)
        // The list goes below the text, whose last row need not be the cursor's, and the text is shown again below it:
        // libedit's own redisplay would erase as many rows of the list as the text has.
        let rows = unsafe place(editor)
        if rows.end > rows.cursor { send("\u{1B}[\(rows.end - rows.cursor)B") }
        write("\n" + list + "\n")
        unsafe tb_editor_refresh(editor)
        return UInt8(CC_NORM)
    }

    // MARK: - Output

    /// What libedit draws, with the characters in place of their stand-ins.
    func draw(_ bytes: UnsafeRawBufferPointer) {
        Self.write(unsafe output.translate(bytes, clusters, asks: !isDumb))
    }

    /// An escape sequence, where the terminal understands them.
    private func send(_ escape: String) {
        if !isDumb { write(escape) }
    }

    private func write(_ text: String) {
        unsafe tb_flush_output(drawing)
        Self.write(Array(text.replacing("\n", with: "\r\n").utf8))
    }

    private static func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    static func columns(of scalar: Unicode.Scalar) -> Int { Int(tb_width(Int32(bitPattern: scalar.value))) }
    static func width(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + columns(of: $1) } }
}

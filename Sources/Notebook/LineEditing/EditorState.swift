import CLibedit

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What libedit's callbacks need, reached through the editor's client data. Used on the main thread alone.
@safe
final class EditorState {
    private let isDumb: Bool
    private let notifier: PromptNotifier
    private let answer: (String, Int) -> CompletionAnswer
    private(set) var promptText: UnsafeMutableBufferPointer<Int32>
    private var promptWidth = 0
    /// What a line that does not come ends with.
    private(set) var end = LineInput.endOfInput

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

    func begin(prompt: String) {
        unsafe promptText.deallocate()
        let scalars = prompt.unicodeScalars.map { Int32(bitPattern: $0.value) } + [0]
        unsafe promptText = .allocate(capacity: scalars.count)
        _ = unsafe promptText.initialize(from: scalars)
        promptWidth = Self.width(prompt)
        end = .endOfInput
        tb_signal_catch(SIGTSTP)
        send("\u{1B}[?2004h")
        notifier.begin()
    }

    func leave() {
        send("\u{1B}[?2004l")
        tb_signal_default(SIGTSTP)
        notifier.end()
    }

    func showBreak(isInterrupt: Bool) { write(isInterrupt ? "^C\n" : "\n") }

    // MARK: - Keys

    /// Waits for a key, and meanwhile for signals and messages. Decodes UTF-8 itself.
    func nextCharacter(_ editor: OpaquePointer?, _ character: UnsafeMutablePointer<Int32>?) -> Int32 {
        while true {
            let hasInput = Signals.wait(input: STDIN_FILENO)
            for byte in Signals.drain() {
                switch byte {
                case Signals.interrupt:
                    end = .interrupted
                    errno = EINTR
                    return -1
                case Signals.terminate, Signals.hangUp:
                    end = .terminated
                    return 0
                case Signals.windowChange:
                    unsafe el_resize(editor)
                    // Terminals fold the text anew, so the rows above the cursor are those of the new width.
                    send(eraser(unsafe place(editor).cursor))
                    unsafe tb_editor_refresh(editor)
                case Signals.suspend:
                    unsafe tb_editor_prepare_terminal(editor, 0)
                    // Where no shell could continue the program (an orphaned process group) this does nothing.
                    tb_signal_default(SIGTSTP)
                    raise(SIGTSTP)
                    tb_signal_catch(SIGTSTP)
                    unsafe tb_editor_prepare_terminal(editor, 1)
                    unsafe tb_editor_refresh(editor)
                default: break
                }
            }
            unsafe showMessages(editor)
            guard hasInput else { continue }
            guard let scalar = readScalar() else {
                end = .terminated
                return 0
            }
            unsafe character?.pointee = Int32(bitPattern: scalar.value)
            return 1
        }
    }

    private func readByte() -> UInt8? {
        var byte: UInt8 = 0
        while true {
            let count = unsafe read(STDIN_FILENO, &byte, 1)
            if count == 1 { return byte }
            if count < 0, errno == EINTR { continue }
            return nil
        }
    }

    private func readScalar() -> Unicode.Scalar? {
        guard let first = readByte() else { return nil }
        let length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1
        var bytes = [first]
        while bytes.count < length, let next = readByte() { bytes.append(next) }
        return String(validating: bytes, as: UTF8.self)?.unicodeScalars.first ?? "\u{FFFD}"
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

    /// The rows of the window, from the prompt's, in which the cursor and the end of the text are.
    private func place(_ editor: OpaquePointer?) -> (cursor: Int, end: Int) {
        var (length, cursor) = (0, 0)
        guard let start = unsafe tb_editor_text(editor, &length, &cursor) else { return (0, 0) }
        let columns = Terminal.window?.columns ?? 80
        let (text, before) = unsafe (WideText.string(start, count: length), WideText.string(start, count: cursor))
        return (
            WrappedText.rows(before, columns: columns, indent: promptWidth, width: Self.width),
            WrappedText.rows(text, columns: columns, indent: promptWidth, width: Self.width)
        )
    }

    /// What goes up to the prompt's row and erases all from there.
    private func eraser(_ rows: Int) -> String { (rows > 0 ? "\u{1B}[\(rows)A" : "") + "\r\u{1B}[J" }

    // MARK: - Completion and paste

    func complete(_ editor: OpaquePointer?) -> UInt8 {
        var (length, cursor) = (0, 0)
        guard let start = unsafe tb_editor_text(editor, &length, &cursor) else { return UInt8(CC_ERROR) }
        let before = unsafe WideText.string(start, count: cursor)
        let line = unsafe WideText.string(start, count: length)
        let answer = answer(line, before.count)
        guard let first = answer.candidates.first else { return UInt8(CC_REFRESH_BEEP) }
        let typed = String(before.dropFirst(answer.start))
        if answer.candidates.count == 1 {
            unsafe replace(editor, typed, with: first.text + (first.endsWord ? " " : ""))
            return UInt8(CC_REDISPLAY)
        }
        let common = CompletionList.commonBeginning(answer.candidates.map(\.text))
        if common.count > typed.count, common.lowercased().hasPrefix(typed.lowercased()) {
            unsafe replace(editor, typed, with: common)
            return UInt8(CC_REDISPLAY)
        }
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

    private func replace(_ editor: OpaquePointer?, _ typed: String, with text: String) {
        unsafe el_deletestr(editor, Int32(typed.unicodeScalars.count))
        unsafe WideText.with(text) { _ = unsafe tb_editor_insert(editor, $0) }
    }

    /// Takes what is pasted up to the terminal's closing mark; line ends stay in the line, so that nothing runs yet.
    func paste(_ editor: OpaquePointer?) -> UInt8 {
        let closing = "\u{1B}[201~"
        var text = ""
        var key: Int32 = 0
        while unsafe tb_editor_read_key(editor, &key) == 1 {
            text.unicodeScalars.append(Unicode.Scalar(UInt32(bitPattern: key)) ?? "\u{FFFD}")
            if key == 0x7E, text.hasSuffix(closing) { break }
        }
        if text.hasSuffix(closing) { text.removeLast(closing.count) }
        text = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        while text.last == "\n" { text.removeLast() }
        let clean = String(text.unicodeScalars.map { $0.value < 0x20 && $0 != "\n" ? " " : Character($0) })
        unsafe WideText.with(clean) { _ = unsafe tb_editor_insert(editor, $0) }
        return UInt8(CC_REFRESH)
    }

    // MARK: - Output

    /// An escape sequence, where the terminal understands them.
    private func send(_ escape: String) {
        if !isDumb { write(escape) }
    }

    private func write(_ text: String) {
        let bytes = Array(text.replacing("\n", with: "\r\n").utf8)
        tb_flush_output()
        _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }

    static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + Int(tb_width(Int32(bitPattern: $1.value))) }
    }
}

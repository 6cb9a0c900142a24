import CLibedit

/// What reading a line ended with.
package enum LineInput: Hashable, Sendable {
    case line(String)
    /// Ctrl-C: what was typed is gone.
    case interrupted
    /// Ctrl-D on an empty line.
    case endOfInput
    /// Somebody wants the program to end, or the terminal is gone: nobody is there to answer a question.
    case terminated
}

/// The prompt: libedit with history, completion, bracketed paste and messages above the line. Belongs to the main thread.
@safe
package struct LineEditor: ~Copyable {
    private let editor: OpaquePointer
    private let history: OpaquePointer
    private let keeper: EditorState
    private var file: HistoryFile?
    private var lastEntry = ""

    /// - Parameters:
    ///   - historyPath: where entries are kept; `nil`: nowhere.
    ///   - isDumb: the terminal understands no escapes, so none are sent.
    ///   - complete: answers Tab, given the line and the cursor in characters.
    /// - Returns: `nil` where the terminal can't be edited on.
    package init?(
        historyPath: String?, isDumb: Bool, notifier: PromptNotifier,
        complete: @escaping (_ line: String, _ cursor: Int) -> CompletionAnswer
    ) {
        guard let editor = unsafe tb_editor_new("tunebook") else { return nil }
        guard let history = unsafe history_winit() else {
            unsafe el_end(editor)
            return nil
        }
        unsafe self.editor = unsafe editor
        unsafe self.history = unsafe history
        keeper = EditorState(isDumb: isDumb, notifier: notifier, complete: complete)
        file = historyPath.map { HistoryFile(path: $0) }
        unsafe tb_editor_set_data(editor, Unmanaged.passUnretained(keeper).toOpaque())
        unsafe tb_editor_use_emacs(editor)
        unsafe tb_editor_set_prompt(editor) { unsafe EditorState.of($0).promptText.baseAddress }
        unsafe tb_editor_set_getc(editor) { unsafe EditorState.of($0).nextCharacter($0, $1) }
        unsafe tb_history_limit(history, 10_000)
        unsafe tb_editor_set_history(editor, history)
        unsafe tb_editor_bind_tab(editor) { editor, _ in unsafe EditorState.of(editor).complete(editor) }
        unsafe tb_editor_bind_paste(editor) { editor, _ in unsafe EditorState.of(editor).paste(editor) }
        unsafe tb_editor_bind_command(editor, "\u{12}", "em-inc-search-prev")
        for (keys, command) in [
            ("\u{1B}[1;5D", "ed-prev-word"), ("\u{1B}[1;5C", "em-next-word"), ("\u{1B}[3~", "ed-delete-next-char"),
            ("\u{1B}[H", "ed-move-to-beg"), ("\u{1B}[F", "ed-move-to-end"),
        ] { unsafe tb_editor_bind_command(editor, keys, command) }
        unsafe el_source(editor, nil)
        for entry in file?.read() ?? [] { remember(entry) }
    }

    deinit {
        unsafe el_end(editor)
        unsafe history_wend(history)
    }

    /// Why lines are not kept, if they are not.
    package var warning: String? { file?.warning }

    /// Reads a line, or several that were pasted.
    ///
    /// - Parameter isKept: whether it goes into the history; the answer to a question does not.
    package mutating func readLine(prompt: String, isKept: Bool = true) -> LineInput {
        keeper.begin(prompt: prompt)
        defer { keeper.leave() }
        // libedit shows the prompt first; a Ctrl-D that comes before it takes the terminal would be lost.
        unsafe tb_editor_prepare_terminal(editor, 1)
        var count: Int32 = 0
        guard let line = unsafe tb_editor_read(editor, &count), count > 0 else {
            let end = keeper.end
            keeper.showBreak(isInterrupt: end == .interrupted)
            unsafe el_reset(editor)
            return end
        }
        var text = unsafe WideText.string(line, count: Int(count))
        if text.last == "\n" { text.removeLast() }
        if isKept { keep(text) }
        return .line(text)
    }

    private mutating func keep(_ text: String) {
        guard text.contains(where: { !$0.isWhitespace }), text != lastEntry else { return }
        remember(text)
        file?.append(text)
    }

    private mutating func remember(_ text: String) {
        lastEntry = text
        unsafe WideText.with(text) { unsafe tb_history_enter(history, $0) }
    }
}

/// Texts as libedit's wide characters and back.
enum WideText {
    static func string(_ start: UnsafePointer<Int32>, count: Int) -> String {
        var text = String.UnicodeScalarView()
        for index in 0..<count {
            unsafe text.append(Unicode.Scalar(UInt32(bitPattern: start[index])) ?? "\u{FFFD}")
        }
        return String(text)
    }

    static func with(_ text: String, _ body: (UnsafePointer<Int32>) -> Void) {
        let wide = text.unicodeScalars.map { Int32(bitPattern: $0.value) } + [0]
        unsafe wide.withUnsafeBufferPointer { buffer in
            if let start = buffer.baseAddress { unsafe body(start) }
        }
    }
}

import CLibedit

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What reading a line ended with.
package enum LineInput: Hashable, Sendable {
    case line(String)
    /// Ctrl-C: what was typed is gone.
    case interrupted
    /// Up on the first line of one that goes on others.
    case upward
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
        keeper = EditorState(isDumb: isDumb, notifier: notifier, complete: complete)
        var output: UnsafeMutablePointer<FILE>?
        let editor = unsafe tb_editor_new(
            "tunebook", Unmanaged.passUnretained(keeper).toOpaque(),
            { keeper, bytes, count in
                guard let keeper = unsafe keeper else { return count }
                let bytes = unsafe UnsafeRawBufferPointer(start: bytes, count: count)
                unsafe Unmanaged<EditorState>.fromOpaque(keeper).takeUnretainedValue().draw(bytes)
                return count
            }, &output)
        guard let editor = unsafe editor, let output = unsafe output else { return nil }
        guard let history = unsafe history_winit() else {
            unsafe el_end(editor)
            unsafe tb_editor_close_output(output)
            return nil
        }
        unsafe self.editor = unsafe editor
        unsafe self.history = unsafe history
        unsafe keeper.drawing = unsafe output
        file = historyPath.map { HistoryFile(path: $0) }
        unsafe tb_editor_set_data(editor, Unmanaged.passUnretained(keeper).toOpaque())
        unsafe tb_editor_use_emacs(editor)
        unsafe tb_editor_set_prompt(editor) { unsafe EditorState.of($0).promptText.baseAddress }
        unsafe tb_editor_set_getc(editor) { unsafe EditorState.of($0).nextCharacter($0, $1) }
        unsafe tb_history_limit(history, 10_000)
        unsafe tb_editor_set_history(editor, history)
        unsafe tb_editor_bind_tab(editor) { editor, _ in unsafe EditorState.of(editor).complete(editor) }
        unsafe tb_editor_bind_action(editor, LineCommand.act.rawValue) { editor, _ in
            unsafe EditorState.of(editor).act(editor)
        }
        unsafe tb_editor_bind_command(editor, 0x12, "em-inc-search-prev")
        for command in LineCommand.allCases {
            if let name = command.name { unsafe tb_editor_bind_command(editor, command.rawValue, name) }
        }
        unsafe el_source(editor, nil)
        for entry in file?.read() ?? [] { remember(entry) }
    }

    deinit {
        unsafe el_end(editor)
        unsafe history_wend(history)
        if let output = unsafe keeper.drawing { unsafe tb_editor_close_output(output) }
    }

    /// Why lines are not kept, if they are not.
    package var warning: String? { file?.warning }

    /// Reads a line, or several that were pasted. It goes into the history where `keep` says so.
    ///
    /// - Parameters:
    ///   - isContinued: whether lines of the same statement stand above, which Up goes to.
    ///   - above: the lines that Up went to: they and the line that it left are edited together.
    package mutating func readLine(prompt: String, isContinued: Bool = false, above: String? = nil) -> LineInput {
        let encoded = above.map { above in
            let lines = keeper.encode(above) + ["\n"]
            var text = EditedText(lines + keeper.encode(keeper.left.text), cursor: lines.count + keeper.left.column)
            text.cursor = text.above ?? text.cursor
            return text
        }
        keeper.begin(prompt: prompt, isContinued: isContinued, text: encoded)
        defer { keeper.leave() }
        // libedit shows the prompt first; a Ctrl-D that comes before it takes the terminal would be lost.
        unsafe tb_editor_prepare_terminal(editor, 1)
        var count: Int32 = 0
        guard let line = unsafe tb_editor_read(editor, &count), count > 0 else {
            keeper.showBreak()
            unsafe el_reset(editor)
            return keeper.end
        }
        var text = keeper.clusters.decode(unsafe WideText.scalars(line, count: Int(count)))
        if text.last == "\n" { text.removeLast() }
        return .line(text)
    }

    /// Takes an entry into the history: a whole statement, of however many lines.
    package mutating func keep(_ text: String) {
        guard text.contains(where: { !$0.isWhitespace }), text != lastEntry else { return }
        remember(text)
        file?.append(text)
    }

    private mutating func remember(_ text: String) {
        lastEntry = text
        unsafe WideText.with(keeper.encode(text)) { unsafe tb_history_enter(history, $0) }
    }
}

/// Texts as libedit's wide characters and back.
enum WideText {
    static func scalars(_ start: UnsafePointer<Int32>, count: Int) -> [Unicode.Scalar] {
        (0..<count).map { unsafe Unicode.Scalar(UInt32(bitPattern: start[$0])) ?? "\u{FFFD}" }
    }

    static func with(_ scalars: [Unicode.Scalar], _ body: (UnsafePointer<Int32>) -> Void) {
        let wide = scalars.map { Int32(bitPattern: $0.value) } + [0]
        unsafe wide.withUnsafeBufferPointer { buffer in
            if let start = buffer.baseAddress { unsafe body(start) }
        }
    }
}

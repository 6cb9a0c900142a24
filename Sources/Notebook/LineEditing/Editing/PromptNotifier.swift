import Synchronization

/// Lets any thread say something while a line is being typed, without disturbing it.
package final class PromptNotifier: Sendable {
    private struct State {
        var isReading = false
        var waiting: [String] = []
    }

    private let state = Mutex(State())
    private let write: @Sendable (String) -> Void

    /// - Parameter write: shows a text where no line is being typed.
    package init(write: @escaping @Sendable (String) -> Void) { self.write = write }

    /// Shows the text above the line that is being typed, or at once where there is none.
    package func post(_ text: String) {
        let isReading = state.withLock { state in
            if state.isReading { state.waiting.append(text) }
            return state.isReading
        }
        if isReading { Signals.wakeUp() } else { write(text) }
    }

    func begin() { state.withLock { $0.isReading = true } }

    /// What was posted too late to be shown above the line is shown now.
    func end() {
        let late = state.withLock { state in
            state.isReading = false
            defer { state.waiting = [] }
            return state.waiting
        }
        late.forEach(write)
    }

    func take() -> [String] {
        state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
    }
}

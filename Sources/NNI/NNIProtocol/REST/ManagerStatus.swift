package import Values

/// How a manager is: `{"status": WORD, "errors": […]}`.
package struct ManagerStatus: Hashable, Sendable {
    package enum Word: String, Sendable, CaseIterable {
        case initialized = "INITIALIZED"
        case running = "RUNNING"
        case noMoreTrial = "NO_MORE_TRIAL"
        case tunerNoMoreTrial = "TUNER_NO_MORE_TRIAL"
        case done = "DONE"
        case stopping = "STOPPING"
        case stopped = "STOPPED"
        case error = "ERROR"
        case viewed = "VIEWED"
    }

    package let word: Word
    package let errors: [String]

    package init(_ word: Word, errors: [String] = []) {
        self.word = word
        self.errors = errors
    }

    /// `nil` where the JSON has no status that NNI knows.
    package init?(json: JSONValue) {
        guard let object = json.object, let word = (object["status"]?.string).flatMap(Word.init) else { return nil }
        self.word = word
        errors = (object["errors"]?.array ?? []).map { $0.string ?? $0.text() }.filter { !$0.isEmpty }
    }
}

package import Tuning
package import Values

/// How a manager is: `{"status": WORD, "errors": […]}`.
package struct ManagerStatus: Hashable, Sendable {
    package let word: ExperimentStatus
    package let errors: [String]

    package init(_ word: ExperimentStatus, errors: [String] = []) {
        self.word = word
        self.errors = errors
    }

    /// `nil` where the JSON has no status that NNI knows.
    package init?(json: JSONValue) {
        guard let object = json.object, let word = (object["status"]?.string).flatMap(ExperimentStatus.init) else {
            return nil
        }
        self.word = word
        errors = (object["errors"]?.array ?? []).map { $0.string ?? $0.text() }.filter { !$0.isEmpty }
    }

    package var json: JSONValue {
        ["status": .string(word.rawValue), "errors": .array(errors.map(JSONValue.string))]
    }
}

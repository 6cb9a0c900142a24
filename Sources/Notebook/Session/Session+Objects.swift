import Ratings
import Values

extension Session {
    /// The object that an argument or option names; of one of the declared kinds.
    ///
    /// - Throws: `PlacedError` at the word.
    func object(_ call: Invocation, _ name: String) async throws -> any SessionObject {
        guard let word = call.word(name) else {
            throw call.failure(NotebookError.missingArgument(name, usage: call.command.usage), at: name)
        }
        return try await object(word, call, name)
    }

    func object(_ word: CallWord, _ call: Invocation, _ name: String) async throws -> any SessionObject {
        let object = try await resolve(word)
        let declared =
            call.command.arguments.first { $0.name == name }?.kind
            ?? call.command.options.first { $0.name == name }?.kind
        guard case .object(let kinds) = declared, !kinds.isEmpty, !kinds.contains(object.kind) else { return object }
        throw PlacedError(
            NotebookError.wrongKind("'\(word.text)'", expected: kinds, found: object.kind), at: word.range)
    }

    func dataset(_ call: Invocation, _ name: String) async throws -> DatasetObject {
        let object = try await object(call, name)
        guard let dataset = object as? DatasetObject else {
            throw call.failure(
                NotebookError.wrongKind("'\(call.text(name) ?? "")'", expected: [.dataset], found: object.kind),
                at: name)
        }
        return dataset
    }

    func model(_ call: Invocation, _ name: String) async throws -> ModelObject {
        let object = try await object(call, name)
        if let model = object as? ModelObject { return model }
        // A best trial stands for its model.
        if let trial = object as? TrialObject, let model = try await trial.field("model") as? ModelObject {
            return model
        }
        throw call.failure(
            NotebookError.wrongKind("'\(call.text(name) ?? "")'", expected: [.model], found: object.kind), at: name)
    }
}

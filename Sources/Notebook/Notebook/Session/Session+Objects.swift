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
        guard let word = call.word(name) else {
            throw PlacedError(NotebookError.missingArgument(name, usage: call.command.usage), at: call.range)
        }
        return try await model(word, call, name)
    }

    func model(_ word: CallWord, _ call: Invocation, _ name: String) async throws -> ModelObject {
        let object = try await object(word, call, name)
        guard let model = try await object.asModel() else {
            throw PlacedError(
                NotebookError.wrongKind("'\(word.text)'", expected: [.model], found: object.kind), at: word.range)
        }
        return model
    }
}

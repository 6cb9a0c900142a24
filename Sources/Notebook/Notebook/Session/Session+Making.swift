import Foundation
import Script
import Values

/// How objects are made again.
extension Session {
    /// The recipe of what a call makes; `nil` where it was given something that nobody knows how to make.
    func recipe(of call: Invocation) async -> Recipe? {
        var words: [Recipe.Word] = []
        for description in call.command.arguments + call.command.options {
            let isOption = call.command.options.contains { $0.name == description.name }
            guard call.has(description) else {
                // What the session is set to is a part of the call.
                if isOption, description.name == Settings.seed.description.name, let seed = settings[Settings.seed] {
                    words += [.option("--" + description.flag), .text("\(seed)")]
                }
                continue
            }
            if description.kind == .boolean {
                words += call.words(description).map { .option($0.text) }
                continue
            }
            if isOption { words.append(.option("--" + description.flag)) }
            for word in call.words(description) {
                switch description.kind {
                case .object:
                    let object = try? await resolve(word)
                    guard let made = (object as? any Remakeable)?.recipe else { return nil }
                    words.append(.made(made))
                case .file: words.append(.text(Self.absolute(sought(word.text))))
                default: words.append(.text(word.text))
                }
            }
        }
        return .call(call.command.name, words)
    }

    /// What a name holds that was made so: it need not be made again.
    package func atHand(_ recipe: Recipe) -> (any SessionObject)? {
        objects.values.first { ($0 as? any Remakeable)?.recipe == recipe }
    }

    /// Makes an object again.
    ///
    /// - Throws: what the commands throw.
    package func make(_ recipe: Recipe) async throws -> any SessionObject {
        switch recipe {
        case .field(let name, let owner):
            guard let object = try await make(owner).field(name) else {
                throw NotebookError.unavailable("there is no '\(name)' any more")
            }
            return object
        case .call(let name, let words):
            var given: [CallWord] = []
            for word in words {
                switch word {
                case .option(let text): given.append(CallWord(text: text, isQuoted: false, range: .none))
                case .text(let text): given.append(CallWord(text: text, isQuoted: true, range: .none))
                case .made(let inner):
                    given.append(CallWord(text: "it", isQuoted: true, range: .none, object: try await make(inner)))
                }
            }
            let entry = try commands.find(name.split(separator: " ").map(String.init))
            do {
                let call = try Invocation(entry.declaration, given[...], range: .none, target: nil)
                guard let object = try await entry.command.run(call, in: self) else {
                    throw NotebookError.noResult("'\(name)'")
                }
                guard var made = object as? any Remakeable else { return object }
                made.recipe = recipe
                return made
            } catch let error as PlacedError {
                throw error.error
            }
        }
    }

    private static func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }
}

extension SourceRange {
    /// Of words that stand in no text.
    fileprivate static let none = SourceRange(SourcePlace(line: 1, column: 1), SourcePlace(line: 1, column: 1))
}

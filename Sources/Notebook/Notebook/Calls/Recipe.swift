package import Values

/// The call that made an object, with all that it was given: what makes it again, in another session too.
package indirect enum Recipe: Hashable, Sendable {
    case call(String, [Word])
    case field(String, of: Recipe)

    package enum Word: Hashable, Sendable {
        case option(String)
        case text(String)
        case made(Recipe)
    }

    /// The calls as a person would write them, the innermost first.
    package var text: String {
        switch self {
        case .field(let name, let owner): "\(owner.text), its \(name)"
        case .call(let command, let words):
            (words.compactMap { if case .made(let inner) = $0 { inner.text } else { nil } }
                + [([command] + words.map(\.text)).joined(separator: " ")]).joined(separator: "; ")
        }
    }

    package var json: JSONValue {
        switch self {
        case .field(let name, let owner): ["field": .string(name), "of": owner.json]
        case .call(let command, let words): ["command": .string(command), "words": .array(words.map(\.json))]
        }
    }

    /// `nil` where the JSON is not one that `json` wrote.
    package init?(json: JSONValue) {
        guard let object = json.object else { return nil }
        if let name = object["field"]?.string, let owner = object["of"].flatMap(Recipe.init(json:)) {
            self = .field(name, of: owner)
            return
        }
        guard let command = object["command"]?.string, let list = object["words"]?.array else { return nil }
        let words = list.compactMap(Word.init(json:))
        guard words.count == list.count else { return nil }
        self = .call(command, words)
    }
}

extension Recipe.Word {
    fileprivate var text: String {
        switch self {
        case .option(let word): word
        case .text(let word): JSONValue(word: word).typed
        case .made: "it"
        }
    }

    fileprivate var json: JSONValue {
        switch self {
        case .option(let word): ["option": .string(word)]
        case .text(let word): .string(word)
        case .made(let recipe): ["made": recipe.json]
        }
    }

    fileprivate init?(json: JSONValue) {
        if let text = json.string {
            self = .text(text)
        } else if let option = json.object?["option"]?.string {
            self = .option(option)
        } else if let recipe = (json.object?["made"]).flatMap(Recipe.init(json:)) {
            self = .made(recipe)
        } else {
            return nil
        }
    }
}

/// An object that knows how it was made.
package protocol Remakeable: SessionObject {
    var recipe: Recipe? { get set }
}

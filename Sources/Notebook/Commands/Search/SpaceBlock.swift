import Notebook
import Recommenders
import Script
import Tuning
import Values

/// `space NAME … end`: a search space, one parameter a line.
struct SpaceBlock: BlockDefinition {
    func define(_ lines: [(words: [CallWord], range: SourceRange)]) throws -> any SessionObject {
        var builder = SearchSpaceBuilder()
        for (words, range) in lines {
            try PlacedError.place(range) {
                guard words.count >= 2 else {
                    throw NotebookError.missingArgument(
                        "the type", usage: "NAME TYPE VALUES…, for example lr_all loguniform 1e-4 0.1")
                }
                try builder.add(
                    name: words[0].text, type: words[1].text,
                    values: words.dropFirst(2).map { $0.isQuoted ? .string($0.text) : JSONValue(word: $0.text) })
            }
        }
        return SpaceObject(try builder.build())
    }

    func candidates(at position: Int) -> [String] {
        switch position {
        case 0: Algorithms.all.flatMap { $0.parameters.map(\.name) }
        case 1: Distribution.typeNames
        default: []
        }
    }
}

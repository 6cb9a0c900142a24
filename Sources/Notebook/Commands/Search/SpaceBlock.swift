import Notebook
import Recommenders
import Script
import Tuning
import Values

/// `space NAME … end`: a search space, one parameter a line.
struct SpaceBlock: BlockDefinition {
    func define(_ lines: [(words: [CallWord], range: SourceRange)]) throws -> any SessionObject {
        var builder = SearchSpaceBuilder()
        for (words, range) in lines { try PlacedError.place(range) { try add(words, to: &builder) } }
        return SpaceObject(try builder.build())
    }

    func wrong(in lines: [(words: [CallWord], range: SourceRange)]) -> [PlacedError] {
        var builder = SearchSpaceBuilder()
        return lines.compactMap { words, range in
            // What a wrong line has added is not there for the next.
            var next = builder
            do { try PlacedError.place(range) { try add(words, to: &next) } } catch {
                return error as? PlacedError ?? PlacedError(error, at: range)
            }
            builder = next
            return nil
        }
    }

    private func add(_ words: [CallWord], to builder: inout SearchSpaceBuilder) throws {
        guard words.count >= 2 else {
            throw NotebookError.missingArgument(
                "the type", usage: "NAME TYPE VALUES…, for example lr_all loguniform 1e-4 0.1")
        }
        guard words[0].text.last.map({ !":=,".contains($0) }) ?? false else {
            throw NotebookError.unavailable(
                "a line begins with a name and a type, found '\(words[0].text)'",
                remedy: "for example lr_all loguniform 1e-4 0.1")
        }
        for word in words.dropFirst(2) where !word.isQuoted && word.text.contains(",") {
            guard word.text.hasPrefix("[") else {
                throw PlacedError(
                    NotebookError.unavailable(
                        "values of '\(words[0].text)' stand apart by blanks, found '\(word.text)'",
                        remedy: "choice 5 10 20, without commas; a list as one value is [5, 10], a text 'a,b'"),
                    at: word.range)
            }
        }
        try builder.add(name: words[0].text, type: words[1].text, values: words.dropFirst(2).map(\.json))
    }

    func candidates(at position: Int) -> [String] {
        switch position {
        case 0: Algorithms.parameterNames
        case 1: Distribution.typeNames
        default: []
        }
    }
}

import Display
import Notebook

/// The terms of the field that commands, tables and messages use and no declaration explains.
enum Glossary {
    static let all: [Topic] = LearningTerms.all + JudgingTerms.all + SearchingTerms.all

    static func term(
        _ name: String, aliases: [String] = [], _ meaning: String, _ here: String, _ seeAlso: String...
    ) -> Topic {
        Topic(name, aliases: aliases, .term, meaning, facts: [Output.Entry("here", here)], seeAlso: seeAlso)
    }
}

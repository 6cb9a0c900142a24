import Notebook
import RecommenderTrials
import Recommenders
import Script
import Tuning
import Values

/// What a search trains, over which space and with what fixed, read and checked.
struct SearchLearners {
    let choice: LearnerChoice
    let space: SearchSpace
    let fixed: JSONObject
    /// Whether the space is the learners' own, for want of another.
    let isStandard: Bool

    /// - Throws: `PlacedError` at the word that is wrong.
    init(_ options: SearchOptions, _ call: Invocation, in session: isolated Session) async throws {
        choice = try Self.choice(options, call)
        fixed = call[options.fixed]
        try PlacedError.place(call.place(of: options.fixed)) { [choice, fixed] in
            try LearnerSpace.check(fixed: fixed, for: choice)
        }
        isStandard = !call.has(options.space)
        guard !isStandard else {
            space = try PlacedError.place(call.place(of: options.fixed)) { [choice, fixed] in
                try LearnerSpace.standard(of: choice, fixed: fixed)
            }
            return
        }
        space = try await session.object(options.space, call).space
        try PlacedError.place(call.place(of: options.space)) { [choice, space] in
            try LearnerSpace.check(space, for: choice)
        }
        let searched = LearnerSpace.names(of: space)
        if let both = fixed.keys.first(where: searched.contains) {
            throw call.failure(
                NotebookError.unavailable(
                    "'\(both)' is both fixed and in the search space", remedy: "leave it out of one of them"),
                at: options.fixed)
        }
    }

    private static func choice(_ options: SearchOptions, _ call: Invocation) throws -> LearnerChoice {
        var learners: [any LearningAlgorithm] = []
        for word in call.words(options.model) {
            let learner = try PlacedError.place(word.range) { try Algorithms.named(word.text) }
            if learners.contains(where: { $0.name == learner.name }) {
                throw PlacedError(
                    NotebookError.unavailable("'\(learner.name)' stands twice among the models", remedy: nil),
                    at: word.range)
            }
            learners.append(learner)
        }
        guard !learners.isEmpty else { throw PlacedError(call.missing(options.model), at: call.range) }
        return LearnerChoice(learners)
    }

    /// What is said of a space that nobody gave.
    var note: String? {
        guard isStandard else { return nil }
        let spaces = choice.learners.map { learner in
            let names = learner.defaultSpace.keys.filter { fixed[$0] == nil }
            return "\(learner.name) (\(names.joined(separator: ", ")))"
        }
        return "without --space the usual one is searched: \(spaces.joined(separator: ", "))"
    }
}

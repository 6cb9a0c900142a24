import Notebook
import RecommenderTrials
import Recommenders
import Values

struct SpaceDefaultCommand: Command {
    let learner = Parameter<String>(
        "LEARNER", required: .word("LEARNER", suggestions: Algorithms.names), help: "whose usual space")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "space default", "the space that a learner is searched over where nobody says another",
            arguments: [learner], gives: .space, examples: ["wide = space default svd"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        try PlacedError.place(call.place(of: learner)) { [learner] in
            let algorithm = try Algorithms.named(call[learner])
            return SpaceObject(try LearnerSpace.standard(of: LearnerChoice([algorithm]), fixed: [:]))
        }
    }
}

import Notebook

struct SpaceShowCommand: Command {
    let space: Reference<SpaceObject> = .space

    var declaration: CommandDeclaration {
        CommandDeclaration("space show", "a space's parameters", arguments: [space], examples: ["space show wide"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        try await session.object(space, call)
    }
}

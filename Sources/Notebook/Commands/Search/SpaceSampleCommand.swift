import Notebook
import RandomSource
import Tuning
import Values

struct SpaceSampleCommand: Command {
    let space: Reference<SpaceObject> = .space
    let count = Parameter("n", 1...100_000, default: 5, help: "how many points")
    let seed = Parameter("seed", 0...Int(UInt32.max), default: 0, help: "seed of the draws")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "space sample", "random points of a space", arguments: [space], options: [count, seed],
            examples: ["space sample wide --n 3 --seed 1"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let space = try await session.object(space, call).space
        let generator = SplittableGenerator(seed: UInt64(session.seed(seed, call)))
        let rows = (0..<call[count]).map { row -> [JSONValue] in
            var draws = generator.stream(UInt64(row))
            let point = space.sample(using: &draws)
            return space.parameterNames.map { point[$0] ?? .null }
        }
        return TableObject(columns: space.parameterNames, rows: rows)
    }
}

import Notebook
import Ratings
import Values

struct SampleCommand: Command {
    let data: Reference<DatasetObject> = .data
    let users = Parameter<Int?>(
        "users", 1...1_000_000_000, unset: "all", help: "how many users, with all that they rated")
    let fraction = Parameter<Double?>("fraction", 0...1, unset: "all", help: "the share of the ratings")
    let seed = Parameter("seed", 0...Int(UInt32.max), default: 42, help: "seed of the draws, as pandas'")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "sample", "some of the users or of the ratings, drawn at random", arguments: [data],
            options: [users, fraction, seed], gives: .dataset, examples: ["few = sample ratings --users 100 --seed 1"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let dataset = try await session.object(data, call)
        let (users, fraction) = (call[users], call[fraction])
        guard users != nil || fraction != nil else {
            throw PlacedError(
                NotebookError.missingOption("--users N or --fraction X", command: "sample"), at: call.range)
        }
        let seed = UInt32(clamping: session.seed(seed, call))
        do {
            let table = try await session.compute("sample") { _, _ in
                var table = dataset.table
                if let users { table = try table.sampling(users: users, seed: seed) }
                if let fraction { table = try table.sampling(fraction: fraction, seed: seed) }
                return table
            }
            return DatasetObject(table, origin: "sample of \(dataset.origin)", truth: dataset.truth)
        } catch let error as RatingsError {
            if case .tooFewUsers = error { throw call.failure(error, at: self.users) }
            throw call.failure(error, at: self.fraction)
        }
    }
}

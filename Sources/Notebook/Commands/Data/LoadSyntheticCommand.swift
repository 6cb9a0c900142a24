import Compute
import Notebook
import Ratings
import Values

struct LoadSyntheticCommand: Command {
    let users = Parameter("users", 1...100_000_000, default: SyntheticRatings().users, help: "how many users")
    let items = Parameter("items", 1...100_000_000, default: SyntheticRatings().items, help: "how many items")
    let ratings = Parameter(
        "ratings", 1...2_000_000_000, default: SyntheticRatings().ratings, help: "how many ratings")
    let rank = Parameter("rank", 1...1000, default: SyntheticRatings().rank, help: "factors of the true model")
    let noise = Parameter(
        "noise", 0...100, default: SyntheticRatings().noise, help: "standard deviation of what it can't explain")
    let taste = Parameter(
        "taste", 0...10, default: SyntheticRatings().taste,
        help: "how much users choose what they will like, beside what is popular")
    let seed = Parameter("seed", 0...Int(UInt32.max), default: 42, help: "the same seed gives the same ratings")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "load synthetic", "ratings drawn from a known low-rank model, without any download",
            options: [users, items, ratings, rank, noise, taste, seed], gives: .dataset,
            examples: [
                "ratings = load synthetic --users 500 --items 300 --ratings 20000 --seed 7",
                "chosen = load synthetic --users 500 --items 300 --ratings 20000 --taste 2",
            ])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        var synthetic = SyntheticRatings()
        synthetic.users = call[users]
        synthetic.items = call[items]
        synthetic.ratings = call[ratings]
        if !call.has(ratings) {
            // The usual number of ratings may be more than few users and items have pairs.
            let pairs = synthetic.users.multipliedReportingOverflow(by: synthetic.items)
            if !pairs.overflow { synthetic.ratings = min(synthetic.ratings, max(1, pairs.partialValue / 4)) }
        }
        synthetic.rank = call[rank]
        synthetic.noise = call[noise]
        synthetic.taste = call[taste]
        synthetic.seed = UInt64(session.seed(seed, call))
        let data = try await session.compute("load") { [synthetic] stop, _ in
            try synthetic.make(check: stop.check)
        }
        return DatasetObject(data.table, origin: "synthetic", truth: data.truth)
    }
}

import Compute
import Notebook
import Ratings
import Values

struct FilterCommand: Command {
    let data: Reference<DatasetObject> = .data
    let positiveFrom = Parameter<Double?>(
        "positive_from", -1e9...1e9, unset: "ratings stay as they are",
        help: "ratings from this on become 1, others go: what implicit feedback is made of")
    let minRating = Parameter<Double?>("min_rating", -1e9...1e9, help: "the lowest rating that stays")
    let after = Self.moment("after", help: "the first moment that stays: a date, or a number as in the data")
    let before = Self.moment("before", help: "the first moment that goes")
    let minUserRatings = Parameter<Int?>(
        "min_user_ratings", 1...1_000_000_000, help: "ratings that every user has who stays")
    let minItemRatings = Parameter<Int?>(
        "min_item_ratings", 1...1_000_000_000, help: "ratings that every item has that stays, until both hold")

    private static func moment(_ name: String, help: String) -> Parameter<Moment?> {
        Parameter<Moment?>(name, .word("TIME", suggestions: []), help: help) { text in
            guard let moment = Moment(text) else {
                throw ParameterError.badValue(
                    name: name, value: text,
                    expected: "a date such as 1998, 1998-04-22 or 1998-04-22T18:30, or a number",
                    nearest: nil)
            }
            return moment
        }
    }

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "filter", "the ratings that are good enough, in time, and of users and items with enough of them",
            arguments: [data],
            options: [positiveFrom, minRating, after, before, minUserRatings, minItemRatings],
            gives: .dataset,
            examples: ["liked = filter ratings --positive-from 4 --min-user-ratings 5 --min-item-ratings 5"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let dataset = try await session.object(data, call)
        let options: [any Declared] = [positiveFrom, minRating, after, before, minUserRatings, minItemRatings]
        guard options.contains(where: call.has) else {
            throw PlacedError(
                NotebookError.missingOption("one of its options: what would it leave out?", command: "filter"),
                at: call.range)
        }
        var filter = RatingFilter()
        filter.positiveFrom = call[positiveFrom]
        filter.minRating = call[minRating]
        filter.after = call[after]
        filter.before = call[before]
        filter.minUserRatings = call[minUserRatings] ?? 0
        filter.minItemRatings = call[minItemRatings] ?? 0
        do {
            let table = try await session.compute("filter") { [filter] stop, _ in
                try filter.applied(to: dataset.table) { try stop.check() }
            }
            return DatasetObject(table, origin: "\(dataset.origin), filtered")
        } catch RatingsError.nothingLeft(let step, let reason) {
            throw call.failure(RatingsError.nothingLeft(step, reason: reason), at: option(of: step))
        } catch RatingsError.noTimestamps {
            throw call.failure(RatingsError.noTimestamps, at: call.has(after) ? after : before)
        }
    }

    private func option(of step: RatingFilter.Step) -> any Declared {
        switch step {
        case .positive: positiveFrom
        case .rating: minRating
        case .after: after
        case .before: before
        case .userCount: minUserRatings
        case .itemCount: minItemRatings
        }
    }
}

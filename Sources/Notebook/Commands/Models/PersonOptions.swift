import Notebook
import RatingSources
import Ratings
import Recommenders
import Values

/// Whom items are recommended to, as an argument and options: a user of the training, or somebody else by what they like.
struct PersonOptions: Sendable {
    let user = Parameter<String?>("USER", help: "a user's identifier; not beside --like and --ratings")
    let liked = Parameter<[String]>(
        "like", each: .text, help: "items that somebody likes who is not in the data: identifiers or titles",
        parsing: \.self)
    let file = Parameter<String?>(
        "ratings", .file, help: "a file with the ratings of somebody who is not in the data: item and rating")

    var options: [any Declared] { [liked, file] }

    /// - Throws: `PlacedError` at the word that names nobody, or nothing.
    func person(_ model: any Recommender, _ call: Invocation, in session: isolated Session) async throws -> Person {
        let given: [any Declared] = [user, liked, file].filter { call.has($0) }
        guard given.count == 1 else {
            guard let second = given.dropFirst().first else { throw PlacedError(call.missing(user), at: call.range) }
            throw call.failure(
                NotebookError.unavailable(
                    "items are recommended to one person: USER, or whoever --like or --ratings describes", remedy: nil),
                at: second)
        }
        if call.has(user) { return .user(try model.users.known("user", user, call)) }
        if call.has(file) { return .newcomer(try await rated(model, call, in: session)) }
        // What somebody likes is rated as high as can be.
        let best = model.scoreKind == .rating ? model.scale.upperBound : 1
        var ratings: [KnownRating] = []
        for word in call.words(liked) {
            let item = try PlacedError.place(word.range) { try model.itemNames.known(word.text) }
            if !ratings.contains(where: { $0.item == item }) { ratings.append(KnownRating(item: item, rating: best)) }
        }
        return .newcomer(ratings)
    }

    private func rated(
        _ model: any Recommender, _ call: Invocation, in session: isolated Session
    ) async throws -> [KnownRating] {
        let path = session.sought(call[file] ?? "")
        let own = try await session.compute("load") { _, _ in try PersonRatings.read(path) }
        var ratings: [KnownRating] = []
        var strangers: [EntityID] = []
        for (item, rating) in own {
            if let place = model.items.position(of: item) {
                ratings.append(KnownRating(item: place, rating: rating))
            } else {
                strangers.append(item)
            }
        }
        if let first = strangers.first {
            session.notice("note: the training data hold no item \(first), so it counts for nothing")
            if strangers.count > 1 { session.notice("note: nor \(strangers.count - 1) more of \(path)") }
        }
        guard !ratings.isEmpty else {
            throw call.failure(
                NotebookError.unavailable("the training data hold none of the items of \(path)", remedy: nil), at: file)
        }
        return ratings
    }
}

/// One person's ratings in a file: of item and rating, or with the same user in every row.
enum PersonRatings {
    /// - Throws: `RatingsError`; `NotebookError` where they are of several people, or no numbers.
    static func read(_ path: String) throws -> [(item: EntityID, rating: Double)] {
        do {
            let table = try RatingFile(path, format: CSVFormat()).read().table
            guard table.users.count <= 1 else {
                throw NotebookError.unavailable(
                    "\(path) has the ratings of \(table.users.count) users",
                    remedy: "one person's ratings are a file of item and rating")
            }
            return (0..<table.count).map { (table.items[Int(table.itemPositions[$0])], table.ratings[$0]) }
        } catch RatingsError.fewColumns(_, _, found: 2, _) {
            return try readPairs(path)
        } catch RatingsError.noSuchColumn(_, "user", let known) where known.count == 2 {
            return try readPairs(path)
        }
    }

    /// Two columns, the first of which stands where the reader looks for a user.
    private static func readPairs(_ path: String) throws -> [(item: EntityID, rating: Double)] {
        var format = CSVFormat()
        format.implicit = true
        format.columns = ["1", "2"]
        format.duplicates = .last
        let table = try RatingFile(path, format: format).read().table
        return try (0..<table.count).map { row in
            let (item, text) = (
                table.users[Int(table.userPositions[row])], table.items[Int(table.itemPositions[row])].description
            )
            guard let rating = Double(text), rating.isFinite else {
                throw NotebookError.unavailable("\(path) rates item \(item) '\(text)', which is no number", remedy: nil)
            }
            return (item, rating)
        }
    }
}

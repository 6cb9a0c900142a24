import Compute
import Notebook
import Ratings
import Recommenders
import Values

struct RecommendCommand: Command {
    let model: Reference<ModelObject> = .model
    let person = PersonOptions()
    let count = Parameter("k", 1...100_000, default: 10, help: "how many items")
    let removesSeen = JudgingOptions().removesSeen
    let why = Parameter(flag: "why", help: "tell what ratings each recommendation comes from, and their shares")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "recommend", "the best items for a user, with titles where they are known",
            arguments: [model, person.user], options: person.options + [count, removesSeen, why],
            trailing: count, gives: .recommendations, examples: ["recommend svd 196 --k 5"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let model = try await session.object(model, call).model
        let person = try await person.person(model, call, in: session)
        let (count, removes, explains) = (call[count], call[removesSeen], call[why])
        let found = try await session.compute("recommend") { stop, _ in
            let list = try Self.list(model, person, count: count, removingSeen: removes, stop: stop)
            return list.map { list in (list, explains ? list.map { model.shares(of: $0.item, for: person) } : []) }
        }
        guard let (list, shares) = found else {
            throw call.failure(
                NotebookError.unavailable(
                    "\(model.algorithm) can't take in somebody who was not in the training", remedy: nil),
                at: call.has(self.person.liked) ? self.person.liked : self.person.file)
        }
        if list.isEmpty {
            session.notice("note: nothing is left to recommend: every item is rated already; --keep-seen lists them")
        }
        guard explains, !list.isEmpty else { return RecommendationsObject(list, of: model) }
        guard shares.allSatisfy({ $0 != nil }) else {
            throw call.failure(
                NotebookError.unavailable(
                    "a score of \(model.algorithm) is not a sum over ratings, so none can be named for it",
                    remedy: "itemknn, ease, slim, als and knn tell where theirs come from"), at: why)
        }
        return RecommendationsObject(list, of: model, why: shares.compactMap(\.self))
    }

    /// - Returns: `nil` where the model can't take in a newcomer.
    private static func list(
        _ model: any Recommender, _ person: Person, count: Int, removingSeen: Bool, stop: StopFlag
    ) throws -> [ScoredItem]? {
        switch person {
        case .user(let user):
            try model.rank(users: [user], count: count, removingSeen: removingSeen, stop: stop).first ?? []
        case .newcomer(let ratings):
            try model.rank(newcomer: ratings, count: count, removingSeen: removingSeen, stop: stop)
        }
    }
}

extension Vocabulary {
    /// The position of what an argument names.
    ///
    /// - Throws: where training saw no such user.
    func known(_ kind: String, _ argument: Parameter<String?>, _ call: Invocation) throws -> Int {
        let word = call[argument] ?? ""
        if let position = position(of: EntityID(word)) { return position }
        throw call.failure(NotebookError.unavailable("the training data hold no \(kind) \(word)"), at: argument)
    }
}

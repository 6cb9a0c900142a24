package import Display
package import Notebook
import Ratings
package import Recommenders
package import Values

/// The best items for somebody, or the nearest to an item.
package struct RecommendationsObject: SessionObject {
    package struct Row: Sendable {
        let item: EntityID
        let score: Double
        let title: String?
        /// The ratings that the score comes from; `nil` where nobody asked.
        let why: [Reason]?
    }

    package struct Reason: Sendable {
        let item: EntityID
        let user: EntityID?
        let score: Double
        let title: String?
    }

    /// How many reasons a table shows of each item.
    private static let shown = 3

    package let rows: [Row]

    /// - Parameter why: the shares of each item's score.
    package init(_ items: [ScoredItem], of model: any Recommender, why: [[ScoreShare]]? = nil) {
        rows = items.enumerated().map { place, scored in
            let id = model.items[scored.item]
            let reasons = why.map { shares in
                shares[place].map { share in
                    let item = model.items[share.item]
                    return Reason(
                        item: item, user: share.user.map { model.users[$0] }, score: share.score,
                        title: model.titles[item])
                }
            }
            return Row(item: id, score: scored.score, title: model.titles[id], why: reasons)
        }
    }

    package var kind: ObjectKind { .recommendations }

    package func json() async -> JSONValue { .array(rows.map { .object($0.json) }) }

    package func summary() async -> String { Figures.count(rows.count, "item") }

    package func output() async -> Output {
        let hasTitles = rows.contains { $0.title != nil }
        let hasReasons = rows.contains { $0.why != nil }
        return .table(
            Table(
                columns: ["item", "score"] + (hasTitles ? ["title"] : []) + (hasReasons ? ["why"] : []),
                rows: rows.map { row in
                    [.string(row.item.description), .number(row.score)]
                        + (hasTitles ? [.string(row.title ?? "")] : [])
                        + (hasReasons ? [.string(Self.told(row))] : [])
                }))
    }

    /// The most telling reasons with their shares of the whole: `Star Wars (1977) 31 %`.
    private static func told(_ row: Row) -> String {
        let reasons = row.why ?? []
        let whole = reasons.reduce(0) { $0 + abs($1.score) }
        let named = reasons.prefix(shown).map { reason in
            let name = reason.user.map { "user \($0)" } ?? reason.title ?? reason.item.description
            return whole > 0 ? "\(name) \(Int((reason.score / whole * 100).rounded())) %" : name
        }
        return (named + (reasons.count > shown ? ["\(reasons.count - shown) more"] : [])).joined(separator: ", ")
    }

    package func fieldNames() async -> [String] { ["count"] }
    package func field(_ name: String) async throws -> (any SessionObject)? {
        name == "count" ? PlainValue(.integer(rows.count)) : nil
    }
}

extension RecommendationsObject.Row {
    fileprivate var json: JSONObject {
        var json: JSONObject = [
            "item": item.json, "score": .number(score), "title": title.map { .string($0) } ?? .null,
        ]
        if let why { json["why"] = .array(why.map { .object($0.json) }) }
        return json
    }
}

extension RecommendationsObject.Reason {
    fileprivate var json: JSONObject {
        var json: JSONObject = ["item": item.json, "score": .number(score)]
        if let user { json["user"] = user.json }
        if let title { json["title"] = .string(title) }
        return json
    }
}

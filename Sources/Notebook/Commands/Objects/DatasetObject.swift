import Display
package import Notebook
package import Ratings
package import Values

/// Ratings.
package struct DatasetObject: Remakeable {
    package let table: RatingTable
    /// What it was made from, for people.
    package let origin: String
    /// The model behind synthetic ratings.
    package let truth: SyntheticData.Truth?
    package var recipe: Recipe?
    /// Counts and ranges, made when they are asked for: most uses of a part of a split never do.
    package var info: TableSummary { TableSummary(table) }

    package init(_ table: RatingTable, origin: String, truth: SyntheticData.Truth? = nil) {
        self.table = table
        self.origin = origin
        self.truth = truth
    }

    package var kind: ObjectKind { .dataset }
    package var isLarge: Bool { true }

    package func json() async -> JSONValue {
        let info = info
        return [
            "users": .integer(info.users), "items": .integer(info.items), "ratings": .integer(info.ratings),
            "min": .number(info.min), "max": .number(info.max),
        ]
    }

    package func summary() async -> String {
        let info = info
        let counts =
            "\(Figures.count(info.ratings, "rating")) by \(Figures.count(info.users, "user"))"
            + " of \(Figures.count(info.items, "item"))"
        return "\(origin): \(counts), \(Figures.plain(info.min)) to \(Figures.plain(info.max))"
    }

    package func fieldNames() async -> [String] { ["users", "items", "ratings", "min", "max", "mean", "density"] }

    package func field(_ name: String) async throws -> (any SessionObject)? {
        switch name {
        case "users": PlainValue(.integer(info.users))
        case "items": PlainValue(.integer(info.items))
        case "ratings": PlainValue(.integer(info.ratings))
        case "min": PlainValue(.number(info.min))
        case "max": PlainValue(.number(info.max))
        case "mean": PlainValue(.number(info.mean))
        case "density": PlainValue(.number(info.density))
        default: nil
        }
    }
}

/// The parts of a split dataset.
package struct SplitObject: Remakeable {
    package let split: DataSplit
    package let origin: String
    package var recipe: Recipe?

    package init(_ split: DataSplit, origin: String) {
        self.split = split
        self.origin = origin
    }

    package var kind: ObjectKind { .split }
    package var isLarge: Bool { true }

    private var parts: [(name: String, table: RatingTable)] {
        [("train", split.train)] + (split.validation.map { [("validation", $0)] } ?? []) + [("test", split.test)]
    }

    package func json() async -> JSONValue { .object(JSONObject(parts.map { ($0.name, .integer($0.table.count)) })) }

    package func summary() async -> String {
        parts.map { "\($0.name) \(Figures.grouped($0.table.count))" }.joined(separator: ", ") + " ratings"
    }

    package func fieldNames() async -> [String] { parts.map(\.name) }

    package func field(_ name: String) async throws -> (any SessionObject)? {
        parts.first { $0.name == name }.map {
            var part = DatasetObject($0.table, origin: "\(name) part of \(origin)")
            part.recipe = recipe.map { .field(name, of: $0) }
            return part
        }
    }

    package func kind(of field: String) async -> ObjectKind? { .dataset }

    package func namesBelow() async -> [String: [String]] {
        guard let part = parts.first else { return [:] }
        let names = await DatasetObject(part.table, origin: origin).fieldNames()
        return Dictionary(uniqueKeysWithValues: parts.map { ($0.name, names) })
    }

    /// The part that searches are judged by, and whether it is the test part for want of another.
    package var judged: (table: RatingTable, isTest: Bool) {
        split.validation.map { ($0, false) } ?? (split.test, true)
    }
}

import Display
package import Notebook
package import Ratings
package import Values

/// Ratings divided into parts, each of which is left out in turn; each fold is a split.
package struct FoldsObject: Remakeable {
    package let folds: Folds
    package let origin: String
    package var recipe: Recipe?

    package init(_ folds: Folds, origin: String) {
        self.folds = folds
        self.origin = origin
    }

    package var kind: ObjectKind { .folds }
    package var isLarge: Bool { true }

    package func json() async -> JSONValue {
        [
            "folds": .array(
                folds.indices.map { fold in
                    let sizes = folds.sizes(fold)
                    return ["train": .integer(sizes.train), "test": .integer(sizes.test)]
                })
        ]
    }

    package func summary() async -> String {
        let tests = folds.indices.map { folds.sizes($0).test }
        let (least, most) = (tests.min() ?? 0, tests.max() ?? 0)
        let size = (least == most ? "" : Figures.grouped(least) + " or ") + Figures.grouped(most)
        return "\(Figures.count(folds.count, "fold")), each of which leaves out \(size) ratings"
    }

    package func fieldNames() async -> [String] { ["folds"] + folds.indices.map { "fold\($0 + 1)" } }

    package func field(_ name: String) async throws -> (any SessionObject)? {
        if name == "folds" {
            return TableObject(
                columns: ["fold", "train", "test"],
                rows: folds.indices.map { fold in
                    let sizes = folds.sizes(fold)
                    return [.integer(fold + 1), .integer(sizes.train), .integer(sizes.test)]
                })
        }
        guard let fold = folds.indices.first(where: { "fold\($0 + 1)" == name }) else { return nil }
        var split = SplitObject(folds[fold], origin: "fold \(fold + 1) of \(origin)")
        split.recipe = recipe.map { .field(name, of: $0) }
        return split
    }

    package func namesBelow() async -> [String: [String]] {
        Dictionary(uniqueKeysWithValues: folds.indices.map { ("fold\($0 + 1)", ["train", "test"]) })
    }

    package func kind(of field: String) async -> ObjectKind? { field == "folds" ? .table : .split }
}

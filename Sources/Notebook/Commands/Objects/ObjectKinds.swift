package import Notebook

extension ObjectKind {
    package static let dataset = ObjectKind("dataset")
    package static let split = ObjectKind("split")
    package static let folds = ObjectKind("folds")
    package static let predictions = ObjectKind("predictions")
    package static let model = ObjectKind("model")
    package static let recommendations = ObjectKind("recommendations")
    package static let space = ObjectKind("space")
    package static let experiment = ObjectKind("experiment")
    package static let trial = ObjectKind("trial")
    package static let search = ObjectKind("search")
}

extension Reference<DatasetObject> {
    static var data: Self {
        Reference("DATA", .dataset, isRequired: true, help: "ratings: a dataset, or a part of a split")
    }
    static var truth: Self { Reference("DATA", .dataset, isRequired: true, help: "the ratings that are true") }
}

extension Reference<ModelObject> {
    /// A trained model, or the trial that stands for one.
    static var model: Self { model("MODEL", isRequired: true, help: "a trained model, or a best trial") }

    static func model(_ name: String, isRequired: Bool = false, isList: Bool = false, help: String) -> Self {
        Reference(name, [.model, .trial], isRequired: isRequired, isList: isList, help: help) {
            try await $0.asModel()
        }
    }
}

extension Reference<SpaceObject> {
    static var space: Self { Reference("SPACE", .space, isRequired: true, help: "a search space") }
}

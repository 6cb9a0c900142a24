import Notebook

/// What a name can hold.
enum KindTopics {
    static let all: [Topic] = [
        kind(.dataset, "ratings: who rated what, and perhaps when", ["load", "split", "describe"]),
        kind(
            .split, "the parts of a dataset: train learns, validation chooses, test judges in the end",
            ["split", "holdout"]),
        kind(.folds, "a dataset cut into parts each of which is left out in turn", ["k-fold cross-validation"]),
        kind(.predictions, "scores of users and items that were made elsewhere", ["load predictions", "evaluate"]),
        kind(
            .model, "a trained recommender, with its parameters and its learning curve",
            ["train", "evaluate", "recommend"]),
        kind(
            .recommendations, "the best items for somebody, or the nearest to an item, with scores",
            ["recommend", "similar"]),
        kind(.space, "what a search may choose from: parameters and what each may be", ["search space"]),
        kind(
            .experiment, "a search for good hyper-parameters: its trials, their results and the best of them",
            ["trial", "experiment start"]),
        kind(
            .trial, "one choice of hyper-parameters with what it came to, and the model that it made",
            ["experiment best", "evaluate"]),
        kind(.search, "a tuner that is asked for settings and told of results by hand", ["tuner ask", "tuner tell"]),
        kind(.metrics, "metrics by name; each is a field", ["evaluate"]),
        kind(.table, "rows under column names; a column is a field", ["head", "add"]),
        kind(.plot, "a picture", ["plot curve"]),
        kind(.value, "a number, a text, a truth value or a list", ["print"]),
    ]

    private static func kind(_ kind: ObjectKind, _ summary: String, _ seeAlso: [String]) -> Topic {
        Topic(kind.rawValue, .object, summary, seeAlso: seeAlso)
    }
}

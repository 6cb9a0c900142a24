/// What a person should know of a metric before trusting it.
package struct MetricMeaning: Hashable, Sendable {
    /// How it is computed, in words.
    package let formula: String
    /// What values it takes.
    package let range: String
    /// When it tells something else than it seems to.
    package let misleads: String

    init(_ formula: String, range: String, misleads: String) {
        self.formula = formula
        self.range = range
        self.misleads = misleads
    }
}

extension MetricRule {
    /// `nil` where nothing is known; a test asks for each.
    package var meaning: MetricMeaning? { Self.meanings[name] }

    private static let share = "from 0 to 1"

    private static let meanings: [String: MetricMeaning] = [
        "rmse": MetricMeaning(
            "the differences between ratings and estimates, squared, their mean, and its root",
            range: "0 and more, in units of the ratings",
            misleads:
                "few large errors outweigh many small ones, and a lower one need not mean better lists: it judges what was rated, not what is shown"
        ),
        "mae": MetricMeaning(
            "the mean of the differences between ratings and estimates, each without its sign",
            range: "0 and more, in units of the ratings",
            misleads:
                "large errors count no more than their size; beside rmse it tells whether a few estimates are far off"),
        "rsquared": MetricMeaning(
            "1 less the squared errors as a share of those of the mean rating",
            range: "1 at best, 0 for the mean alone, below 0 for what is worse",
            misleads: "it depends on how much the ratings vary, so it can't be compared between data"),
        "exp_var": MetricMeaning(
            "1 less the variance of the errors as a share of the ratings' variance",
            range: "1 at best, below 0 where errors vary more than ratings",
            misleads: "estimates that are all too high by the same amount cost nothing; rsquared counts that"),
        "auc": MetricMeaning(
            "of all pairs of a 1 and a 0, the share in which the 1 has the higher score",
            range: "from 0 to 1; 0.5 is chance",
            misleads:
                "the order far down a list counts as much as at its top; with drawn negatives it depends on how they are drawn"
        ),
        "logloss": MetricMeaning(
            "the mean of −log of the probability that was given to what happened",
            range: "0 and more; 0.693 says 0.5 to everything",
            misleads:
                "one sure and wrong guess costs very much, and scores that are no probabilities can't be judged by it"),
        "precision": MetricMeaning(
            "of the K recommended items the share that the user has in the judged ratings, the mean over users",
            range: share,
            misleads:
                "with few judged ratings for each user it stays low, whatever is recommended: 3 of them give 0.3 of 10 at most"
        ),
        "recall": MetricMeaning(
            "of the user's judged items the share that is among the K recommended, the mean over users", range: share,
            misleads: "it grows with K, and users with few judged items weigh as much as those with many"),
        "ndcg": MetricMeaning(
            "each hit counts 1 / log2(place + 1), their sum as a share of the best that could be", range: share,
            misleads: "it follows popularity where data do: compare it with 'popular', and with coverage or novelty"),
        "map": MetricMeaning(
            "precision at the place of each hit, summed and divided by the judged items, the mean over users",
            range: share,
            misleads: "hits at the first places decide nearly all of it; a small difference may be one place"),
        "hit": MetricMeaning(
            "the share of users with at least one judged item among the K recommended", range: share,
            misleads: "one hit counts as much as ten, and it nears 1 as K grows; for leave-one-out it is recall"),
        "mrr": MetricMeaning(
            "1 / place of the first hit among the K, 0 without one, the mean over users", range: share,
            misleads: "what comes after the first hit counts nothing"),
        "r_precision": MetricMeaning(
            "precision of as many recommendations as the user has judged items, at most K", range: share,
            misleads: "each user is judged at another length, so it can't be read as a share of a list that is shown"),
        "coverage": MetricMeaning(
            "of the items in training the share that is recommended to anybody", range: share,
            misleads:
                "random lists have nearly all of it, and one recommendation of an item counts as much as a thousand"),
        "distributional_coverage": MetricMeaning(
            "−Σ p·log2(p), where p is an item's share of all recommendations",
            range: "from 0, all get the same item, to the logarithm of the number of items",
            misleads: "random lists have the highest, so it is read beside a metric of relevance"),
        "diversity": MetricMeaning(
            "1 less the mean similarity of two items of a list, by who rated both, the mean over users", range: share,
            misleads: "items that hardly anybody rated are unlike everything, so obscure lists look diverse"),
        "novelty": MetricMeaning(
            "the mean of −log2 of an item's share of the training ratings, in bits", range: "0 and more",
            misleads: "it is high for what nobody wants too; a point of it says nothing of relevance"),
        "serendipity": MetricMeaning(
            "1 less the mean similarity of a recommended item to those the user had, by who rated both", range: share,
            misleads: "it counts every recommendation as relevant, so random lists have much of it"),
    ]
}

import ArgumentParser
import Metrics

/// The flags of `recommenders`' training scripts that are no hyper-parameters, and a few more.
struct TrialOptions: ParsableArguments {
    /// All flags below, for suggestions.
    static let flags = [
        "datastore", "train-datapath", "validation-datapath", "surprise-reader", "rating-scale", "usercol", "itemcol",
        "ratingcol", "separator", "duplicates", "rating-metrics", "ranking-metrics", "metrics", "primary-metric", "k",
        "remove-seen", "random-state", "verbose", "output-dir", "epochs",
    ]

    @Option(help: ArgumentHelp("The folder that the paths below start from.", valueName: "folder"))
    var datastore: String?

    @Option(
        help: ArgumentHelp(
            "Ratings to train on: text in columns (CSV, TSV), with or without a head; no pickled frames.",
            valueName: "file"))
    var trainDatapath: String

    @Option(help: ArgumentHelp("Ratings to judge by.", valueName: "file"))
    var validationDatapath: String

    @Option(help: "The scale of Surprise's reader: ml-100k, ml-1m (1 to 5) or jester (-10 to 10).")
    var surpriseReader: String?

    @Option(
        help: ArgumentHelp(
            "The lowest and the highest rating, two numbers; else those of the training ratings.",
            valueName: "min max"))
    var ratingScale: String?

    @Option(help: "The users' column.")
    var usercol = "userID"

    @Option(help: "The items' column.")
    var itemcol = "itemID"

    @Option(help: "The ratings' column.")
    var ratingcol = "rating"

    @Option(help: "What stands between columns; else found out.")
    var separator: String?

    @Option(help: "What to do with a second rating of an item by a user: error, first, last or keep.")
    var duplicates = "error"

    @Option(parsing: .upToNextOption, help: "Metrics of estimated ratings: rmse mae rsquared exp_var auc logloss.")
    var ratingMetrics: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: "Metrics of ranked lists: precision_at_k recall_at_k ndcg_at_k map_at_k hit mrr r_precision; or ndcg@20.")
    var rankingMetrics: [String] = []

    @Option(parsing: .upToNextOption, help: "Metrics of either kind, as tunebook names them: rmse precision@10.")
    var metrics: [String] = []

    @Option(help: "The metric that is tuned, reported as 'default'. (default: rmse)")
    var primaryMetric: String?

    @Option(name: .customLong("k"), help: "How long the ranked lists of names without a number are.")
    var k = 10

    @Flag(
        help: """
            Leave what a user rated in training out of the ranked lists. recommenders' scripts have a flag of this name \
            that did the opposite: giving it kept those items.
            """)
    var removeSeen = false

    @Flag(help: "Say each epoch's result.")
    var verbose = false

    @Option(help: ArgumentHelp("Where results go, in place of NNI_OUTPUT_DIR.", valueName: "folder"))
    var outputDir: String?

    /// Hyper-parameters, and what is no flag at all.
    @Argument(parsing: .allUnrecognized, help: .hidden)
    var others: [String] = []
}

import Notebook

/// The columns of tables and the fields behind a dot, and the words of states that they hold.
enum FieldTopics {
    static let all: [Topic] = (data + models + searches + session).map { name, meaning in Topic(name, .field, meaning) }

    private static let data: [(String, String)] = [
        ("users", "how many different users rated something"), ("items", "how many different items were rated"),
        ("ratings", "how many ratings there are; beside a file, one person's"),
        ("user", "who rated, by the identifier of the data"), ("item", "what was rated, by the identifier of the data"),
        ("rating", "how much somebody liked an item, on the scale of the data"),
        ("prediction", "the score that was made elsewhere for a user and an item"),
        ("timestamp", "when it was rated, in seconds since 1970 where the data say so"),
        ("title", "an item's name, where the data have one"), ("min", "the lowest rating"),
        ("max", "the highest rating"),
        ("mean", "the sum divided by the count: of ratings, or of a metric over folds"),
        ("train", "the part that models learn from; of a fold, how many ratings it has"),
        ("validation", "the part that choices are made by; of a curve, the metric after an epoch"),
        ("test", "the part that nothing is chosen by, for the last judgement"),
        ("fold", "which part of a cross-validation is left out"), ("folds", "the sizes of all folds"),
        ("what", "what a row of a description is about"), ("value", "what it comes to"),
        ("where", "the file or folder"), ("bytes", "how much room it takes, in bytes"),
    ]

    private static let models: [(String, String)] = [
        ("algorithm", "the learner that made a model, as after 'train'"),
        ("parameters", "the hyper-parameters that a model or a trial has"),
        ("params", "the hyper-parameters of a trial, as 'parameters'"),
        ("seconds", "how long it took, without waiting; of an experiment, from its start to its end"),
        ("loss", "what the training lowers, after an epoch, as the learner counts it"),
        ("curve", "the loss and the validation after each epoch"), ("epoch", "which pass over the data it was, from 1"),
        ("score", "how strongly a model puts an item forward; only the order is the same for all learners"),
        ("why", "the ratings that a score comes from, with their shares"),
        ("model", "a trained recommender; of a trial, the one that it made"),
        ("learner", "the learner of a row, as after 'train'"),
        ("metric", "the metric of a row"), ("deviation", "the standard deviation over folds"),
        ("low", "the lower end of the 95 % interval"), ("high", "the upper end of the 95 % interval"),
        ("best in", "the metrics in which this row is the best"),
        ("group", "rows that share a letter can't be told apart in the metric"),
        ("conclusion", "what a benchmark came to, in a sentence"),
        ("metrics", "what a trial came to, by name"),
        ("optimism", "by how much a choice is flattered by the ratings that chose it"),
        ("intervals", "the 95 % intervals of metrics, in JSON"), ("count", "how many rows or trials there are"),
    ]

    private static let searches: [(String, String)] = [
        ("name", "what it is called"), ("id", "eight letters and digits that name one experiment or trial for good"),
        (
            "status",
            "how far it is: RUNNING, DONE, STOPPED or ERROR of an experiment; WAITING, RUNNING, SUCCEEDED, FAILED, EARLY_STOPPED or USER_CANCELED of a trial"
        ),
        ("SUCCEEDED", "the trial ended with a result"),
        ("FAILED", "the trial ended with an error, which 'experiment log' shows"),
        ("EARLY_STOPPED", "an assessor ended the trial, as it could hardly become the best"),
        ("USER_CANCELED", "the trial was stopped with its experiment"), ("WAITING", "the trial has not begun"),
        ("RUNNING", "it goes on"), ("DONE", "the experiment has made all its trials"),
        ("trials", "how many settings were tried; of an experiment, each as a row"),
        ("trial", "the number of a trial in its experiment, from 0"),
        ("sequence", "the field of a trial that holds its number"),
        ("objective", "the metric that a search makes better"),
        ("best", "the best trial by the objective; in a list, what it came to"),
        ("front", "the trials that no other beats in every objective"), ("tuner", "what chooses the settings"),
        ("assessor", "what ends hopeless trials"), ("started", "when the experiment began"),
        ("succeeded", "how many trials ended with a result"), ("failed", "how many trials ended with an error"),
        ("experiment", "the search that a trial is of"), ("modelled", "how many trials a model suggested, not chance"),
        ("asked", "how many settings a search by hand has given out"),
        ("parameter", "the name of a searched parameter"),
        ("type", "how values of a parameter are drawn"), ("values", "what a parameter may be"),
        ("engine", "what runs trials: this program, or NNI"), ("runs trials in", "where an engine runs them"),
        ("state", "whether an engine can be used"), ("searches by", "how a tuner chooses"),
        ("judges by", "how an assessor tells what is hopeless"), ("argument", "what a tuner or an assessor takes"),
        ("intermediate", "what a trial reported while it ran, one value an epoch"),
    ]

    private static let session: [(String, String)] = [
        ("option", "what 'set' changes"), ("means", "what it is for"), ("default", "what holds where nothing is said"),
        ("cell", "the number of what was typed, in brackets at the prompt; _3 is the result of cell 3"),
        ("statement", "the line as it was typed"),
        ("remark", "what is to say of a cell: stale where what it took has changed since"),
        ("kind", "what sort of thing a name holds"),
        ("what it is", "a name's thing in one line"), ("label", "what a row of one's own table is called"),
    ]
}

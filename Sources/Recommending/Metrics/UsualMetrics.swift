extension [Metric] {
    /// What learners of ratings are judged by.
    package static var usualOfRatings: Self { [.rmse, .mae] }
    /// What learners of lists are judged by.
    package static var usualOfLists: Self { [.ndcg(10), .precision(10), .recall(10), .map(10)] }
}

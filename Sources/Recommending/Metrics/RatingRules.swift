import Ratings
import Values

/// Metrics of estimated ratings.
enum RatingRules {
    static let all: [MetricRule] = [
        MetricRule(ofRatings: "rmse", .minimize, help: "root of the mean squared error") { $0.rmse },
        MetricRule(ofRatings: "mae", .minimize, help: "mean absolute error") { $0.mae },
        MetricRule(ofRatings: "rsquared", .maximize, help: "coefficient of determination") { $0.rsquared },
        MetricRule(ofRatings: "exp_var", .maximize, help: "share of the variance that is explained") {
            $0.explainedVariance
        },
        ofGuesses("auc", .maximize, help: "area under the ROC curve, for ratings of 0 and 1") { $0.auc },
        ofGuesses("logloss", .minimize, help: "logistic loss, for ratings of 0 and 1") { $0.logloss },
    ]

    /// A metric of guesses of a yes or no.
    private static func ofGuesses(
        _ name: String, _ direction: Direction, help: String, _ value: @escaping @Sendable (RatingErrors) -> Double
    ) -> MetricRule {
        MetricRule(name, direction, needs: .estimates, help: help) { judged, _ throws(MetricsError) in
            let errors = try judged.errors()
            if let other = judged.truth.ratings.first(where: { $0 != 0 && $0 != 1 }) {
                throw .notBinary(metric: name, found: other)
            }
            return value(errors)
        }
    }
}

import Ratings
import Statistics
import Values

/// Metrics of estimated ratings.
enum RatingRules {
    static let all: [MetricRule] = [
        rule("rmse", .minimize, help: "root of the mean squared error") {
            $0.rmse
        } users: {
            $0.means(of: { ($0 - $1) * ($0 - $1) }, shown: { $0.squareRoot() })
        },
        rule("mae", .minimize, help: "mean absolute error") {
            $0.mae
        } users: {
            $0.means(of: { ($0 - $1).magnitude })
        },
        rule("rsquared", .maximize, help: "coefficient of determination") {
            $0.rsquared
        } users: {
            $0.rsquared()
        },
        rule("exp_var", .maximize, help: "share of the variance that is explained") {
            $0.explainedVariance
        } users: {
            $0.explainedVariance()
        },
        ofGuesses("auc", .maximize, help: "area under the ROC curve, for ratings of 0 and 1") {
            $0.auc
        } users: {
            $0.auc()
        },
        ofGuesses("logloss", .minimize, help: "logistic loss, for ratings of 0 and 1") {
            $0.logloss
        } users: {
            $0.means(of: RatingErrors.logloss)
        },
    ]

    private static func rule(
        _ name: String, _ direction: Direction, help: String,
        _ value: @escaping @Sendable (RatingErrors) -> Double,
        users: @escaping @Sendable (UserErrors) -> UserValues
    ) -> MetricRule {
        MetricRule(name, direction, needs: .estimates, help: help) { judged, _ throws(MetricsError) in
            value(try judged.errors())
        } users: { judged, _ throws(MetricsError) in
            users(try judged.userErrors())
        }
    }

    /// A metric of guesses of a yes or no.
    private static func ofGuesses(
        _ name: String, _ direction: Direction, help: String,
        _ value: @escaping @Sendable (RatingErrors) -> Double,
        users: @escaping @Sendable (UserErrors) -> UserValues
    ) -> MetricRule {
        MetricRule(name, direction, needs: .estimates, help: help) { judged, _ throws(MetricsError) in
            let errors = try judged.errors()
            if let other = judged.truth.ratings.first(where: { $0 != 0 && $0 != 1 }) {
                throw .notBinary(metric: name, found: other)
            }
            return value(errors)
        } users: { judged, _ throws(MetricsError) in
            users(try judged.userErrors())
        }
    }
}

import Display
import Metrics
import Notebook
import Tuning

extension Table {
    /// The same with an arrow at each metric to where it is better, times as times and sizes in threes.
    ///
    /// - Parameter goals: what is better in columns that are no metrics of ours.
    func marked(_ goals: Goals? = nil) -> Table {
        var marked = self
        for column in columns {
            if let goal = goals?.objectives.first(where: { $0.metric == column }), column != GoalOptions.seconds {
                marked.styles[column] = .metric(goal.direction)
            } else if let metric = try? Metric(parsing: column) {
                marked.styles[column] = .metric(metric.direction)
            }
        }
        if columns.contains(GoalOptions.seconds) { marked.styles[GoalOptions.seconds] = .duration }
        if columns.contains("bytes") { marked.styles["bytes"] = .count }
        return marked
    }
}

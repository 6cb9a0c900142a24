import Display
import Metrics
import Statistics
import Values

/// How much of what a search's best trial came to is selection: of many trials the best one is also one that was lucky with
/// the ratings that judged, so it comes to less on ratings that chose nothing.
package struct SearchOptimism: Sendable {
    /// What is judged again, in the search's way: users enough to tell, so that it takes no time of note.
    static let mostUsers = 10_000

    let metric: Metric
    /// On the ratings that chose it, and on the test part.
    let chosen: Double
    let again: Double
    let againInterval: Interval?
    /// By how much it is worse on the test part.
    let difference: Double
    let interval: Interval?
    var lead: Lead?

    /// Before the middle trial, where each part is as hard for both.
    struct Lead: Sendable {
        let chosen: Double
        let again: Double
        /// What of it is left to luck, with its interval.
        let interval: Interval?
    }

    /// - Parameters: the best trial's model on what chose it and on the test part, and perhaps the middle one's.
    init?(_ metric: Metric, best: Parts, middle: Parts? = nil) {
        // Differences are positive where the ratings that chose it flatter it.
        let sign = metric.direction == .maximize ? 1.0 : -1
        self.metric = metric
        guard let own = best.parts(sign) else { return nil }
        (chosen, again) = (best.chosen.value, best.again.value)
        difference = sign * (chosen - again)
        var statistics = [best.again.users?.whole, SumStatistic.sum(own)].compactMap(\.self)
        if let middle, let others = middle.parts(-sign) { statistics.append(.sum(own + others)) }
        let intervals = Bootstrap.intervals(of: statistics)
        (againInterval, interval) = (intervals[0], intervals[1])
        if let middle, intervals.count == 3 {
            lead = Lead(
                chosen: sign * (chosen - middle.chosen.value), again: sign * (again - middle.again.value),
                interval: intervals[2])
        }
    }

    /// One model on the ratings that chose and on the test part, users by the same positions.
    struct Parts: Sendable {
        let chosen: MeasuredMetric
        let again: MeasuredMetric

        fileprivate func parts(_ sign: Double) -> [SumStatistic.Part]? {
            guard let one = chosen.users, let other = again.users else { return nil }
            return [.init(sign, one.users, one.whole), .init(-sign, other.users, other.whole)]
        }
    }

    var json: JSONValue {
        var json: JSONObject = [
            "metric": .string(metric.name), "chosen": .number(chosen), "again": .number(again),
            "difference": .number(difference),
        ]
        if let interval { json = json.merging(["low": .number(interval.low), "high": .number(interval.high)]) }
        return .object(json)
    }

    /// `optimism: ndcg@10 0.2663 where it was chosen, 0.2540 ± 0.0121 on the test part: worse by 0.0123 [0.0021, 0.0225]`
    var words: String {
        let now = againInterval.map { Figures.spread(again, $0.halfWidth) } ?? Figures.plain(again)
        var text = "optimism: \(metric.name) \(Figures.plain(chosen)) where it was chosen, \(now) on the test part"
        guard let interval else { return text }
        let ends = "[\(Figures.plain(interval.low)), \(Figures.plain(interval.high))]"
        text += ": "
        if interval.low > 0 {
            text += "worse by \(Figures.plain(difference)) \(ends)"
        } else if interval.high < 0 {
            text += "no worse"
        } else {
            text += "no difference can be told \(ends)"
        }
        return text
    }

    /// `of its lead of 0.0213 over the middle trial 19 % is luck, 0.0041 [-0.001, 0.009]: on the test part it is 0.0172`
    var leadWords: String? {
        guard let lead, lead.chosen > 0 else { return nil }
        let luck = lead.chosen - lead.again
        guard luck > 0 else {
            return
                "its lead of \(Figures.plain(lead.chosen)) over the middle trial holds: on the test part it is \(Figures.plain(lead.again))"
        }
        let ends = lead.interval.map { " [\(Figures.plain($0.low)), \(Figures.plain($0.high))]" } ?? ""
        let share = Figures.fixed(100 * luck / lead.chosen, decimals: 0)
        return
            "of its lead of \(Figures.plain(lead.chosen)) over the middle trial \(share) % is luck, \(Figures.plain(luck))\(ends): on the test part it is \(Figures.plain(lead.again))"
    }
}

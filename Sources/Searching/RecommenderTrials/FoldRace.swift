import Statistics
package import Tuning
package import Values

/// Ends a trial once it is hardly better than the best one, whatever its remaining folds say: racing (Maron and Moore, 1994,
/// "Hoeffding races"; Birattari et al., 2002, "A racing algorithm for configuring metaheuristics").
///
/// Trials report the mean over their fits so far, folds or seeds, and all have the same fits in the same order. What is
/// compared are differences to the best trial that has them all, fit by fit, so that how hard a fold is does not count. With
/// the mean `d` of `n` differences of `K` that there would be, their mean differs from `d` with the standard error
/// `s·sqrt(1/n − 1/K)`. A trial ends where Student's t test of `d > −m` says so at 10 %, one-sided, with `m` half the standard
/// error of the best one's mean: who could be better by less than that is not worth the folds.
///
/// `s²` is the variance of the differences of all trials around their own means, this one's own among them: one fit alone has
/// no variance, and two say little of it. This is where it departs from a paired test of each trial by itself.
///
/// The level of the test grows with what the race has cost: as the fits of the trials that have ended come near a third of all
/// that they would have had, it rises to 50 %, where the first fit tells who goes on. A search that draws one good trial after
/// the other, all of them alike, is so kept from trying every one of them to the end.
///
/// What it knows are trials that it was told of: told in the order of trials, some behind, a race goes the same way at any
/// concurrency, and is taken up again from what trials have reported.
package struct FoldRace: Assessor {
    /// The level of the test as long as a race is cheap, and at most.
    private static let levels = 0.1...0.5
    /// The shares of all fits between which it rises.
    private static let shares = 0.25...0.32
    /// As many trials as this are counted beside those that have ended, without a fit: the first ones have none to lose to.
    private static let credit = 6

    private let fits: Int
    private let goal: Goal
    /// The losses of each trial that runs, a fit each.
    private var running: [Int: [Double]] = [:]
    private var best: [Double]?
    /// All that have all fits.
    private var whole: [[Double]] = []
    /// The sum of squares of differences around their trial's mean, and its degrees of freedom.
    private var squares = 0.0
    private var freedom = 0.0
    /// Of trials that have ended, and how many fits they had.
    private var ended = 0
    private var spent = 0

    /// - Parameter fits: how many a trial has that is not ended.
    package init(fits: Int, mode: Direction) {
        self.fits = fits
        goal = Goal("", mode)
    }

    package mutating func assess(id: Int, step: Int, value: Double) -> Assessment {
        let before = running[id, default: []]
        // The fit's own value, from the means with it and without it.
        let loss = goal.loss(value) * Double(step) - Self.mean(before) * Double(before.count)
        running[id, default: []].append(loss)
        guard step == before.count + 1, step < fits, let best, let differences = differences(id) else { return .goOn }
        let mean = Self.mean(differences)
        let lead = mean + Self.deviation(best) / Double(best.count).squareRoot() / 2
        let freedom = self.freedom + Double(step - 1)
        guard lead > 0, freedom > 0 else { return .goOn }
        let variance = (squares + Self.squares(differences)) / freedom
        let error = (variance * (1 / Double(step) - 1 / Double(fits))).squareRoot()
        guard error == 0 || StudentT.twoSided(lead / error, freedom: freedom) / 2 < level else { return .goOn }
        let chance = error == 0 ? "sure" : "all but sure"
        return .stop(
            reason:
                "after \(step) of \(fits) it is \(chance) that the best one's \(shown(Self.mean(best))) stays unbeaten"
        )
    }

    private var level: Double {
        let share = Double(spent) / Double((ended + Self.credit) * fits)
        let (shares, levels) = (Self.shares, Self.levels)
        let rise = (share - shares.lowerBound) / (shares.upperBound - shares.lowerBound)
        return levels.lowerBound + (levels.upperBound - levels.lowerBound) * min(max(rise, 0), 1)
    }

    /// A loss as the objective shows it.
    private func shown(_ loss: Double) -> Double { goal.direction == .minimize ? loss : -loss }

    /// Of a trial's fits to those of the best one; `nil` where one is no number.
    private func differences(_ id: Int) -> [Double]? {
        guard let best, let losses = running[id] else { return nil }
        let differences = zip(losses, best).map { $0 - $1 }
        return differences.allSatisfy(\.isFinite) ? differences : nil
    }

    /// What the mean over all fits would come to: that of the trial which was nearest over the same fits, moved by the mean
    /// difference to it. Means over few fits hang on how hard those are, and a tuner that took them as they are would be led
    /// astray.
    package func valueOfEnded(id: Int, last: Double) -> Double {
        guard let losses = running[id], !losses.isEmpty, losses.allSatisfy(\.isFinite) else { return last }
        let differences = whole.map { other in
            (mean: Self.mean(other), difference: Self.mean(zip(losses, other).map { $0 - $1 }))
        }
        guard let nearest = differences.min(by: { abs($0.difference) < abs($1.difference) }) else { return last }
        return shown(nearest.mean + nearest.difference)
    }

    package mutating func end(id: Int, _ outcome: TrialOutcome) {
        defer { running[id] = nil }
        guard let losses = running[id] else { return }
        ended += 1
        spent += losses.count
        guard losses.allSatisfy(\.isFinite) else { return }
        switch outcome {
        // A trial that misses a constraint is no standard for others.
        case .measured(let measured): if !measured.isFeasible { return }
        case .stoppedEarly: break
        case .failed, .cancelled: return
        }
        if losses.count > 1, let differences = differences(id) {
            squares += Self.squares(differences)
            freedom += Double(differences.count - 1)
        }
        guard losses.count == fits else { return }
        whole.append(losses)
        if best.map({ Self.mean(losses) < Self.mean($0) }) ?? true { best = losses }
    }

    private static func mean(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }

    private static func squares(_ values: [Double]) -> Double {
        let mean = mean(values)
        return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }

    private static func deviation(_ values: [Double]) -> Double {
        values.count > 1 ? (squares(values) / Double(values.count - 1)).squareRoot() : 0
    }
}

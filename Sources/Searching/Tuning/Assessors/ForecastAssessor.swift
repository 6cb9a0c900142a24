import Values

/// Stops a trial that will not be the best by as much as counts, if it goes on as those did that were like it
/// (`FinishedCurves`).
///
/// A trial is judged at some of its reports, from a share of the usual number of reports on, once enough trials have ended of
/// themselves; it goes on where it may still come to the best of those, with a chance of `risk`. One of so many trials is
/// never judged: they tell of curves that come late, of which nobody would learn otherwise. Who is ahead of all others at each
/// report is never stopped; what is no finite number stops a trial where it is judged.
struct ForecastAssessor: Assessor {
    private static let risk = Parameter(
        "risk", 0...1, default: 0.1, help: "chance to be the best with which a trial is stopped")
    /// So many trials run in full by default: fewer tell too little of how curves end that begin alike.
    static let usualStartup = 30

    private static let startupTrials = Parameter(
        "n_startup_trials", 4...1_000_000, default: usualStartup, help: "completed trials before any is judged")
    private static let startShare = Parameter(
        "start_share", 0...1, default: 0.25, help: "share of the usual reports before a trial is judged at all")
    private static let whole = Parameter(
        "never_judged", 0...1_000_000, default: 4, help: "of so many trials one goes on in any case; 0: none does")
    private static let margin = Parameter(
        "margin", 0...1, default: 0.003,
        help: "by how much the best is to be beaten, as a share of what the middle one of the first trials is behind it"
    )

    static let description = AssessorDescription(
        "Forecast", "stops a trial that won't be the best, if it goes on as those did that were like it",
        source:
            "Tunebook's own, Auto's; how sure it is by Papadopoulos, Vovk & Gammerman, 2011, doi:10.1613/jair.3198",
        arguments: [risk, startupTrials, startShare, whole, margin], comparesTrials: true
    ) { given, mode in
        ForecastAssessor(
            risk: given[risk], startupTrials: given[startupTrials], startShare: given[startShare],
            neverJudged: given[whole], margin: given[margin], mode: mode)
    }

    private let risk: Double
    private let startupTrials: Int
    private let startShare: Double
    private let neverJudged: Int
    private let margin: Double
    private let goal: Goal
    private var curves = FinishedCurves()

    init(
        risk: Double, startupTrials: Int, startShare: Double, neverJudged: Int, margin: Double, mode: Direction
    ) {
        self.risk = risk
        self.startupTrials = startupTrials
        self.startShare = startShare
        self.neverJudged = neverJudged
        self.margin = margin
        goal = Goal("", mode)
    }

    mutating func begin(id: Int, at place: [Double]) { curves.begin(id, at: place) }

    mutating func assess(id: Int, step: Int, value: Double) -> Assessment {
        guard curves.report(id, step: step, goal.loss(value)), curves.count >= startupTrials,
            Double(step) >= startShare * Double(curves.usualSteps), neverJudged == 0 || id % neverJudged != 0
        else { return .goOn }
        guard value.isFinite else { return .stop(reason: "report \(step) is no number") }
        guard !curves.isAhead(id), let forecast = curves.forecast(id) else { return .goOn }
        guard forecast.low(risk) > curves.best - margin * curves.spread else { return .goOn }
        let (foretold, best) = (goal.loss(forecast.loss), goal.loss(curves.best))
        return .stop(reason: "at step \(step) it is on its way to \(foretold), and the best has come to \(best)")
    }

    mutating func end(id: Int, _ outcome: TrialOutcome) { curves.end(id, outcome, goal) }
}

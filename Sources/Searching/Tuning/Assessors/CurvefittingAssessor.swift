import Values

/// NNI's `Curvefitting` (Domhan, Springenberg & Hutter, 2015, "Speeding up automatic hyperparameter optimization of deep
/// neural networks by extrapolation of learning curves", IJCAI).
///
/// Eleven curves are fitted to what a trial has reported, and what they foretell for epoch `epoch_num` has to be above
/// `threshold` times the best final value of a completed trial. See `CurveEnsemble` for which of them count.
///
/// As in NNI a curve whose fit gives up keeps the parameters of its last fit, also of another trial's. Unlike NNI's, the curves
/// that count have equal weights (its 20 steps of a Metropolis walk with a deviation of 0.0005 hardly move them, and need
/// draws); of a best value below 0 that share of its size is granted below it, where 0.95 times it would lie above it; what
/// is no finite number is left out of the fits, and stops a trial whose latest report it is.
struct CurvefittingAssessor: Assessor {
    private static let epochs = Parameter("epoch_num", 1...1_000_000, default: 20, help: "the epoch that is foretold")
    private static let startStep = Parameter(
        "start_step", 0...1_000_000, default: 6, help: "reports before a trial is judged at all")
    private static let threshold = Parameter(
        "threshold", 0...9999, default: 0.95, help: "share of the best final value that a trial has to come to")
    private static let gap = Parameter("gap", 1...1_000_000, default: 1, help: "reports from one judgement to the next")

    static let description = AssessorDescription(
        "Curvefitting",
        "stops a trial whose curve, drawn on to the last epoch, stays below the best; for values that grow",
        source:
            "NNI; Domhan, Springenberg & Hutter, 2015, IJCAI. Equal weights where NNI's walk at random hardly moves them; "
            + "what is no number stops a trial, in NNI it goes on",
        arguments: [epochs, startStep, threshold, gap]
    ) { given, mode in
        // The shapes and their first parameters are those of a share that grows; NNI has none for values that fall either.
        guard mode == .maximize else {
            throw TunerError.direction(assessor: "Curvefitting", needs: "values that grow, as under --maximize")
        }
        return CurvefittingAssessor(
            target: given[epochs], startStep: given[startStep], threshold: given[threshold], gap: given[gap])
    }

    private let target: Int
    private let startStep: Int
    private let threshold: Double
    private let gap: Int
    private var ensemble = CurveEnsemble()
    private var running: [Int: [Double]] = [:]
    /// After how many reports each running trial was judged last.
    private var judged: [Int: Int] = [:]
    /// The best final value of a completed trial.
    private var best: Double?

    init(target: Int, startStep: Int, threshold: Double, gap: Int) {
        self.target = target
        self.startStep = startStep
        self.threshold = threshold
        self.gap = gap
    }

    mutating func assess(id: Int, step: Int, value: Double) -> Assessment {
        running[id, default: []].append(value)
        let values = running[id] ?? []
        guard let best, values.count >= startStep, values.count - (judged[id] ?? -gap) >= gap else { return .goOn }
        judged[id] = values.count
        guard value.isFinite else { return .stop(reason: "report \(values.count) is no number") }
        let points = values.enumerated().filter { $1.isFinite }.map { (x: Double($0 + 1), y: $1) }
        let needed = best >= 0 ? threshold * best : best - (1 - threshold) * best.magnitude
        guard let predicted = ensemble.predict(points, at: Double(target)), !(predicted > needed) else { return .goOn }
        return .stop(
            reason:
                "its curve comes to \(predicted) at epoch \(target), which is not above \(threshold) of the best, \(best)"
        )
    }

    mutating func end(id: Int, _ outcome: TrialOutcome) {
        running[id] = nil
        judged[id] = nil
        guard case .measured = outcome, let value = outcome.learned else { return }
        best = best.map { max($0, value) } ?? value
    }
}

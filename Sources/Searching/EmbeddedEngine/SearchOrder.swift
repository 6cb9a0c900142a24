import Tuning

/// A tuner, and when it is told how trials ended: at once, or in the order of trials, a window behind.
struct SearchOrder {
    private var tuner: any Tuner
    private let window: Int?
    /// Ends that the tuner has not been told.
    private var untold: [Int: TrialOutcome] = [:]
    private var toldCount = 0

    /// - Parameter window: how many trials may be open that the tuner knows nothing of; `nil`: it is told at once.
    init(_ tuner: any Tuner, window: Int?) {
        self.tuner = tuner
        self.window = window
    }

    /// `waiting` also where trials that this one may know of have not ended; it is told of exactly those, never more.
    mutating func suggest(id: Int) -> Suggestion {
        if let window {
            while toldCount <= id - window {
                guard let outcome = untold.removeValue(forKey: toldCount) else { return .waiting }
                tuner.report(id: toldCount, outcome)
                toldCount += 1
            }
        }
        return tuner.suggest(id: id)
    }

    mutating func end(id: Int, _ outcome: TrialOutcome) {
        if window == nil { tuner.report(id: id, outcome) } else { untold[id] = outcome }
    }
}

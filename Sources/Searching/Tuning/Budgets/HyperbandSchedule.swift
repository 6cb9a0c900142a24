/// Hyperband's brackets (Li, Jamieson, DeSalvo, Rostamizadeh and Talwalkar, 2018, "Hyperband: a novel bandit-based approach to
/// hyperparameter optimization", JMLR 18, algorithm 1): each begins with many settings of a small budget, or few of a large
/// one, and lets the best share of `1 / eta` go on.
struct HyperbandSchedule: Sendable {
    struct Rung: Hashable, Sendable {
        let trials: Int
        let budget: Double
    }

    /// The one with the most settings first.
    let brackets: [[Rung]]

    /// - Parameters:
    ///   - least: a budget below which none is granted.
    ///   - most: the budget of a whole training.
    ///   - eta: above 1.
    ///   - isWhole: whether budgets are whole numbers, as NNI's: rounded down.
    init(least: Double, most: Double, eta: Double, isWhole: Bool = true) {
        var highest = 0
        // By steps, as logarithms miss the whole powers.
        var ratio = most / least
        while ratio >= eta * (1 - 1e-12), highest < 60 {
            ratio /= eta
            highest += 1
        }
        func power(_ exponent: Int) -> Double { (0..<exponent).reduce(1) { value, _ in value * eta } }
        brackets = (0...highest).reversed().map { bracket in
            let trials = (Double(highest + 1) / Double(bracket + 1) * power(bracket) - 1e-9).rounded(.up)
            return (0...bracket).map { rung in
                let budget = most / power(bracket - rung)
                return Rung(
                    trials: max(1, Int(min(1e9, (trials / power(rung) + 1e-9).rounded(.down)))),
                    budget: isWhole ? max(1, (budget + 1e-9).rounded(.down)) : budget)
            }
        }
    }
}

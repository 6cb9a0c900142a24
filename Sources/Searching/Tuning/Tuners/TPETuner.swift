import RandomSource
package import Values

/// Tree-structured Parzen estimators (Bergstra, Bardenet, Bengio and Kégl, 2011, "Algorithms for hyper-parameter
/// optimization"), with NNI's arguments and defaults.
///
/// Each parameter is drawn from a density of the good trials and judged by its ratio to that of the others. Trials that
/// run are taken to give what `constant_liar_type` says. NNI rounds `q…` types by differences of the distribution
/// function; here their density is taken at the rounded value.
package struct TPETuner: Tuner {
    private enum Liar: String, Sendable, CaseIterable { case best, worst, mean, null }

    private static let liar = Parameter(
        "constant_liar_type", default: Liar.best, help: "what a running trial is taken to give")
    private static let startupJobs = Parameter(
        "n_startup_jobs", 0...1_000_000, default: 20, help: "random trials at first")
    fileprivate static let candidates = Parameter(
        "n_ei_candidates", 1...100_000, default: 24, help: "draws of which the best is taken")
    fileprivate static let linearForgetting = Parameter(
        "linear_forgetting", 0...1_000_000, default: 25, help: "newest trials that keep their weight")
    fileprivate static let priorWeight = Parameter(
        "prior_weight", 1e-9...1e9, default: 1.0, help: "weight of the search space itself")
    private static let gamma = Parameter(
        "gamma", 0...1, default: 0.25, help: "share of the trials that count as good")

    struct Observation: Sendable {
        let parameters: JSONObject
        /// Lower is better.
        let loss: Double
    }

    static let description = TunerDescription(
        "TPE", "tree-structured Parzen estimators",
        arguments: [
            liar.description, startupJobs.description, candidates.description, linearForgetting.description,
            priorWeight.description, gamma.description,
        ], startup: startupJobs
    ) { given, space, mode, seed in TPETuner(space: space, arguments: given, mode: mode, seed: seed) }

    private let space: SearchSpace
    private let arguments: ParameterValues
    private let sign: Double
    private let generator: SplittableGenerator
    private var history: [Observation] = []
    private var running: [Int: JSONObject] = [:]
    private var tried: TriedPoints

    /// - Parameter arguments: `nil`: the defaults.
    package init(space: SearchSpace, arguments: ParameterValues? = nil, mode: Direction, seed: UInt64) {
        self.space = space
        tried = TriedPoints(space)
        self.arguments = arguments ?? ParameterValues(checked: JSONObject())
        sign = mode == .minimize ? 1 : -1
        generator = SplittableGenerator(seed: seed)
    }

    package mutating func suggest(id: Int) -> Suggestion {
        if let known = running[id] { return .parameters(known) }
        var draws = generator.stream(UInt64(bitPattern: Int64(id)))
        let lies = running.sorted { $0.key < $1.key }.map(\.value)
        let point = tried.next { Self.suggest(arguments, using: &draws, space, history, running: lies) }
        guard let point else { return .exhausted }
        running[id] = point
        return .parameters(point)
    }

    package mutating func report(id: Int, _ outcome: TrialOutcome) {
        guard let parameters = running.removeValue(forKey: id) else { return }
        learn(parameters, outcome)
    }

    /// Trials that say nothing of some parameter of the space are left out.
    package mutating func learn(from trials: [PastTrial]) {
        for trial in trials where space.parameterNames.allSatisfy({ trial.parameters[$0] != nil }) {
            learn(trial.parameters, trial.outcome)
        }
    }

    private mutating func learn(_ parameters: JSONObject, _ outcome: TrialOutcome) {
        guard let value = outcome.learned else { return }
        history.append(Observation(parameters: parameters, loss: sign * value))
    }

    /// The suggestion as a function of all that it depends on.
    static func suggest(
        _ arguments: ParameterValues, using draws: inout SplittableGenerator, _ space: SearchSpace,
        _ history: [Observation],
        running: [JSONObject]
    ) -> JSONObject {
        guard history.count >= max(1, arguments[startupJobs]) else { return space.sample(using: &draws) }
        let losses = history.map(\.loss)
        let lie: Double? =
            switch arguments[liar] {
            case .best: losses.min()
            case .worst: losses.max()
            case .mean: losses.reduce(0, +) / Double(losses.count)
            case .null: nil
            }
        let observations = history + (lie.map { lie in running.map { Observation(parameters: $0, loss: lie) } } ?? [])
        // A running trial that is said to be as good as the best must not crowd out real ones.
        let ranked = observations.indices.sorted { (observations[$0].loss, $0) < (observations[$1].loss, $1) }
        let share = (arguments[gamma] * Double(observations.count).squareRoot()).rounded(.up)
        let goodCount = min(max(1, Int(share)), max(1, arguments[linearForgetting]))
        let good = Set(ranked.prefix(goodCount))
        let search = TPESearch(
            arguments: arguments, good: observations.indices.filter(good.contains).map { observations[$0].parameters },
            rest: observations.indices.filter { !good.contains($0) }.map { observations[$0].parameters })
        return search.draw(space, using: &draws)
    }
}

/// One suggestion: the good trials and the rest, as seen inside one (nested) space.
private struct TPESearch {
    let arguments: ParameterValues
    let good: [JSONObject]
    let rest: [JSONObject]

    func draw(_ space: SearchSpace, using draws: inout SplittableGenerator) -> JSONObject {
        var point = JSONObject()
        for parameter in space.parameters {
            let goodValues = good.compactMap { $0[parameter.name] }
            let restValues = rest.compactMap { $0[parameter.name] }
            point[parameter.name] =
                switch parameter.distribution {
                case .choice(let options): choose(options, goodValues, restValues, &draws)
                case .randint(let lower, let upper) where upper - lower <= 1000:
                    .integer(
                        lower
                            + category(upper - lower, goodValues, restValues, &draws) { value in
                                value.integer.map { $0 - lower }
                            })
                case .randint(let lower, let upper):
                    // Of the largest whole numbers only few are floating-point numbers, and the last rounds up to none.
                    .integer(
                        min(
                            max(
                                lower,
                                Int(
                                    exactly: number(parameter.distribution, goodValues, restValues, &draws)
                                        .rounded(.down)) ?? upper - 1), upper - 1))
                default: .number(number(parameter.distribution, goodValues, restValues, &draws))
                }
        }
        return point
    }

    private func choose(
        _ options: [ChoiceOption], _ good: [JSONValue], _ rest: [JSONValue], _ draws: inout SplittableGenerator
    ) -> JSONValue {
        func position(_ value: JSONValue) -> Int? {
            options.firstIndex { option in
                switch option {
                case .value(let one): one == value
                case .nested(let name, _): value.object?["_name"] == name
                }
            }
        }
        let chosen = category(options.count, good, rest, &draws, position: position)
        switch options[chosen] {
        case .value(let value): return value
        case .nested(let name, let space):
            // Only trials that took this option say anything about its parameters.
            let inner = TPESearch(
                arguments: arguments, good: good.filter { position($0) == chosen }.compactMap(\.object),
                rest: rest.filter { position($0) == chosen }.compactMap(\.object))
            return ChoiceOption.point(name, inner.draw(space, using: &draws))
        }
    }

    private func category(
        _ count: Int, _ good: [JSONValue], _ rest: [JSONValue], _ draws: inout SplittableGenerator,
        position: (JSONValue) -> Int?
    ) -> Int {
        func estimator(_ values: [JSONValue]) -> CategoricalEstimator {
            CategoricalEstimator(
                values.compactMap(position), options: count, priorWeight: arguments[TPETuner.priorWeight],
                forgetting: arguments[TPETuner.linearForgetting])
        }
        let (likely, unlikely) = (estimator(good), estimator(rest))
        var best = (option: 0, ratio: -Double.infinity)
        for _ in 0..<arguments[TPETuner.candidates] {
            let option = likely.sample(using: &draws)
            let ratio = likely.probabilities[option] / unlikely.probabilities[option]
            if ratio > best.ratio { best = (option, ratio) }
        }
        return best.option
    }

    private func number(
        _ distribution: Distribution, _ good: [JSONValue], _ rest: [JSONValue], _ draws: inout SplittableGenerator
    ) -> Double {
        let scale = NumericScale(distribution)
        func estimator(_ values: [JSONValue]) -> ParzenEstimator {
            ParzenEstimator(
                values.compactMap(\.number).map(scale.position), scale: scale,
                priorWeight: arguments[TPETuner.priorWeight],
                forgetting: arguments[TPETuner.linearForgetting])
        }
        let (likely, unlikely) = (estimator(good), estimator(rest))
        var best = (value: 0.0, gain: -Double.infinity)
        for _ in 0..<arguments[TPETuner.candidates] {
            let value = scale.value(likely.sample(using: &draws))
            let place = scale.position(value)
            let gain = likely.logDensity(place) - unlikely.logDensity(place)
            if gain > best.gain { best = (value, gain) }
        }
        return best.gain > -.infinity ? best.value : scale.value(scale.sample(using: &draws))
    }
}

import Metrics
import NNIProtocol
import Notebook
import Recommenders
import Tuning
import Values

/// What a search is about and how it goes, as arguments and options.
struct SearchOptions: Sendable {
    let model = Parameter<[String]>(
        "MODEL", each: .choice(Algorithms.names), help: "what is trained; of several each trial tries one"
    ) { $0 }
    let split = Reference<SearchData>.searched(
        "SPLIT", help: "trained on its train part, judged on its validation part; with --folds a dataset too")
    let space = Reference<SpaceObject>(
        "space", .space, help: "the search space; without one, what is usual for the model")
    let tuner = Parameter<String>(
        "tuner", .choice(Tuners.names + NNITuners.names.filter { !Tuners.names.contains($0) }), default: "Auto",
        help: "how it is searched; 'tuner list' tells them, 'tuner show' one of them")
    let tunerArguments = Parameter<JSONObject>(
        "tuner_args", of: Tuners.all.flatMap { $0.arguments.map(\.name) }, help: "the tuner's arguments"
    ) { words in named(words).flatMap { name in Tuners.all.first { $0.name == name }?.arguments.map(\.name) } }
    let assessor = Parameter<String?>(
        "assessor", .choice(Assessors.names), unset: "none", help: "what ends hopeless trials early")
    let assessorArguments = Parameter<JSONObject>(
        "assessor_args", of: Assessors.all.flatMap { $0.arguments.map(\.name) }, help: "the assessor's arguments"
    ) { words in
        named(words, by: "--assessor").flatMap { name in
            Assessors.all.first { $0.name == name }?.arguments.map(\.name)
        }
    }
    let goals = GoalOptions()
    let metrics = Parameter<[Metric]>.metrics(help: "what is measured beside the objectives; ndcg@5,10 at both lengths")
    let maxTrials = Parameter("max_trials", 1...10_000_000, default: 10, help: "how many trials at most")
    let maxDuration = duration("max_duration", help: "how long all of it may take")
    let maxTrialDuration = duration("max_trial_duration", help: "how long a trial may take")
    let concurrency = Parameter<Int?>("concurrency", 1...256, unset: "the cores", help: "trials at once")
    let fixed = Parameter<JSONObject>(
        "fix", of: Algorithms.parameterNames, help: "parameters that all trials have", offered: parameters)
    let seed = Parameter("seed", 0...Int(UInt32.max), default: 0, help: "seed of the search")
    let reproducible = Parameter(
        "reproducible", default: true, opposite: "asynchronous",
        help: "the same search at any concurrency, for which at most eight workers find work where the tuner learns")
    let judging = JudgingOptions()
    let folds = Parameter<Int?>(
        "folds", 2...50, unset: "the split's validation part",
        help: "judge on so many parts of the ratings in turn, a split's test part left alone; hopeless trials end early"
    )
    let seeds = Parameter(
        "seeds", 1...100, default: 1, help: "train each trial with so many seeds; hopeless trials end early")

    /// The parameters of the learners that a call names.
    @Sendable static func parameters(_ words: [String]) -> [String]? {
        let learners = Algorithms.all.filter { words.contains($0.name) }
        return learners.isEmpty ? nil : learners.flatMap { $0.parameters.map(\.name) }
    }

    /// The word behind an option.
    private static func named(_ words: [String], by option: String = "--tuner") -> String? {
        words.firstIndex(of: option).flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
    }

    /// A number of seconds, or a time with its unit.
    static func duration(_ name: String, unset: String = "unlimited", help: String) -> Parameter<Double?> {
        Parameter<Double?>(name, .word("TIME", suggestions: []), unset: unset, help: help) { text in
            guard let seconds = NNIDuration.seconds(JSONValue(word: text)), (0.001...1e9).contains(seconds) else {
                throw ParameterError.badValue(
                    name: name, value: text, expected: NNIDuration.expectation, nearest: nil)
            }
            return seconds
        }
    }

    var arguments: [any Declared] { [model, split] }
    var options: [any Declared] {
        [
            space, tuner, tunerArguments, assessor, assessorArguments,
        ] + goals.all + [
            metrics, maxTrials, maxDuration, maxTrialDuration, concurrency, fixed, seed, reproducible, judging.way,
            judging.removesSeen, folds, seeds,
        ]
    }
}

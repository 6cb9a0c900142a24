import Display
import Metrics
import Notebook
import RecommenderTrials
import Recommenders
import Tuning
import Values

/// The topics that declarations tell of: learners and their hyper-parameters, tuners, assessors, metrics, types of spaces.
enum DeclaredTopics {
    static var all: [Topic] {
        learners + hyperparameters + tuners + assessors + arguments + metrics + spaceTypes
    }

    // MARK: - Learners

    private static var learners: [Topic] {
        Algorithms.all.map { learner in
            let names = learner.parameters.map(\.name)
            let space = learner.defaultSpace.keys
            return Topic(
                learner.name, aliases: otherNames[learner.name] ?? [], .learner, learner.summary,
                example: "m = train \(learner.name) data",
                facts: [
                    Output.Entry("parameters", names.isEmpty ? "none" : names.joined(separator: ", ")),
                    Output.Entry("searched", space.isEmpty ? "nothing to tune" : space.joined(separator: ", ")),
                    Output.Entry("judged by", learner.usualMetrics.map(\.name).joined(separator: ", ")),
                    Output.Entry(
                        "learns",
                        learner.trainingLoss == nil
                            ? "in one go" : "epoch by epoch, by its \(learner.trainingLoss?.unit ?? "loss")"),
                ], seeAlso: ["train \(learner.name)", "space default \(learner.name)"])
        }
    }

    /// What libraries call the same.
    static let otherNames: [String: [String]] = [
        "svd": ["matrix factorization", "FunkSVD", "MF", "BiasedMF"], "svdpp": ["SVD++"],
        "baseline": ["BaselineOnly", "bias"], "random": ["NormalPredictor"],
        "popular": ["MostPopular", "Pop", "TopPop", "most popular"],
        "knn": ["KNNBasic", "KNNWithMeans", "KNNWithZScore", "KNNBaseline", "UserKNN"],
        "itemknn": ["ItemItemRecommender", "CosineRecommender", "ItemKNN"],
        "als": ["AlternatingLeastSquares", "iALS", "WRMF", "ImplicitMF"],
        "bpr": ["BayesianPersonalizedRanking", "BPRMF"], "ncf": ["NeuMF", "GMF", "MLP", "NeuralCF"],
        "ease": ["EASER", "EASE^R"], "slim": ["SLIMElastic"],
    ]

    // MARK: - Hyper-parameters

    private static var hyperparameters: [Topic] {
        Algorithms.parameterNames.map { name in
            var facts: [(text: String, learners: [String])] = []
            for learner in Algorithms.all {
                guard let parameter = learner.parameters.first(where: { $0.name == name }) else { continue }
                var text = parameter.help
                if case .choice(let words) = parameter.kind { text += "; one of " + words.joined(separator: ", ") }
                if let fallback = parameter.fallback { text += "; default \(fallback)" }
                if let usual = usualRange(learner, name) { text += "; usually \(usual)" }
                if let place = facts.firstIndex(where: { $0.text == text }) {
                    facts[place].learners.append(learner.name)
                } else {
                    facts.append((text, [learner.name]))
                }
            }
            let owners = facts.flatMap(\.learners)
            return Topic(
                name, .hyperparameter, "of " + Figures.list(owners, last: "and"),
                facts: facts.map { Output.Entry($0.learners.joined(separator: ", "), $0.text) },
                seeAlso: related.filter { name.hasPrefix($0.prefix) }.map(\.term))
        }
    }

    /// The range of the space that a learner is searched over where nobody says another.
    private static func usualRange(_ learner: any LearningAlgorithm, _ name: String) -> String? {
        guard let space = try? LearnerSpace.standard(of: LearnerChoice([learner]), fixed: [:]),
            let distribution = space[name]
        else { return nil }
        switch distribution {
        case .choice(let options):
            let words = options.compactMap { option -> String? in
                if case .value(let value) = option { return Figures.text(value) }
                return nil
            }
            return Figures.list(words, last: "or")
        case .randint(let low, let high): return "\(low) to \(high - 1)"
        case .uniform(let low, let high), .quniform(let low, let high, _):
            return "\(Figures.plain(low)) to \(Figures.plain(high))"
        case .loguniform(let low, let high), .qloguniform(let low, let high, _):
            return "\(Figures.plain(low)) to \(Figures.plain(high)), by its logarithm"
        default: return nil
        }
    }

    private static let related: [(prefix: String, term: String)] = [
        ("lr_", "learning rate"), ("learning_rate", "learning rate"), ("reg", "regularization"),
        ("weight_decay", "regularization"), ("n_epochs", "epoch"), ("n_factors", "latent factors"),
        ("random_state", "seed"), ("seed", "seed"), ("n_neg", "negative sampling"), ("negatives", "negative sampling"),
        ("k", "neighbourhood"), ("similarity", "similarity"), ("shrink", "regularization"), ("biased", "bias"),
        ("l1_ratio", "regularization"), ("layer_sizes", "embedding"), ("alpha", "regularization"),
    ]

    // MARK: - Searching

    private static var tuners: [Topic] {
        Tuners.all.map { tuner in
            let names = tuner.arguments.map(\.name)
            let several = tuner.takesSeveral ? "one objective or several" : "one objective"
            return Topic(
                tuner.name, .tuner, tuner.summary,
                example: "e = experiment start svd data --tuner \(tuner.name) --max-trials 30",
                facts: [
                    Output.Entry("source", tuner.source), Output.Entry("searches for", several),
                    Output.Entry("arguments", names.isEmpty ? "none" : names.joined(separator: ", ")),
                ], seeAlso: ["tuner show \(tuner.name)"])
        }
    }

    private static var assessors: [Topic] {
        Assessors.all.map { assessor in
            Topic(
                assessor.name, .assessor, assessor.summary,
                example: "e = experiment start svd data --assessor \(assessor.name) --max-trials 30",
                facts: [
                    Output.Entry("source", assessor.source),
                    Output.Entry("arguments", assessor.arguments.map(\.name).joined(separator: ", ")),
                ], seeAlso: ["early stopping", "assessor show \(assessor.name)"])
        }
    }

    private static var arguments: [Topic] {
        let owners = Tuners.all.map { ($0.name, $0.arguments) } + Assessors.all.map { ($0.name, $0.arguments) }
        var names: [String] = []
        for name in owners.flatMap({ $0.1.map(\.name) }) where !names.contains(name) { names.append(name) }
        return names.map { name in
            let facts = owners.compactMap { owner, arguments -> Output.Entry? in
                arguments.first { $0.name == name }.map { argument in
                    let fallback = argument.fallback.map { "; default \($0)" } ?? ""
                    return Output.Entry(owner, "\(argument.help); \(argument.expectation)\(fallback)")
                }
            }
            let which = facts.map(\.term)
            return Topic(
                name, .argument, "of \(Figures.list(which, last: "and")), given by --tuner-args or --assessor-args",
                facts: facts)
        }
    }

    // MARK: - Metrics and spaces

    private static var metrics: [Topic] {
        MetricRules.all.map { rule in
            let way = rule.direction == .minimize ? "lower is better" : "higher is better"
            let kind =
                rule.needs == .lists
                ? "a list of K items for each user, as in \(rule.template)" : "estimates of ratings"
            let meaning = rule.meaning
            let others = MetricRules.all.filter { $0.needs == rule.needs && $0.name != rule.name }
            return Topic(
                rule.template, aliases: [rule.name], .metric, "\(rule.help); \(way)",
                facts: [Output.Entry("judges", kind)]
                    + (meaning.map {
                        [
                            Output.Entry("formula", $0.formula), Output.Entry("range", $0.range),
                            Output.Entry("misleads", $0.misleads),
                        ]
                    } ?? []), seeAlso: others.prefix(6).map(\.template))
        }
    }

    private static var spaceTypes: [Topic] {
        Distribution.typeNames.map { name in
            Topic(
                name, .spaceType, Distribution.meaning(of: name).meaning,
                example: "space wide\n    \(Distribution.meaning(of: name).example)\n  end",
                facts: [Output.Entry("use it", Distribution.meaning(of: name).use)],
                seeAlso: Distribution.typeNames.filter { $0 != name && ($0.hasSuffix(name) || name.hasSuffix($0)) })
        }
    }
}

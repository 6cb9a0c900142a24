import Compute
import Foundation
import Metrics
import Ratings
import Recommenders
import TestSupport
import Testing
import Values

/// What every learner and every model keeps to, whichever algorithm it is.
@Suite struct LearnerContractTests {
    private let table: RatingTable
    private let trainset: Trainset

    init() throws {
        var synthetic = SyntheticRatings()
        (synthetic.users, synthetic.items, synthetic.ratings, synthetic.seed) = (40, 30, 500, 5)
        table = try synthetic.make().table
        trainset = try Trainset(table)
    }

    /// Learners that go over the data again and again, and those that can be told to go on.
    private static let stepwise = Algorithms.all.filter { takes($0, "n_epochs") && $0.trainingLoss != nil }.map(\.name)
    /// How many epochs a small training has: one where a model is computed in one go, whatever happens in there.
    private static func epochs(_ name: String) -> Int { stepwise.contains(name) ? 3 : 1 }

    private static func takes(_ algorithm: any LearningAlgorithm, _ parameter: String) -> Bool {
        algorithm.parameters.contains { $0.name == parameter }
    }

    /// A small training's parameters, as far as the learner has such.
    private static func few(_ name: String, _ more: JSONObject = [:]) throws -> JSONObject {
        let algorithm = try Algorithms.named(name)
        let wanted: JSONObject = ["n_epochs": 3, "n_factors": 4]
        return JSONObject(wanted.merging(more).filter { takes(algorithm, $0.key) }.map { ($0.key, $0.value) })
    }

    private func train(_ name: String, _ more: JSONObject = [:], threads: Int = 1) throws -> TrainedModel {
        var run = try run(name, more)
        run.threads = threads
        return try run.run(stop: StopFlag())
    }

    /// Every estimate that a model can be asked for, of strangers too.
    private func estimates(_ model: any Recommender) -> [Double] {
        let users = [nil] + (0..<model.users.count).map(Optional.some)
        let items = [nil] + (0..<model.items.count).map(Optional.some)
        return users.flatMap { user in items.map { model.estimate(user: user, item: $0) } }
    }

    @Test(arguments: Algorithms.names) func aSeedGivesTheSameBitsAtAnyNumberOfThreads(name: String) throws {
        let seed = try Algorithms.named(name).seedParameter
        func seeded(_ value: Int) -> JSONObject { seed.map { [$0: .integer(value)] } ?? [:] }
        let one = try estimates(train(name, seeded(3)).recommender)
        #expect(try one == estimates(train(name, seeded(3)).recommender))
        #expect(try one == estimates(train(name, seeded(3), threads: 3).recommender))
        if seed != nil { #expect(try one != estimates(train(name, seeded(4)).recommender)) }
    }

    @Test(arguments: Algorithms.names) func everyEstimateIsANumberOnTheModelsScale(name: String) throws {
        let model = try train(name).recommender
        #expect(estimates(model).allSatisfy { $0.isFinite && (model.scoreKind == .score || model.scale.contains($0)) })
    }

    @Test(arguments: Algorithms.names) func aModelKnowsWhatItWasTrainedOnAndHow(name: String) throws {
        let trained = try train(name)
        let model = trained.recommender
        #expect(model.algorithm == name)
        let few = try Self.few(name)
        #expect(few.allSatisfy { model.parameters[$0.key] == $0.value })
        #expect(Set(model.users.ids) == Set(trainset.users.ids) && Set(model.items.ids) == Set(trainset.items.ids))
        #expect(model.titles == table.titles && trained.curve.map(\.epoch) == Array(1...Self.epochs(name)))
        let hasLoss = try Algorithms.named(name).trainingLoss != nil
        #expect(trained.curve.allSatisfy { ($0.loss?.isFinite ?? false) == hasLoss && $0.validation == nil })
        #expect(trained.seconds > 0)
    }

    @Test(arguments: Algorithms.names) func aModelComesBackFromItsFileToTheBit(name: String) throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let model = try train(name).recommender
        try ModelFile.write(model, to: folder.file("m.model"))
        let again = try ModelFile.read(folder.file("m.model"))
        #expect(again.algorithm == name && again.parameters == model.parameters)
        #expect(estimates(again) == estimates(model))
        #expect(try lists(again, removingSeen: true) == lists(model, removingSeen: true))
    }

    private func lists(_ model: any Recommender, removingSeen: Bool) throws -> [[ScoredItem]] {
        try model.rank(
            users: Array(0..<model.users.count), count: 12, removingSeen: removingSeen, stop: StopFlag())
    }

    @Test(arguments: Algorithms.names) func listsAreTheBestEstimatesInOrderWithoutWhatWasSeen(name: String) throws {
        let model = try train(name, ["precision": "double"]).recommender
        for removes in [true, false] {
            for (user, list) in try lists(model, removingSeen: removes).enumerated() {
                let seen = Set(model.seen.items(of: user).map(Int.init))
                #expect(zip(list, list.dropFirst()).allSatisfy { $0.score >= $1.score })
                #expect(Set(list.map(\.item)).count == list.count)
                if removes { #expect(list.allSatisfy { !seen.contains($0.item) }) }
                let least = list.last?.score ?? 0
                let left = (0..<model.items.count).filter { item in
                    !list.contains { $0.item == item } && !(removes && seen.contains(item))
                }
                #expect(list.count == 12 || left.isEmpty)
                #expect(
                    left.allSatisfy {
                        // What lies below the scale is clipped to it.
                        let bound = model.scoreKind == .score ? least : max(least, model.scale.lowerBound)
                        return model.estimate(user: user, item: $0) <= bound + 1e-9
                    })
            }
        }
    }

    @Test(arguments: Algorithms.names) func theNearestItemsComeNearestFirstWithoutTheItem(name: String) throws {
        let model = try train(name).recommender
        for item in 0..<model.items.count {
            let near = model.similar(to: item, count: 5)
            #expect(near.count == 5 && near.allSatisfy { $0.item != item && (-1.0001...1.0001).contains($0.score) })
            #expect(zip(near, near.dropFirst()).allSatisfy { $0.score >= $1.score })
        }
    }

    @Test(arguments: Algorithms.names) func validationIsMeasuredEveryEpochAndChangesNothing(name: String) throws {
        var run = try run(name, [:])
        run.validation = table
        run.judging = Judging([run.algorithm.usualMetrics.first ?? .rmse], removingSeen: false)
        let trained = try run.run(stop: StopFlag())
        #expect(trained.curve.count == Self.epochs(name))
        #expect(trained.curve.allSatisfy { $0.validation?.isFinite == true })
        #expect(trained.metric == run.judging.metrics[0])
        #expect(try estimates(trained.recommender) == estimates(train(name).recommender))
    }

    @Test(arguments: stepwise) func earlyStoppingKeepsTheBestEpochOfThoseThatItSaw(name: String) throws {
        var run = try run(name, ["n_epochs": 60])
        run.validation = table
        run.earlyStop = 2
        let metric = run.algorithm.usualMetrics.first ?? .rmse
        run.judging = Judging([metric], removingSeen: false)
        let trained = try run.run(stop: StopFlag())
        let values = trained.curve.compactMap(\.validation)
        let best = try #require(metric.direction.best(of: values))
        let kept = try run.judging.values(of: trained.recommender, on: table, stop: StopFlag())[0].value
        #expect(kept == best)
        let place = try #require(values.firstIndex(of: best))
        #expect(values.count == 60 || values.count == place + 3)
    }

    @Test(arguments: Algorithms.names) func aStopEndsItAtOnceAndGivesNothing(name: String) throws {
        let stop = StopFlag()
        stop.stop()
        #expect(throws: ComputeError.stopped) { try run(name, [:]).run(stop: stop) }
    }

    // MARK: - Going on

    private func run(_ name: String, _ parameters: JSONObject) throws -> TrainingRun {
        TrainingRun(
            algorithm: try Algorithms.named(name), parameters: try Self.few(name, parameters), trainset: trainset)
    }

    private static let precisions = ["single", "double"]

    @Test(arguments: stepwise, precisions)
    func aTrainingThatIsBrokenOffAndContinuedIsOneUnbrokenTraining(name: String, precision: String) throws {
        let common: JSONObject = ["precision": .string(precision)]
        let whole = try run(name, common.merging(["n_epochs": 7])).run(stop: StopFlag())
        let (_, begun) = try run(name, common.merging(["n_epochs": 3])).runOn(stop: StopFlag())
        // At least the biases of all users and items.
        #expect(begun.trainer.bytes >= (table.users.count + table.items.count) * 4)
        var rest = try run(name, common.merging(["n_epochs": 7]))
        rest.begun = begun
        var told: [Int] = []
        let continued = try rest.run(stop: StopFlag(), onEpoch: { told.append($0.epoch) })
        #expect(estimates(continued.recommender) == estimates(whole.recommender))
        #expect(continued.curve == whole.curve && told == Array(1...7))
        #expect(continued.recommender.parameters == whole.recommender.parameters)
        #expect(continued.seconds > begun.seconds)
    }

    @Test(arguments: stepwise) func aContinuedTrainingLeavesTheOneThatItBeganFromAsItIs(name: String) throws {
        let (model, begun) = try run(name, [:]).runOn(stop: StopFlag())
        let before = estimates(model.recommender)
        for _ in 0..<2 {
            var rest = try run(name, ["n_epochs": 5])
            rest.begun = begun
            #expect(try estimates(rest.run(stop: StopFlag()).recommender) != before)
            #expect(try estimates(begun.trainer.makeModel()) == before)
        }
    }

    @Test(arguments: ["svd", "svdpp", "ncf"]) func aContinuedTrainingObeysItsOwnRates(name: String) throws {
        let rate = name == "ncf" ? "learning_rate" : "lr_all"
        let (model, begun) = try run(name, [:]).runOn(stop: StopFlag())
        func go(on parameters: JSONObject) throws -> TrainedModel {
            var rest = try run(name, parameters)
            rest.begun = begun.asBeginning
            return try rest.run(stop: StopFlag())
        }
        let fast = try go(on: [rate: 0.02])
        #expect(fast.curve.map(\.epoch) == [1, 2, 3])
        #expect(try estimates(fast.recommender) != estimates(go(on: [:]).recommender))
        #expect(fast.recommender.parameters[rate] == 0.02)
        // What learns nothing any more stays where it was.
        let still = try estimates(go(on: [rate: 0]).recommender)
        #expect(zip(still, estimates(model.recommender)).allSatisfy { abs($0 - $1) < (name == "ncf" ? 1e-6 : 1e-12) })
    }

    @Test(arguments: ["svd", "svdpp", "ncf", "als", "bpr"])
    func aTrainingOfAnotherShapeIsRefusedWithTheParametersName(name: String) throws {
        let (_, begun) = try run(name, [:]).runOn(stop: StopFlag())
        let others: [String: JSONObject] = [
            "svd": ["biased": false], "ncf": ["layer_sizes": [16, 8], "model_type": "GMF", "optimizer": "sgd"],
        ]
        let common: JSONObject = ["n_factors": 5, "precision": "double"]
        let shape = common.merging(others[name] ?? [:])
        #expect(Set(try Algorithms.named(name).shape(with: [:])) == Set(shape.keys))
        for (parameter, value) in shape {
            let error = #expect(throws: RecommenderError.self) {
                try begun.trainer.continued(with: Self.few(name, [parameter: value]))
            }
            #expect(error?.description.contains(parameter) == true)
        }
        #expect(throws: RecommenderError.self) { try begun.trainer.continued(with: ["n_wheels": 3]) }
    }

    /// A value of each parameter that is just beyond its range, or of another type.
    private static func wrong(_ parameter: ParameterDescription) -> [JSONValue] {
        var values: [JSONValue] =
            switch parameter.kind {
            case .integer(let range): [.integer(range.lowerBound - 1), 0.5, "x"]
            case .number(let range): [.number(range.lowerBound - 1), .number(range.upperBound * 2 + 1), "x"]
            case .boolean: [3, "maybe"]
            default: ["no such word", 3]
            }
        if parameter.isList { values = values.map { .array([$0]) } + [3] }
        return values
    }

    @Test(arguments: Algorithms.names) func aValueThatAParameterCantHaveIsRefusedByName(name: String) throws {
        let algorithm = try Algorithms.named(name)
        for parameter in algorithm.parameters {
            for value in Self.wrong(parameter) {
                let error = #expect(throws: RecommenderError.self, "\(parameter.name) \(value.text())") {
                    try algorithm.check([parameter.name: value])
                }
                #expect(error?.description.contains(parameter.name) == true, "\(parameter.name) \(value.text())")
            }
        }
        let unknown = #expect(throws: RecommenderError.self) { try algorithm.check(["n_wheels": 3]) }
        #expect(unknown?.description.contains("n_wheels") == true)
        for parameter in algorithm.parameters where parameter.name.count > 5 {
            let mistyped = #expect(throws: RecommenderError.self) {
                try algorithm.check([String(parameter.name.dropLast()): 3])
            }
            #expect(mistyped?.description.contains("did you mean '") == true)
        }
    }

    @Test(arguments: Algorithms.names) func whatALearnerSaysOfItselfIsWhole(name: String) throws {
        let algorithm = try Algorithms.named(name.uppercased())
        #expect(algorithm.name == name && !algorithm.summary.hasSuffix(".") && !algorithm.usualMetrics.isEmpty)
        let names = algorithm.parameters.map(\.name)
        #expect(algorithm.seedParameter.map(names.contains) ?? true)
        let searched = algorithm.defaultSpace.keys
        #expect(searched.allSatisfy(names.contains) && (searched.isEmpty || names.count >= searched.count))
        #expect(Set(names).count == names.count)
        #expect(algorithm.parameters.allSatisfy { !$0.help.isEmpty && !$0.help.hasSuffix(".") })
        try algorithm.check(algorithm.script.defaults)
        #expect(algorithm.script.defaults.keys.allSatisfy(names.contains))
        #expect(algorithm.script.ignored.allSatisfy { flag in !names.contains(flag) })
    }

    @Test(arguments: Algorithms.names) func oneUserOneItemAndOneRatingAreLearnedOrRefused(name: String) throws {
        let tiny = try Trainset(
            RatingTable(
                users: Vocabulary([EntityID("a")]), items: Vocabulary([EntityID("x")]), userPositions: [0],
                itemPositions: [0], ratings: [4], scale: 1...5))
        let run = TrainingRun(
            algorithm: try Algorithms.named(name), parameters: try Self.few(name), trainset: tiny)
        do {
            let model = try run.run(stop: StopFlag()).recommender
            #expect(estimates(model).allSatisfy { $0.isFinite })
        } catch let error as RecommenderError {
            #expect(!error.description.isEmpty)
        }
    }
}

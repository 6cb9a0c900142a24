import Compute
import Experiments
import Ratings
import Recommenders
import Tuning
import Values

/// How a trial is trained: from the start, on from where it was left, or on from other trials.
///
/// A tuner that grants budgets suggests a promoted point once more with more epochs; PBT names the trial that one goes on
/// from. Either way what was learned waits on a shelf, and where it does not any more it is learned again.
struct TrialTraining {
    let algorithm: any LearningAlgorithm
    /// What the learner is told, without what is said to whoever keeps trainings.
    let parameters: JSONObject
    /// The parameters of the trainings that this one goes on from, the oldest first.
    private let origins: [JSONObject]
    private let isBudgeted: Bool
    private let isKept: Bool

    /// - Throws: `ParameterError` for a budget that is none, or a learner that is none; `RecommenderError` where a trial is
    ///   to go on from one of another learner.
    init(_ request: TrialRequest, _ learners: LearnerChoice) throws {
        let given = request.parameters
        (algorithm, parameters) = try Self.read(given, learners)
        isBudgeted = TrialBudgets.names.contains { given[$0] != nil }
        isKept = given[TrialCheckpoint.saveName] != nil
        var origins: [JSONObject] = []
        for origin in given[TrialCheckpoint.loadName] == nil ? [] : request.origins {
            let (other, told) = try Self.read(origin, learners)
            guard other.name == algorithm.name else {
                throw RecommenderError.otherShape(
                    parameter: LearnerChoice.name, before: .string(other.name), now: .string(algorithm.name))
            }
            origins.append(told)
        }
        self.origins = origins
    }

    private static func read(
        _ point: JSONObject, _ learners: LearnerChoice
    ) throws(ParameterError) -> (any LearningAlgorithm, JSONObject) {
        var (algorithm, parameters) = try learners.read(point)
        for name in TrialCheckpoint.names { parameters[name] = nil }
        return (algorithm, try TrialBudget.applied(to: parameters))
    }

    /// Trains as `prepare` has it, but from where the trial begins.
    ///
    /// - Parameters:
    ///   - fit: which of the trial's trainings it is, where there are several.
    ///   - seed: what is added to the seeds.
    ///   - shelf: where trainings are kept; `nil` keeps none.
    ///   - onEpoch: is told the epochs that count as this trial's.
    func train(
        on trainset: Trainset, fit: Int = 0, seed: Int = 0, shelf: TrainerShelf?, stop: StopFlag,
        prepare: (inout TrainingRun) -> Void, onEpoch: @escaping (EpochRecord) -> Void
    ) throws -> TrainedModel {
        var run = TrainingRun(
            algorithm: algorithm, parameters: algorithm.seeded(parameters, by: seed), trainset: trainset)
        prepare(&run)
        guard isBudgeted || isKept || !origins.isEmpty else { return try run.run(stop: stop, onEpoch: onEpoch) }
        var told = parameters
        if isBudgeted { told[TrialBudget.epochsName] = nil }
        let key = key(origins + [told], fit)
        if isBudgeted {
            run.begun = shelf?.take(key, epochs: parameters[TrialBudget.epochsName]?.integer ?? 0)
        }
        if run.begun == nil { run.begun = try origin(trainset, fit, seed, shelf, stop) }
        let (model, progress) = try run.runOn(stop: stop, onEpoch: onEpoch)
        shelf?.put(progress, as: key)
        return model
    }

    private func key(_ lineage: [JSONObject], _ fit: Int) -> TrainerShelf.Key {
        TrainerShelf.Key(learner: algorithm.name, lineage: lineage, fit: fit)
    }

    /// What the trial goes on from: kept, or trained again from the newest of its origins that is.
    private func origin(
        _ trainset: Trainset, _ fit: Int, _ seed: Int, _ shelf: TrainerShelf?, _ stop: StopFlag
    ) throws -> TrainingProgress? {
        var place = origins.count
        var begun: TrainingProgress?
        while place > 0 {
            begun = shelf?.look(key(Array(origins.prefix(place)), fit))
            if begun != nil { break }
            place -= 1
        }
        for origin in origins[place...] {
            var training = TrainingRun(
                algorithm: algorithm, parameters: algorithm.seeded(origin, by: seed), trainset: trainset)
            training.begun = begun?.asBeginning
            let progress = try training.runOn(stop: stop).progress
            begun = progress
            place += 1
            shelf?.put(progress, as: key(Array(origins.prefix(place)), fit))
        }
        return begun?.asBeginning
    }
}

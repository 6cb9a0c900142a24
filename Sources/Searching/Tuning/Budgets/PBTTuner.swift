import RandomSource
import Values

/// Population based training (Jaderberg et al., 2017, arXiv:1711.09846), with NNI's arguments: generation after generation
/// each member trains on, those at the bottom from the weights of one at the top, with its parameters changed a little.
///
/// A trial says by NNI's names where its training is taken up and kept. As with NNI a step is a whole trial, and its epochs
/// are those that a trial is told to train. NNI's draws have no seed.
struct PBTTuner: Tuner {
    private struct Member {
        /// The parameters without the places of checkpoints.
        var point: JSONObject
        var load: String
        var save: String
        var id: Int?
        var measured: Measured?
        var hasEnded = false

        var parameters: JSONObject {
            point.merging([TrialCheckpoint.loadName: .string(load), TrialCheckpoint.saveName: .string(save)])
        }
    }

    struct Settings: Sendable {
        var folder = "checkpoint"
        var population = 10
        var factor = 0.2
        var resampling = 0.25
        var fraction = 0.2
    }

    private let task: SearchTask
    private let cube: UnitCube
    private let settings: Settings
    private let generator: SplittableGenerator
    private var generation = 0
    private var members: [Member] = []
    private var trials: [Int: Int] = [:]
    private(set) var modelled = 0

    init(_ task: SearchTask, _ settings: Settings) {
        self.task = task
        self.settings = settings
        cube = UnitCube(task.space)
        generator = SplittableGenerator(seed: task.seed)
        var draws = generator.stream(0)
        members = (0..<settings.population).map { number in
            let place = Self.place(settings.folder, number, 0)
            return Member(point: task.space.sample(using: &draws), load: place, save: place)
        }
    }

    private static func place(_ folder: String, _ member: Int, _ generation: Int) -> String {
        "\(folder)/\(member)/\(generation)"
    }

    mutating func suggest(id: Int) -> Suggestion {
        if let known = trials[id] { return .parameters(members[known].parameters) }
        guard let next = members.firstIndex(where: { $0.id == nil }) else { return .waiting }
        members[next].id = id
        trials[id] = next
        if generation > 0 { modelled += 1 }
        return .parameters(members[next].parameters)
    }

    mutating func report(id: Int, _ outcome: TrialOutcome) {
        guard let number = trials.removeValue(forKey: id) else { return }
        members[number].measured = outcome.measured
        members[number].hasEnded = true
        if members.allSatisfy(\.hasEnded) { advance() }
    }

    private mutating func advance() {
        generation += 1
        var draws = generator.stream(UInt64(generation))
        let ranked = task.goals.ranking(members.map(\.measured))
        let share = min(
            max(1, Int((settings.fraction * Double(members.count)).rounded(.up))), max(1, members.count / 2))
        let top = ranked.prefix(share).filter { members[$0].measured != nil }
        let before = members
        for (rank, number) in ranked.enumerated() {
            let save = Self.place(settings.folder, number, generation)
            members[number].load = before[number].save
            // One that failed has no training to go on with.
            let isBehind = rank >= members.count - share || before[number].measured == nil
            if isBehind, members.count > 1, !top.isEmpty {
                let teacher = before[top[draws.nextInteger(below: top.count)]]
                members[number].load = teacher.save
                members[number].point = explored(teacher.point, using: &draws)
            }
            members[number].save = save
            members[number].id = nil
            members[number].measured = nil
            members[number].hasEnded = false
        }
    }

    /// The parameters with each drawn anew, or moved up or down: options and whole numbers by one, the others by `factor` of
    /// their range.
    private func explored(_ point: JSONObject, using draws: inout SplittableGenerator) -> JSONObject {
        guard var place = cube.place(of: point) else { return point }
        for axis in cube.axes.indices where !place[axis].isNaN {
            if draws.nextUniform() < settings.resampling {
                place[axis] = draws.nextUniform()
                continue
            }
            let isUp = draws.nextUniform() > 0.5
            let step = cube.axes[axis].levels.map { 1 / Double(max(1, $0)) } ?? settings.factor
            place[axis] = min(max(place[axis] + (isUp ? step : -step), 0), 1)
        }
        // Another option has parameters that this trial had none of.
        for axis in cube.axes.indices where cube.isActive(axis, at: place) && place[axis].isNaN {
            place[axis] = draws.nextUniform()
        }
        return cube.point(at: place)
    }
}

extension PBTTuner {
    private static let folder = Parameter<String?>(
        "all_checkpoint_dir", unset: "checkpoint",
        help: "the folder that trials keep their training in; here, a name for it")
    private static let population = Parameter("population_size", 1...100_000, default: 10, help: "trials a generation")
    private static let factor = Parameter(
        "factor", 0...1, default: 0.2, help: "how far a parameter moves, as a share of its range")
    private static let resampling = Parameter(
        "resample_probability", 0...1, default: 0.25, help: "how often a parameter is drawn anew instead")
    private static let fraction = Parameter(
        "fraction", 0...1, default: 0.2, help: "share of a generation that goes on from the weights of the best share")

    static let description = TunerDescription(
        "PBT", "a population that trains on, the worst from the weights and parameters of the best",
        source:
            "Jaderberg et al., 2017, Population based training of neural networks, arXiv:1711.09846; as NNI's, with a seed",
        arguments: [folder, population, factor, resampling, fraction], control: .checkpoints
    ) { given, task in
        var settings = Settings()
        settings.folder = given[folder] ?? settings.folder
        settings.population = given[population]
        settings.factor = given[factor]
        settings.resampling = given[resampling]
        settings.fraction = given[fraction]
        return PBTTuner(task, settings)
    }
}

import Experiments
import Metrics
import NNIProtocol
import Notebook
import Ratings
import RecommenderTrials
import Recommenders
import Script
import Tuning
import Values

/// What a call of `experiment start` asks for, read and checked before anything runs.
struct SearchCall {
    let learners: SearchLearners
    let data: SearchData
    /// The objective first.
    private let judging: Judging
    private let goals: Goals
    private let fingerprint: String
    private let folds: Int?
    private let seeds: Int

    private let options: SearchOptions
    private let engine: EngineName

    /// - Throws: `PlacedError` at the word that is wrong.
    init(
        _ options: SearchOptions, on engine: EngineName, _ call: Invocation, in session: isolated Session
    ) async throws {
        self.options = options
        self.engine = engine
        for argument in options.arguments where !call.has(argument) {
            throw PlacedError(
                NotebookError.missingArgument(argument.description.name, usage: call.command.usage), at: call.range)
        }
        learners = try await SearchLearners(options, call, in: session)
        data = try await session.object(options.split, call)
        if data.split == nil, !call.has(options.folds) {
            throw call.failure(SearchData.undivided(call.text(options.split)), at: options.split)
        }
        goals = try options.goals.goals(call, for: learners.choice)
        folds = call[options.folds]
        seeds = call[options.seeds]
        fingerprint = try await SearchParts.fingerprint(of: data, folds: folds, in: session)
        let objectives = goals.measuredMetrics
        judging = Judging(
            objectives + call[options.metrics].distinct.filter { !objectives.contains($0) },
            by: call[options.judging.way],
            removingSeen: call[options.judging.removesSeen])
    }

    /// The arguments of tuners that say how many trials go without a model.
    private static let startups = ["n_startup_jobs", "cold_start_num", "population_size"]

    /// What may surprise whoever starts this search.
    func notes(_ configuration: ExperimentConfiguration) -> [String] {
        var notes: [String] = []
        for goal in goals.objectives {
            guard let metric = try? Metric(parsing: goal.metric), metric.direction != goal.direction else { continue }
            let good = metric.direction == .minimize ? "low" : "high"
            notes.append(
                "\(metric.name) is good when it is \(good); --\(goal.direction.rawValue) \(metric.name) looks for the worst"
            )
        }
        if let most = configuration.maxTrials {
            for name in Self.startups {
                guard let count = configuration.tunerArguments[name]?.integer, count >= most, count > 0 else {
                    continue
                }
                notes.append(
                    "\(configuration.tuner) tries its first \(count) trials without a model, so all \(most) of this search; "
                        + "--max-trials \(2 * count) or \(name)=\(max(1, most / 3)) lets it learn")
            }
        }
        return notes
    }

    /// What was chosen where nothing was said: the space, and how the tuner goes about it.
    func plan(_ configuration: ExperimentConfiguration) -> [String] {
        var notes = [learners.note].compactMap { $0 }
        if let tuner = try? Tuners.named(configuration.tuner), let task = try? SearchParts.task(configuration),
            let plan = tuner.plan(for: task)
        {
            notes.append("\(tuner.name) \(plan)")
        }
        return notes
    }

    var subject: RecommenderSubject {
        let names = learners.choice.learners.map(\.name)
        var subject = RecommenderSubject(names[0], data: data.origin, fingerprint: fingerprint)
        subject.others = Array(names.dropFirst())
        subject.fixed = learners.fixed
        subject.origin = data.recipe?.json
        subject.folds = folds
        subject.seeds = seeds
        subject.judgedBy = judging.way.rawValue
        subject.removesSeen = judging.removingSeen
        return subject
    }

    /// NNI has no Auto: what it searches by, where nobody says, is TPE.
    private func tuner(_ call: Invocation) -> String {
        let isNNIs = call.has(options.tuner) == false && engine == .nni
        return isNNIs ? "TPE" : call[options.tuner]
    }

    /// - Parameter again: what starts a search like this one.
    func configuration(
        name: String, again: String, _ call: Invocation, in session: isolated Session
    ) -> ExperimentConfiguration {
        var subject = subject
        subject.call = again
        var configuration = ExperimentConfiguration(
            id: ExperimentID.make(), name: name, subject: .recommender(subject), searchSpace: learners.space.json,
            tuner: tuner(call), objective: goals.first.metric, mode: goals.first.direction)
        configuration.goals = goals
        configuration.tunerArguments = call[options.tunerArguments]
        configuration.assessorArguments = call[options.assessorArguments]
        configuration.metrics = judging.metrics.map(\.name).filter { name in
            !goals.objectives.contains { $0.metric == name }
        }
        configuration.maxDuration = call[options.maxDuration]
        configuration.maxTrialDuration = call[options.maxTrialDuration]
        let isLimited = call.has(options.maxTrials) || configuration.maxDuration == nil
        configuration.maxTrials = isLimited ? call[options.maxTrials] : nil
        configuration.concurrency = call[options.concurrency] ?? session.settings[Settings.threads]
        configuration.seed = session.seed(options.seed, call)
        configuration.isReproducible = call[options.reproducible]
        configuration.assessor = call[options.assessor]
        return configuration
    }

    /// Checks how the search goes before anything runs.
    ///
    /// - Throws: `PlacedError` at the option that is wrong.
    func check(_ configuration: ExperimentConfiguration, isOurs: Bool, _ call: Invocation) throws {
        func place(_ name: any Declared, _ arguments: any Declared) -> SourceRange {
            call.place(of: call.has(arguments) ? arguments : name)
        }
        if isOurs {
            try PlacedError.place(place(options.tuner, options.tunerArguments)) {
                _ = try SearchParts.tuner(configuration)
            }
            try checkControl(configuration, call)
        } else {
            try checkNNI(configuration, call)
        }
        try checkFits(configuration, isOurs: isOurs, call)
        try PlacedError.place(place(options.assessor, options.assessorArguments)) {
            _ = try SearchParts.assessor(configuration)
        }
    }

    /// A tuner that grants budgets or hands on trainings leaves neither to others.
    private func checkControl(_ configuration: ExperimentConfiguration, _ call: Invocation) throws {
        let tuner = try Tuners.named(configuration.tuner)
        guard tuner.control != .none else { return }
        if configuration.assessor != nil {
            throw call.failure(
                NotebookError.unavailable(
                    "\(tuner.name) ends trials itself and takes no assessor", remedy: "leave --assessor out"),
                at: options.assessor)
        }
        if tuner.control == .budgets, learners.fixed["n_epochs"] != nil {
            throw call.failure(
                NotebookError.unavailable(
                    "\(tuner.name) says how many epochs a trial trains, and n_epochs is fixed",
                    remedy: "leave n_epochs out; 'tuner show \(tuner.name)' tells which argument is the most"),
                at: options.fixed)
        }
    }

    /// NNI's manager knows its own tuners, and one objective.
    private func checkNNI(_ configuration: ExperimentConfiguration, _ call: Invocation) throws {
        guard NNITuners.named(configuration.tuner) != nil else {
            throw call.failure(
                NotebookError.unavailable(
                    "\(configuration.tuner) is Tunebook's own, and NNI does not know it",
                    remedy: "'tuner list --engine nni' tells NNI's; the embedded engine runs \(configuration.tuner)"),
                at: options.tuner)
        }
        if let assessor = configuration.assessor, !NNIAssessors.names.contains(assessor) {
            throw call.failure(
                NotebookError.unavailable(
                    "\(assessor) is Tunebook's own, and NNI does not know it",
                    remedy: "NNI has \(NNIAssessors.names.joined(separator: " and "))"), at: options.assessor)
        }
        if !goals.isSingle || !goals.constraints.isEmpty {
            throw call.failure(
                NotebookError.unavailable(
                    "NNI searches for one objective without constraints", remedy: "leave --engine nni out"),
                at: goals.isSingle ? options.goals.constraints : options.goals.maximize)
        }
    }

    /// Folds and seeds have a race of their own, of lists of all items, and here.
    private func checkFits(_ configuration: ExperimentConfiguration, isOurs: Bool, _ call: Invocation) throws {
        let several = learners.choice.learners.count > 1
        guard folds != nil || seeds > 1 || several else { return }
        var option: any Declared = options.model
        if seeds > 1 { option = options.seeds }
        if folds != nil { option = options.folds }
        if !isOurs {
            let isOnce = folds == nil && seeds == 1
            let reason = isOnce ? "NNI's trials train one model" : "NNI's trials are trained once, on one split"
            throw call.failure(NotebookError.unavailable(reason, remedy: "leave --engine nni out"), at: option)
        }
        guard folds != nil || seeds > 1 else { return }
        if configuration.assessor != nil {
            throw call.failure(
                NotebookError.unavailable(
                    "--\(option.description.flag) ends hopeless trials itself and takes no assessor",
                    remedy: "leave --assessor out"), at: options.assessor)
        }
        if let tuner = try? Tuners.named(configuration.tuner), tuner.control != .none {
            throw call.failure(
                NotebookError.unavailable(
                    "\(tuner.name) compares trials of unlike epochs, and --\(option.description.flag) of unlike parts",
                    remedy: "another tuner goes with --\(option.description.flag), or leave it out"), at: option)
        }
        if folds != nil, judging.way == .leaveOneOut {
            throw call.failure(
                NotebookError.unavailable(
                    "folds hold no drawn negatives", remedy: "--protocol loo takes a split by leave-one-out"),
                at: options.judging.way)
        }
    }

    /// Prepares the data; says where trials are judged on the test part.
    func runner(
        _ configuration: ExperimentConfiguration, _ call: Invocation, in session: isolated Session
    ) async throws -> RecommenderTrialRunner {
        if folds == nil, let (judged, isTest) = data.split?.judged {
            if isTest {
                session.notice("note: the split has no validation part, so trials are judged on the test part")
            }
            if judging.way == .leaveOneOut, judged.negatives == nil {
                throw call.failure(RecommenderError.noDrawnNegatives, at: options.judging.way)
            }
        }
        return try await SearchParts.runner(configuration, subject, data, in: session)
    }
}

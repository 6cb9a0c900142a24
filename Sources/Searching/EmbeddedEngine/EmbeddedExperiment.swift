package import Compute
package import Experiments
import Foundation
import Platform
package import Tuning
package import Values

/// One search: asks a tuner, runs trials side by side, and tells the tuner how they ended.
///
/// With `isReproducible` the tuner learns of trials in their order, some behind (`SearchOrder`): the search is the same
/// at any concurrency, and is taken up again from its records, at the price that more than eight workers find no work.
package actor EmbeddedExperiment: LiveExperiment {
    /// So many failures without a success end the experiment.
    static let hopeless = 10

    /// What a search is made of.
    package struct Parts: Sendable {
        let tuner: any Tuner
        let assessor: AssessmentPanel?
        let runner: any TrialRunner
        let models: KeptModels?
        let cores: CoreBudget
        let retune: (@Sendable (JSONValue) throws -> any Tuner)?

        /// - Parameters:
        ///   - models: where the best model is kept while it is the best.
        ///   - cores: what trials that compute share with all others.
        ///   - retune: makes a tuner for another search space; `nil` where it can't be changed.
        package init(
            tuner: any Tuner, assessor: AssessmentPanel? = nil, runner: any TrialRunner, models: KeptModels? = nil,
            cores: CoreBudget = .shared, retune: (@Sendable (JSONValue) throws -> any Tuner)? = nil
        ) {
            self.tuner = tuner
            self.assessor = assessor
            self.runner = runner
            self.models = models
            self.cores = cores
            self.retune = retune
        }

        func keeping(_ models: KeptModels?) -> Parts {
            Parts(
                tuner: tuner, assessor: assessor, runner: runner, models: models ?? self.models, cores: cores,
                retune: retune)
        }
    }

    struct OpenTrial {
        let handle: TrialHandle
        var canceledAs: TrialStatus?
        var reason: String?
    }

    package nonisolated let configuration: ExperimentConfiguration
    /// As it was when this session began with it, and how that was found: whether the tuner suggests the same as before.
    package nonisolated let isFaithful: Bool
    let parts: Parts
    let writer: StoreWriter
    var search: SearchOrder
    private(set) var ledger: ExperimentLedger
    var running: [Int: OpenTrial] = [:]
    var paused: [Int] = []
    /// Trials of before that have no end of their own.
    var unfinished: [TrialRecord]
    /// Points that were asked for.
    var queued: [JSONObject] = []
    var canSuggest = true
    var model: (any Sendable)?
    private var work: Task<Void, Never>?
    private var clock: Task<Void, any Error>?
    private let (pokes, poker) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    private let listeners = ExperimentListeners()

    /// - Parameter earlier: its trials, of an experiment that is taken up again and that `store` has as ours already.
    package init(
        _ configuration: ExperimentConfiguration, _ parts: Parts, store: any ExperimentStore,
        earlier: ExperimentSnapshot? = nil
    ) throws {
        self.configuration = configuration
        self.parts = parts
        writer = StoreWriter(store, experiment: configuration.id)
        search = Self.order(parts.tuner, parts.assessor, configuration)
        let trials = earlier?.trials ?? []
        isFaithful = search.replay(trials, goals: configuration.goals)
        unfinished = trials.filter { !$0.isSettled }
        var record =
            earlier?.record
            ?? ExperimentRecord(configuration: configuration, status: .initialized, owner: ProcessIdentity.current)
        record.configuration = configuration
        ledger = ExperimentLedger(record, trials: trials)
        _ = ledger.apply(.suggested(byModel: search.modelled))
        if earlier == nil { try store.create(record) }
    }

    private static func order(
        _ tuner: any Tuner, _ assessor: AssessmentPanel?, _ configuration: ExperimentConfiguration
    ) -> SearchOrder {
        SearchOrder(
            tuner, assessor, isInOrder: configuration.isReproducible, imports: configuration.imports)
    }

    /// As it is stored: whoever is told of a trial finds it again, whatever happens next.
    package var summary: ExperimentSummary {
        get async {
            let now = ledger.summary
            await writer.flush()
            return now
        }
    }
    package var warning: String? { writer.warning }
    package var bestModel: (any Sendable)? { model }
    /// The configuration as it is now.
    var current: ExperimentConfiguration { ledger.record.configuration }

    package func trainAgain(_ trial: TrialRecord) async throws -> (any Sendable)? {
        try await parts.runner.trainAgain(trial, fixed: configuration.fixed, among: ledger.trials)
    }

    package func output(of trial: TrialRecord?, _ kind: TrialOutput) async throws -> String {
        guard let trial, let text = try parts.runner.output(of: trial, kind) else {
            throw ExperimentError.noOutput(name: ledger.record.name)
        }
        return text
    }

    package var snapshot: ExperimentSnapshot {
        var now = ledger
        for (sequence, open) in running {
            _ = now.apply(.reported(open.handle.values, further: open.handle.further, trial: sequence))
        }
        return now.snapshot
    }

    package func events() -> AsyncStream<ExperimentEvent> { listeners.events(hasEnded: ledger.status.hasEnded) }

    /// What happened is stored, and told once it is.
    /// - Parameter file: the model that belongs to it.
    func apply(_ change: ExperimentLedger.Change, file: StoreWriter.File? = nil) {
        let effects = ledger.apply(change)
        let hasEnded = ledger.status.hasEnded
        writer.add(effects.writes, file: file) { [listeners] in
            for event in effects.events { listeners.tell(event) }
            if hasEnded { listeners.end() }
        }
    }

    // MARK: - Lifecycle

    package func start() {
        guard work == nil else { return }
        apply(.status(.running))
        work = Task { await run() }
    }

    /// Cancels running trials and returns when they have ended.
    package func stop() async {
        guard !ledger.status.hasEnded else { return }
        apply(.status(.stopping))
        cancelTrials(as: .userCanceled, TrialRecord.stoppedWithExperiment)
        poke()
        await work?.value
        finish(.stopped)
        await writer.flush()
    }

    func cancelTrials(as status: TrialStatus, _ reason: String) {
        for sequence in running.keys { cancelTrial(sequence, as: status, reason) }
    }

    func cancelTrial(_ sequence: Int, as status: TrialStatus, _ reason: String) {
        guard let open = running[sequence] else { return }
        if open.canceledAs == nil {
            running[sequence]?.canceledAs = status
            running[sequence]?.reason = reason
        }
        open.handle.stop.stop()
    }

    /// Lets the search look again for something to begin.
    func poke() { poker.yield() }

    private func run() async {
        limitDuration()
        await withDiscardingTaskGroup { group in
            poke()
            for await _ in pokes {
                while let next = nextTrial() {
                    group.addTask { [self] in await end(perform(next.request, next.handle)) }
                }
                if running.isEmpty { break }
            }
        }
        clock?.cancel()
        if ledger.status == .stopping {
            finish(.stopped)
        } else if ledger.summary.best == nil, let failed = ledger.trials.first(where: { $0.status == .failed }) {
            finish(.error, error: failed.error)
        } else {
            finish(.done)
        }
        await parts.runner.close()
        await writer.flush()
    }

    private func limitDuration() {
        clock?.cancel()
        guard let most = current.maxDuration else { return }
        let began = current.resumed ?? ledger.record.startTime ?? Date()
        let left = most - current.spent - Date().timeIntervalSince(began)
        clock = Task { [weak self] in
            try await Task.sleep(for: .seconds(max(0, left)))
            await self?.timeIsUp()
        }
    }

    private func timeIsUp() {
        guard ledger.status == .running else { return }
        apply(.status(.noMoreTrial))
        cancelTrials(as: .systemCanceled, "the experiment's time was over")
        poke()
    }

    private func finish(_ status: ExperimentStatus, error: String? = nil) {
        apply(.ended(status, error: error, open: .systemCanceled))
    }

    // MARK: - What others ask for

    package func update(_ change: ExperimentChange) async throws {
        guard !ledger.status.hasEnded else { throw ExperimentError.hasEnded(name: ledger.record.name) }
        var configuration = current
        switch change {
        case .concurrency(let count): configuration.concurrency = count
        case .maxTrials(let count): configuration.maxTrials = count
        case .maxDuration(let seconds): configuration.maxDuration = seconds
        case .searchSpace(let space):
            guard let retune = parts.retune else { throw ExperimentError.unchangeable(name: ledger.record.name) }
            configuration.searchSpace = space
            var search = Self.order(try retune(space), parts.assessor, configuration)
            _ = search.replay(ledger.trials, goals: configuration.goals)
            self.search = search
            canSuggest = true
        }
        apply(.reconfigured(configuration, isOpen: false))
        if case .maxDuration = change { limitDuration() }
        poke()
    }

    /// A point is tried in any case: one that is asked for at the end makes the search a trial longer.
    package func enqueue(_ point: JSONObject) async -> Int {
        let number = ledger.trials.count + queued.count
        queued.append(point)
        if ledger.status.hasEnded {
            await work?.value
            if ledger.status.hasEnded {
                apply(.reconfigured(current, isOpen: true))
                work = Task { await run() }
            }
        }
        poke()
        return number
    }

    package func learn(from trials: [PastTrial]) async throws {
        let imported = ImportedTrials(before: ledger.trials.count, trials: trials)
        search.learn(imported)
        reconfigure { $0.imports.append(imported) }
    }

    func reconfigure(_ change: (inout ExperimentConfiguration) -> Void) {
        var configuration = current
        change(&configuration)
        apply(.reconfigured(configuration, isOpen: false))
    }

    package func rename(_ name: String) async {
        reconfigure { $0.name = name }
    }

    package func cancel(trial sequence: Int) async {
        cancelTrial(sequence, as: .userCanceled, "a person has ended it")
    }

    /// What a trial reported while it ran, before its end is told.
    func keep(_ handle: TrialHandle) {
        _ = ledger.apply(.reported(handle.values, further: handle.further, trial: handle.sequence))
    }
}

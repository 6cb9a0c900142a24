import Display
import Experiments
import Tuning
import Values

/// What of an experiment is drawn, and how.
package struct PlotRequest: Hashable, Sendable {
    package enum Axis: String, Hashable, Sendable, CaseIterable { case x, y }

    package var logarithmic: [Axis]
    package var top: BestTrials?
    package var conditions: [TrialCondition]

    package init(logarithmic: [Axis] = [], top: BestTrials? = nil, conditions: [TrialCondition] = []) {
        self.logarithmic = logarithmic
        self.top = top
        self.conditions = conditions
    }
}

/// The trials that a picture shows, sorted by what became of them.
struct PlottedTrials {
    enum Fate { case succeeded, stopped, failed, open }

    let snapshot: ExperimentSnapshot
    /// Those that were asked for.
    let trials: [TrialRecord]
    let request: PlotRequest
    private let selection: String?

    init(_ snapshot: ExperimentSnapshot) {
        self.snapshot = snapshot
        trials = snapshot.trials
        request = PlotRequest()
        selection = nil
    }

    /// - Throws: `PlotError.unknown`.
    init(_ snapshot: ExperimentSnapshot, _ request: PlotRequest) throws {
        self.snapshot = snapshot
        self.request = request
        var trials = snapshot.trials
        var words: [String] = []
        if !request.conditions.isEmpty, !trials.isEmpty {
            let names = TrialValues.names(trials)
            let conditions = try request.conditions.map { try $0.resolved(among: names) }
            trials = trials.filter { trial in conditions.allSatisfy { $0.isKept(by: trial) } }
            words += conditions.map(\.description)
        }
        if let top = request.top {
            let ranked = ExperimentSnapshot(record: snapshot.record, trials: trials).ranked
            let kept = Set(ranked.prefix(top.of(ranked.count)).map(\.sequence))
            trials = trials.filter { kept.contains($0.sequence) }
            words.append(top.description)
        }
        self.trials = trials
        selection =
            words.isEmpty
            ? nil
            : "shown: \(trials.count) of \(Figures.count(snapshot.trials.count, "trial")), \(words.joined(separator: " and "))"
    }

    var name: String { snapshot.record.name }
    var objective: String { snapshot.record.configuration.objective }
    var mode: Direction { snapshot.record.configuration.mode }

    func fate(_ trial: TrialRecord) -> Fate {
        switch trial.status {
        case .succeeded: value(trial) == nil ? .failed : .succeeded
        case .earlyStopped: .stopped
        case .failed, .userCanceled, .systemCanceled: .failed
        case .waiting, .running, .unknown: .open
        }
    }

    /// The objective; of a trial that was stopped what it reached.
    func value(_ trial: TrialRecord) -> Double? {
        let value = trial.metrics[objective]?.number ?? (trial.status == .earlyStopped ? trial.intermediate.last : nil)
        return value.flatMap { $0.isFinite ? $0 : nil }
    }

    /// A series a fate: values as points, what has none as marks at the foot.
    func series(_ x: (TrialRecord) -> Double?) -> [Series] {
        func points(_ fate: Fate) -> [Point] {
            trials.compactMap { trial in
                guard self.fate(trial) == fate, let place = x(trial), let value = value(trial) else { return nil }
                return Point(place, value)
            }
        }
        let lost = trials.compactMap { trial -> Point? in
            guard [.failed, .stopped].contains(fate(trial)), value(trial) == nil || fate(trial) == .failed,
                let place = x(trial)
            else { return nil }
            return Point(place, 0)
        }
        let stopped = points(.stopped)
        return [Series("trials", points(.succeeded), style: .points)]
            + (stopped.isEmpty ? [] : [Series("stopped early", stopped, style: .points)])
            + (lost.isEmpty ? [] : [Series("failed or without a value", lost, style: .rug)])
    }

    // MARK: - Words

    /// What the picture leaves out, and of what became of trials.
    var notes: [String] {
        var notes = selection.map { [$0] } ?? []
        let failed = trials.filter { $0.status == .failed }
        if let first = failed.first {
            let reason = first.error.map { ", the first, trial \(first.sequence): \(Self.line($0))" } ?? ""
            notes.append("\(Figures.count(failed.count, "trial")) failed\(reason)")
        }
        let stopped = trials.filter { $0.status == .earlyStopped }
        if let first = stopped.first {
            let reason = first.error.map { ", the first, trial \(first.sequence): \(Self.line($0))" } ?? ""
            notes.append("\(Figures.count(stopped.count, "trial")) stopped early\(reason)")
        }
        let odd = trials.count { $0.status == .succeeded && value($0) == nil }
        if odd > 0 { notes.append("\(Figures.count(odd, "trial")) ended without a finite number of \(objective)") }
        return notes
    }

    /// The first line, its numbers with the digits that a person reads.
    static func line(_ text: String) -> String {
        let line = (text.split(separator: "\n").first ?? "").split(separator: " ", omittingEmptySubsequences: false)
            .map { word in word.count > 7 ? Double(word).map(Figures.plain) ?? String(word) : String(word) }
            .joined(separator: " ")
        return line.count > 120 ? String(line.prefix(119)) + "~" : line
    }

    /// Why there is nothing to see, or hardly anything.
    func sentence(of values: [Double]) -> [String] {
        if snapshot.trials.isEmpty { return ["\(name) has no trials yet"] }
        if trials.isEmpty { return [] }
        guard let first = values.first else { return ["no trial shown has a value of \(objective)"] }
        if values.count == 1 { return ["one trial has a value of \(objective): \(Figures.plain(first))"] }
        return values.allSatisfy { $0 == first }
            ? ["all \(values.count) values of \(objective) are \(Figures.plain(first))"] : []
    }
}

import Display
import Experiments
import Tuning
import Values

/// Where a parameter's values lie along an axis: numbers as they are, words in the order of the space.
struct ParameterAxis {
    let name: String
    private(set) var axis = PlotAxis()
    /// Words about trials that lack it, or a single value that all have.
    private(set) var notes: [String] = []
    private var places: [String: Int] = [:]
    private var numbers: [Double] = []

    /// - Throws: `PlotError.unknown`.
    init(_ name: String, _ plotted: PlottedTrials, isLog: Bool = false) throws {
        let names = TrialValues.parameterNames(plotted.snapshot.trials)
        guard let known = TrialValues.resolved(name, among: names) else {
            throw PlotError.unknown(name, known: names, nearest: nearestName(to: name, among: names))
        }
        self.name = known
        let values = plotted.trials.compactMap { TrialValues.value(known, of: $0) }
        let lacking = plotted.trials.count - values.count
        if lacking > 0 {
            notes.append("\(lacking) of \(Figures.count(plotted.trials.count, "trial")) have no \(known)")
        }
        let space = try? SearchSpace(json: plotted.snapshot.record.configuration.searchSpace)
        let distribution = space?.distribution(at: known)
        let words = distribution?.options
        if words == nil, values.allSatisfy({ $0.number != nil }) {
            numbers = values.compactMap(\.number)
            let (low, high) = (numbers.min() ?? 0, numbers.max() ?? 0)
            axis.isLog = isLog || (low > 0 && (distribution?.isLogarithmic ?? (high / low >= 100)))
            if isLog { notes += ValueAxis.note(numbers, of: known) }
        } else {
            var names = words ?? []
            var found = Set(names)
            for word in values.map(\.plainText) where found.insert(word).inserted { names.append(word) }
            axis.names = names
            places = Dictionary(zip(names, names.indices)) { first, _ in first }
        }
        if let first = values.first, values.count > 1, values.allSatisfy({ $0 == first }) {
            notes.append("all of them have \(known) \(Figures.text(first))")
        }
    }

    func place(_ trial: TrialRecord) -> Double? {
        guard let value = TrialValues.value(name, of: trial) else { return nil }
        guard axis.names.isEmpty else { return places[value.plainText].map(Double.init) }
        return value.number
    }

    /// From 0 to 1 between the ends of the values.
    func share(_ trial: TrialRecord) -> Double? {
        guard let place = place(trial) else { return nil }
        guard axis.names.isEmpty else {
            return axis.names.count == 1 ? 0.5 : place / Double(axis.names.count - 1)
        }
        return AxisShare.share(place, numbers.min() ?? 0, numbers.max() ?? 0, isLog: axis.isLog)
    }

    /// An axis of its own, with its ends in words.
    var upright: Upright {
        guard axis.names.isEmpty else {
            return Upright(name, low: axis.names.first ?? "", high: axis.names.count > 1 ? axis.names.last ?? "" : "")
        }
        return Upright(name, low: Figures.plain(numbers.min() ?? 0), high: Figures.plain(numbers.max() ?? 0))
    }
}

extension SearchSpace {
    /// Of a nested parameter by its whole name, as of `optimizer.adam.lr`.
    fileprivate func distribution(at path: String) -> Distribution? {
        if let own = self[path] { return own }
        for parameter in parameters where path.hasPrefix(parameter.name + ".") {
            guard case .choice(let options) = parameter.distribution else { continue }
            for case .nested(let name, let inner) in options {
                let head = "\(parameter.name).\(name.plainText)."
                if path.hasPrefix(head) { return inner.distribution(at: String(path.dropFirst(head.count))) }
            }
        }
        return nil
    }
}

extension Distribution {
    /// What may be chosen, numbers in their order; `nil` where nothing is chosen from a list.
    fileprivate var options: [String]? {
        guard case .choice(let options) = self else { return nil }
        let values = options.map { option in
            switch option {
            case .value(let value): value
            case .nested(let name, _): name
            }
        }
        let numbers = values.compactMap(\.number)
        return numbers.count == values.count
            ? values.sorted { ($0.number ?? 0) < ($1.number ?? 0) }.map(\.plainText) : values.map(\.plainText)
    }

    fileprivate var isLogarithmic: Bool {
        switch self {
        case .loguniform, .qloguniform, .lognormal, .qlognormal: true
        default: false
        }
    }
}

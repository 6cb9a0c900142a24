import Values

/// Every point of a grid, once; NNI's `GridSearch`.
///
/// A finite parameter (`choice`, `randint`, and `q…` ones between bounds) has all its values in the grid from the first
/// round. A continuous one has its middle in the first round, and each further round adds the middles between its
/// values, on the scale that the type draws from; unbounded ones are taken between ±3 standard deviations. A space of
/// finite parameters alone is exhausted in the end, others never are.
package struct GridSearchTuner: Tuner {
    static let description = TunerDescription("GridSearch", "every point of a grid, refined in halves where continuous")
    {
        _, space, _, _ in GridSearchTuner(space: space)
    }

    private let space: SearchSpace
    private var round = 0
    private var points: GridPoints
    private var given = Set<JSONObject>()
    /// The points by trial, for a trial that asks twice.
    private var trials: [Int: JSONObject] = [:]

    package init(space: SearchSpace) {
        self.space = space
        points = GridPoints(space, round: 0)
    }

    package mutating func suggest(id: Int) -> Suggestion {
        if let known = trials[id] { return .parameters(known) }
        while true {
            while let point = points.next() {
                guard given.insert(point).inserted else { continue }
                trials[id] = point
                return .parameters(point)
            }
            guard space.isContinuous, round < 48 else { return .exhausted }
            round += 1
            points = GridPoints(space, round: round)
        }
    }

    package func report(id: Int, _ outcome: TrialOutcome) {}
}

/// The points of one round, counted like an odometer: the last parameter turns fastest.
private struct GridPoints {
    private let axes: [(name: String, axis: GridAxis)]
    private var wheel: [Int]?

    init(_ space: SearchSpace, round: Int) {
        axes = space.parameters.map { ($0.name, $0.distribution.gridAxis(round: round)) }
        wheel = axes.map { _ in 0 }
    }

    mutating func next() -> JSONObject? {
        guard var current = wheel else { return nil }
        let point = JSONObject(zip(axes, current).map { ($0.name, $0.axis[$1]) })
        wheel = nil
        for axis in axes.indices.reversed() {
            current[axis] += 1
            if current[axis] < axes[axis].axis.count {
                wheel = current
                break
            }
            current[axis] = 0
        }
        return point
    }
}

/// A parameter's values in one round. Whole numbers are counted, not listed: there may be billions.
private enum GridAxis {
    case values([JSONValue])
    case integers(Range<Int>)

    var count: Int {
        switch self {
        case .values(let values): values.count
        case .integers(let range): range.count
        }
    }

    subscript(index: Int) -> JSONValue {
        switch self {
        case .values(let values): values[index]
        case .integers(let range): .integer(range.lowerBound + index)
        }
    }
}

extension SearchSpace {
    /// Whether any parameter has endlessly many values.
    var isContinuous: Bool {
        parameters.contains { parameter in
            switch parameter.distribution {
            case .randint, .quniform, .qloguniform: return false
            case .choice(let options):
                return options.contains { option in
                    if case .nested(_, let space) = option { space.isContinuous } else { false }
                }
            default: return true
            }
        }
    }
}

extension Distribution {
    fileprivate func gridAxis(round: Int) -> GridAxis {
        if case .randint(let lower, let upper) = self { return .integers(lower..<upper) }
        return .values(gridValues(round: round))
    }

    private func gridValues(round: Int) -> [JSONValue] {
        switch self {
        case .choice(let options):
            return options.flatMap { option -> [JSONValue] in
                switch option {
                case .value(let value): return [value]
                case .nested(let name, let space):
                    var points = GridPoints(space, round: round)
                    var values: [JSONValue] = []
                    while let point = points.next() {
                        values.append(ChoiceOption.point(name, point))
                    }
                    return values
                }
            }
        case .randint(let lower, let upper): return (lower..<upper).map { .integer($0) }
        case .quniform(_, _, let q), .qloguniform(_, _, let q):
            let scale = NumericScale(self)
            guard let bounds = scale.bounds else { return [] }
            let first = (bounds.lowerBound / q).rounded(.toNearestOrEven)
            let last = (bounds.upperBound / q).rounded(.toNearestOrEven)
            // Bounds beyond what steps can count give no number of steps.
            let count = Int((last - first).isNaN ? 0 : min(last - first, 1e6))
            var values: [JSONValue] = []
            for step in 0..<(count + 1) {
                let value = JSONValue.number(
                    min(max((first + Double(step)) * q, bounds.lowerBound), bounds.upperBound))
                if values.last != value { values.append(value) }
            }
            return values
        default:
            let scale = NumericScale(self)
            let (low, high): (Double, Double) =
                switch scale.shape {
                case .uniform(let low, let high): (low, high)
                case .normal(let mu, let sigma): (mu - 3 * sigma, mu + 3 * sigma)
                }
            // Middles first, then the middles between them; the ends come in round 1.
            let pieces = 1 << min(round, 20)
            let places = round == 0 ? [0.5] : (0...pieces * 2).map { Double($0) / Double(pieces * 2) }
            var values: [JSONValue] = []
            for place in places {
                let value = JSONValue.number(scale.value(low + (high - low) * place))
                if values.last != value { values.append(value) }
            }
            return values
        }
    }
}

import Values

/// The points of a grid that is refined round by round, in the order of NNI's `GridSearch`.
///
/// Options and whole numbers are in the grid from the first round. Of every other parameter the first round has the middle of
/// its distribution, and each further round appends the middles of the parts that its values leave, as long as a part's ends
/// are different values. In a round the last parameter turns fastest, those under an option that is not taken stand still, and
/// points of earlier rounds are passed over. A grid that no round makes finer has come to its end.
struct GridWalk: Sendable, IteratorProtocol {
    private let cube: UnitCube
    private var axes: [GridAxis]
    /// Where the walk stands on each axis; `nil` between two rounds.
    private var wheel: [Int]?
    private var isOver = false

    init(_ space: SearchSpace) {
        cube = UnitCube(space)
        axes = cube.axes.map { GridAxis($0.distribution) }
    }

    mutating func next() -> JSONObject? {
        while !isOver {
            turn()
            guard let wheel else {
                refine()
                continue
            }
            // All of it was there in an earlier round.
            if axes.indices.allSatisfy({ wheel[$0] < axes[$0].countBefore }) { continue }
            return cube.point {
                wheel[$0]
            } value: {
                axes[$0].value(wheel[$0])
            }
        }
        return nil
    }

    private mutating func turn() {
        guard var turned = wheel else { return wheel = axes.map { _ in 0 } }
        wheel = nil
        for axis in axes.indices.reversed() where isActive(axis, at: turned) {
            if turned[axis] + 1 < axes[axis].count {
                turned[axis] += 1
                wheel = turned
                return
            }
            turned[axis] = 0
        }
    }

    private func isActive(_ axis: Int, at wheel: [Int]) -> Bool {
        guard let condition = cube.axes[axis].condition else { return true }
        return isActive(condition.axis, at: wheel) && wheel[condition.axis] == condition.option
    }

    private mutating func refine() {
        repeat {
            isOver = true
            for axis in axes.indices where axes[axis].refine() { isOver = false }
            // With nothing new on any axis all points are old ones.
        } while !isOver && axes.allSatisfy { $0.count == $0.countBefore }
    }
}

/// A parameter's values in the grid.
private struct GridAxis: Sendable {
    private let distribution: Distribution
    private let scale: NumericScale
    /// How many options or whole numbers there are. They are counted, not listed: there may be billions.
    private let counted: Int?
    /// Shares of the distribution.
    private var shares: [Double] = [0.5]
    /// The parts between them in which there are more values.
    private var parts: [(low: Double, high: Double)] = []
    private(set) var countBefore = 0

    init(_ distribution: Distribution) {
        self.distribution = distribution
        scale = NumericScale(distribution)
        switch distribution {
        case .choice(let options): counted = options.count
        case .randint(let lower, let upper): counted = upper - lower
        default:
            counted = nil
            parts = [(0, 0.5), (0.5, 1)].filter { number($0.0) < number($0.1) }
        }
    }

    var count: Int { counted ?? shares.count }

    func value(_ place: Int) -> JSONValue {
        if case .randint(let lower, _) = distribution { return .integer(lower + place) }
        return .number(number(shares[place]))
    }

    /// The ends of a distribution without bounds are infinite, and so is what rounds to them.
    private func number(_ share: Double) -> Double {
        if case .normal = scale.shape, abs(2 * share - 1) == 1 { return share < 0.5 ? -.infinity : .infinity }
        return scale.value(scale.quantile(share))
    }

    /// - Returns: whether there is more to come.
    mutating func refine() -> Bool {
        countBefore = count
        var (isFiner, finer) = (false, [(low: Double, high: Double)]())
        for (low, high) in parts {
            let middle = (low + high) / 2
            let (left, number, right) = (number(low), number(middle), number(high))
            let (isAbove, isBelow) = (left < number, number < right)
            // The outermost ends are in no grid.
            if isAbove || low == 0, isBelow || high == 1, number.isFinite {
                shares.append(middle)
                isFiner = true
            }
            if isAbove {
                finer.append((low, middle))
                isFiner = isFiner || low == 0
            }
            if isBelow {
                finer.append((middle, high))
                isFiner = isFiner || high == 1
            }
        }
        parts = finer
        return isFiner
    }
}

package import Values

/// A search space as a cube: every parameter, nested ones too, is an axis from 0 to 1.
///
/// Numbers lie on the scale that their type draws from (logarithmic ones on the logarithm, normal ones at their share of the
/// distribution), so that a uniform draw of the cube is a draw of the space. Options and whole numbers have equal parts of
/// the axis, told by their middles. An axis under an option that a point does not take is not a number there.
package struct UnitCube: Sendable {
    package struct Axis: Sendable {
        /// The names that lead to the parameter, the outermost first.
        package let path: [String]
        package let distribution: Distribution
        /// The choice, as an axis, and the option under which this parameter is there at all.
        package let condition: (axis: Int, option: Int)?
        /// Where the values have no order: how many there are.
        package let options: Int?
        /// How many values there are, where that is a number that one can count.
        package let levels: Int?

        package var name: String { path.joined(separator: ".") }

        /// The share that a point's number has which was read at a share; an option's place as it is.
        func share(atShare share: Double) -> Double {
            guard options == nil, !share.isNaN, let number = distribution.value(atShare: share).number else {
                return share
            }
            return distribution.share(of: number)
        }

        /// The share of the axis that the value there has: of rounded and whole numbers the value's own.
        package func snapped(_ share: Double) -> Double {
            guard options != nil || levels != nil || distribution.isRounded,
                let number = distribution.value(atShare: share).number
            else { return min(max(share, 0), 1) }
            return distribution.share(of: number)
        }
    }

    package let axes: [Axis]
    private let space: SearchSpace

    package init(_ space: SearchSpace) {
        self.space = space
        var axes: [Axis] = []
        Self.add(space, path: [], condition: nil, to: &axes)
        self.axes = axes
    }

    private static func add(
        _ space: SearchSpace, path: [String], condition: (axis: Int, option: Int)?, to axes: inout [Axis]
    ) {
        for parameter in space.parameters {
            let here = axes.count
            let path = path + [parameter.name]
            var options: Int?
            if case .choice(let all) = parameter.distribution { options = all.count }
            axes.append(
                Axis(
                    path: path, distribution: parameter.distribution, condition: condition, options: options,
                    levels: options ?? parameter.distribution.levels))
            guard case .choice(let all) = parameter.distribution else { continue }
            for (option, choice) in all.enumerated() {
                if case .nested(_, let inner) = choice { add(inner, path: path, condition: (here, option), to: &axes) }
            }
        }
    }

    /// Whether an axis is there at a place; the choices that it hangs on are.
    package func isActive(_ axis: Int, at place: [Double]) -> Bool {
        guard let condition = axes[axis].condition else { return true }
        return isActive(condition.axis, at: place) && option(condition.axis, at: place) == condition.option
    }

    /// The option that a place has on an axis of options.
    package func option(_ axis: Int, at place: [Double]) -> Int {
        let count = axes[axis].options ?? 1
        guard !place[axis].isNaN else { return -1 }
        return min(Int((min(max(place[axis], 0), 1) * Double(count)).rounded(.down)), count - 1)
    }

    /// The middle of an option's part of its axis.
    package func middle(of option: Int, on axis: Int) -> Double {
        (Double(option) + 0.5) / Double(axes[axis].options ?? 1)
    }

    /// A coordinate as the point that is read there has it.
    func snapped(_ share: Double, on axis: Int) -> Double {
        guard let options = axes[axis].options else { return axes[axis].snapped(share) }
        return middle(of: min(Int(min(max(share, 0), 1) * Double(options)), options - 1), on: axis)
    }

    /// `nil` where the parameters are no point of the space.
    package func place(of point: JSONObject) -> [Double]? {
        var place = [Double](repeating: .nan, count: axes.count)
        var next = 0
        guard set(&place, at: &next, to: point, space, ignoring: 0) else { return nil }
        return place
    }

    /// Sets the axes of one (nested) space, or with no point passes over them.
    private func set(
        _ place: inout [Double], at next: inout Int, to point: JSONObject?, _ space: SearchSpace, ignoring names: Int
    ) -> Bool {
        if let point, point.count != space.parameters.count + names { return false }
        for parameter in space.parameters {
            let here = next
            next += 1
            let value = point?[parameter.name]
            if point != nil, value == nil { return false }
            guard case .choice(let options) = parameter.distribution else {
                if let value {
                    guard parameter.distribution.contains(value), let number = value.number else { return false }
                    place[here] = parameter.distribution.share(of: number)
                }
                continue
            }
            let taken = value.flatMap { value in options.firstIndex { $0.isTaken(by: value) } }
            if value != nil, taken == nil { return false }
            if let taken { place[here] = middle(of: taken, on: here) }
            for (option, choice) in options.enumerated() {
                guard case .nested(_, let inner) = choice else { continue }
                let chosen = option == taken ? value?.object : nil
                guard set(&place, at: &next, to: chosen, inner, ignoring: 1) else { return false }
            }
        }
        return true
    }

    /// The point at a place; coordinates beyond the cube are taken at its border, those of axes that are not there for
    /// nothing.
    package func point(at place: [Double]) -> JSONObject {
        point {
            max(0, option($0, at: place))
        } value: {
            axes[$0].distribution.value(atShare: place[$0])
        }
    }

    /// The point with an option on every axis of options, and a value on every other.
    func point(option: (Int) -> Int, value: (Int) -> JSONValue) -> JSONObject {
        var next = 0
        return read(space, at: &next, option: option, value: value)
    }

    private func read(
        _ space: SearchSpace, at next: inout Int, option chosen: (Int) -> Int, value: (Int) -> JSONValue
    ) -> JSONObject {
        var point = JSONObject()
        for parameter in space.parameters {
            let here = next
            next += 1
            guard case .choice(let options) = parameter.distribution else {
                point[parameter.name] = value(here)
                continue
            }
            let taken = chosen(here)
            for (option, choice) in options.enumerated() {
                switch choice {
                case .value(let value): if option == taken { point[parameter.name] = value }
                case .nested(let name, let inner):
                    let read = read(inner, at: &next, option: chosen, value: value)
                    if option == taken { point[parameter.name] = ChoiceOption.point(name, read) }
                }
            }
        }
        return point
    }

    /// A uniform draw of the cube: a draw of the space.
    package func point(_ coordinate: (Int) -> Double) -> JSONObject { point(at: axes.indices.map(coordinate)) }
}

extension ChoiceOption {
    func isTaken(by value: JSONValue) -> Bool {
        switch self {
        case .value(let one): one == value || (one.number != nil && one.number == value.number)
        case .nested(let name, _): value.object?["_name"] == name
        }
    }
}

extension Distribution {
    /// How many values there are; `nil` where they are endless, or more than anyone counts.
    var levels: Int? {
        switch self {
        case .choice(let options): return options.count
        case .randint(let lower, let upper): return upper - lower
        case .quniform(let low, let high, let q), .qloguniform(let low, let high, let q):
            let steps = (high / q).rounded(.toNearestOrEven) - (low / q).rounded(.toNearestOrEven)
            return steps.isFinite && steps < 1e9 ? Int(steps) + 1 : nil
        default: return nil
        }
    }

    /// Whether there is anything to search.
    package var hasSeveralValues: Bool { levels != 1 }

    /// Whether its numbers are rounded.
    fileprivate var isRounded: Bool { NumericScale(self).q != nil }

    /// Where a number lies on its axis.
    func share(of value: Double) -> Double {
        if case .randint(let lower, let upper) = self {
            return (value - Double(lower) + 0.5) / (Double(upper) - Double(lower))
        }
        let scale = NumericScale(self)
        let position = scale.position(value)
        let share =
            switch scale.shape {
            case .uniform(let low, let high): high > low ? (position - low) / (high - low) : 0.5
            case .normal(let mu, let sigma): NormalDistribution.cumulative((position - mu) / sigma)
            }
        return min(max(share, 0), 1)
    }

    /// The number at a share of its axis.
    func value(atShare share: Double) -> JSONValue {
        let share = share.isNaN ? 0.5 : min(max(share, 0), 1)
        if case .randint(let lower, let upper) = self {
            let width = Double(upper) - Double(lower)
            // Of the largest whole numbers only few are floating-point numbers, and the last rounds up to none.
            let step = Int(exactly: (share * width).rounded(.down)) ?? upper - lower - 1
            return .integer(lower + min(max(0, step), upper - lower - 1))
        }
        let scale = NumericScale(self)
        if case .uniform = scale.shape { return .number(scale.value(scale.quantile(share))) }
        return .number(scale.value(scale.quantile(min(max(share, 1e-12), 1 - 1e-12))))
    }
}

/// The uniform measure of a space whose parameters hang on options: the chance that a drawn point lies in a box, where it is
/// given that some axes are there and have a value of the box.
///
/// m(numbers) = length; m(choice) = 1/k Σ over options of the box of w(option); w(option) = Π m(axes under it) if the axes
/// under the other options may be absent, else 0; m(box) = Π m(axes under no option).
struct SpaceMeasure: Sendable {
    /// The axes under no option.
    let top: [Int]
    /// By axis and option, the axes that hang on it.
    private let under: [[[Int]]]
    private let conditions: [(axis: Int, option: Int)?]

    init(_ cube: UnitCube) {
        conditions = cube.axes.map(\.condition)
        top = cube.axes.indices.filter { cube.axes[$0].condition == nil }
        var under = cube.axes.map { [[Int]](repeating: [], count: $0.options ?? 0) }
        for (index, axis) in cube.axes.enumerated() {
            if let condition = axis.condition { under[condition.axis][condition.option].append(index) }
        }
        self.under = under
    }

    /// Which option each choice has where some axes are there; `nil` where they are never there together, or one hangs on
    /// another.
    func options(where fixed: [Int]) -> [Int: Int]? {
        var options: [Int: Int] = [:]
        for axis in fixed {
            var next = conditions[axis]
            while let condition = next {
                if fixed.contains(condition.axis) { return nil }
                if options.updateValue(condition.option, forKey: condition.axis) ?? condition.option
                    != condition.option
                {
                    return nil
                }
                next = conditions[condition.axis]
            }
        }
        return options
    }

    /// The share of all points that have these options.
    func share(_ options: [Int: Int]) -> Double { options.keys.reduce(1) { $0 / Double(under[$1].count) } }

    /// The axis under no option that an axis hangs on in the end, or itself.
    func root(of axis: Int) -> Int { conditions[axis].map { root(of: $0.axis) } ?? axis }

    /// The measure of an axis and all that hangs on it.
    func measure(_ axis: Int, _ box: LeafBox, fixed: [Int] = [], options: [Int: Int] = [:]) -> Double {
        if fixed.contains(axis) { return 1 }
        if under[axis].isEmpty { return max(0, box.high[axis] - box.low[axis]) }
        if let option = options[axis] { return weight(of: option, axis, box, fixed: fixed, options: options) }
        var sum = 0.0
        for option in under[axis].indices { sum += weight(of: option, axis, box, fixed: fixed, options: options) }
        return sum / Double(under[axis].count)
    }

    /// The measure of an option and all that hangs on its choice.
    func weight(
        of option: Int, _ axis: Int, _ box: LeafBox, fixed: [Int] = [], options: [Int: Int] = [:]
    ) -> Double {
        guard box.allowed[axis][option] else { return 0 }
        var product = 1.0
        for (other, axes) in under[axis].enumerated() where !axes.isEmpty {
            for inner in axes {
                if other == option {
                    product *= measure(inner, box, fixed: fixed, options: options)
                } else if !mayBeAbsent(inner, box) {
                    return 0
                }
            }
        }
        return product
    }

    private func mayBeAbsent(_ axis: Int, _ box: LeafBox) -> Bool {
        box.mayBeAbsent[axis] && under[axis].allSatisfy { $0.allSatisfy { mayBeAbsent($0, box) } }
    }
}

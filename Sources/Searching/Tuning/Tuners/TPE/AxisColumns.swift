/// A value on an axis, and how much it counts.
struct WeightedValue: Sendable {
    let value: Double
    let weight: Double

    init(_ value: Double, _ weight: Double) {
        self.value = value
        self.weight = weight
    }
}

/// The observations of a search axis by axis, each sorted, so that no suggestion sorts thousands of them anew.
struct AxisColumns: Sendable {
    private struct Entry {
        let value: Double
        let observation: Int
    }

    /// More values than this are told as `mostGroups` groups of neighbours.
    private static let mostSingle = 256
    private static let mostGroups = 128

    private var columns: [[Entry]]
    private var count = 0

    init(axes: Int) { columns = Array(repeating: [], count: axes) }

    /// Takes the observations that are new.
    mutating func take(_ history: SearchHistory) {
        for index in count..<max(count, history.count) {
            for (axis, value) in history.observations[index].place.enumerated() where !value.isNaN {
                columns[axis].insert(
                    Entry(value: value, observation: index), at: columns[axis].partitionPoint { $0.value <= value })
            }
        }
        count = history.count
    }

    /// The values on an axis, sorted.
    ///
    /// - Parameters:
    ///   - weights: of each observation; those of 0 are left out.
    ///   - others: values that count 1 each.
    func values(_ axis: Int, weights: [Double], and others: [Double]) -> [WeightedValue] {
        var values: [WeightedValue] = []
        values.reserveCapacity(columns[axis].count)
        for entry in columns[axis] {
            let weight = weights[entry.observation]
            if weight > 0 { values.append(WeightedValue(entry.value, weight)) }
        }
        if values.count > Self.mostSingle { values = Self.grouped(values) }
        for value in others {
            values.insert(WeightedValue(value, 1), at: values.firstIndex { $0.value > value } ?? values.count)
        }
        return values
    }

    /// Neighbours as one value at their middle: of thousands the distances are far below any width.
    private static func grouped(_ values: [WeightedValue]) -> [WeightedValue] {
        (0..<mostGroups).compactMap { group in
            let part = values[(group * values.count / mostGroups)..<((group + 1) * values.count / mostGroups)]
            let weight = part.reduce(0) { $0 + $1.weight }
            guard weight > 0 else { return nil }
            return WeightedValue(part.reduce(0) { $0 + $1.value * $1.weight } / weight, weight)
        }
    }
}

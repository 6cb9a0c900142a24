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
    /// More values than this are told as `mostGroups` groups of neighbours.
    private static let mostSingle = 256
    private static let mostGroups = 128

    private var columns: [SortedColumn]
    private var count = 0

    init(axes: Int) { columns = Array(repeating: SortedColumn(), count: axes) }

    /// Takes the observations that are new.
    mutating func take(_ history: SearchHistory) {
        for index in count..<max(count, history.count) {
            for (axis, value) in history.observations[index].place.enumerated() where !value.isNaN {
                columns[axis].insert(value, of: index)
            }
        }
        count = history.count
    }

    /// The values on an axis, sorted.
    ///
    /// - Parameters:
    ///   - weights: of each observation; those of 0 are left out.
    ///   - unweighted: how many of the axis's values have a weight of 0.
    ///   - others: values that count 1 each.
    func values(_ axis: Int, weights: [Double], unweighted: Int, and others: [Double]) -> [WeightedValue] {
        let count = columns[axis].count - unweighted
        var values = count > Self.mostSingle ? grouped(axis, weights, count) : single(axis, weights)
        for value in others {
            values.insert(WeightedValue(value, 1), at: values.firstIndex { $0.value > value } ?? values.count)
        }
        return values
    }

    private func single(_ axis: Int, _ weights: [Double]) -> [WeightedValue] {
        var values: [WeightedValue] = []
        columns[axis].forEach(weights) { values.append(WeightedValue($0, $1)) }
        return values
    }

    /// Neighbours as one value at their middle: of thousands the distances are far below any width.
    private func grouped(_ axis: Int, _ weights: [Double], _ count: Int) -> [WeightedValue] {
        var groups: [WeightedValue] = []
        groups.reserveCapacity(Self.mostGroups + 1)
        var (sum, moment, place, end) = (0.0, 0.0, 0, count / Self.mostGroups)
        columns[axis].forEach(weights) { value, weight in
            sum += weight
            moment += value * weight
            place += 1
            guard place == end else { return }
            groups.append(WeightedValue(moment / sum, sum))
            (sum, moment) = (0, 0)
            end = (groups.count + 1) * count / Self.mostGroups
        }
        return groups
    }
}

/// The values of observations on an axis in their order, in pieces of a bounded size, so that one more moves few of them.
private struct SortedColumn: Sendable {
    private static let mostInPiece = 1024

    private struct Piece: Sendable {
        var values: [Double] = []
        var observations: [Int32] = []
    }

    private var pieces: [Piece] = [Piece()]
    private(set) var count = 0

    /// After all values that are the same.
    mutating func insert(_ value: Double, of observation: Int) {
        let number = min(
            pieces.partitionPoint { ($0.values.last ?? .infinity) <= value }, pieces.count - 1)
        let place = pieces[number].values.partitionPoint { $0 <= value }
        pieces[number].values.insert(value, at: place)
        pieces[number].observations.insert(Int32(truncatingIfNeeded: observation), at: place)
        count += 1
        if pieces[number].values.count > Self.mostInPiece { halve(number) }
    }

    private mutating func halve(_ number: Int) {
        let whole = pieces[number]
        let middle = whole.values.count / 2
        pieces[number] = Piece(
            values: Array(whole.values[..<middle]), observations: Array(whole.observations[..<middle]))
        pieces.insert(
            Piece(values: Array(whole.values[middle...]), observations: Array(whole.observations[middle...])),
            at: number + 1)
    }

    /// The values and weights of observations with a weight above 0, in the order of the values.
    @inline(__always)
    func forEach(_ weights: [Double], _ body: (Double, Double) -> Void) {
        let weights = weights.span
        for piece in pieces {
            let (values, observations) = (piece.values.span, piece.observations.span)
            for place in values.indices {
                let weight = weights[Int(observations[place])]
                if weight > 0 { body(values[place], weight) }
            }
        }
    }
}

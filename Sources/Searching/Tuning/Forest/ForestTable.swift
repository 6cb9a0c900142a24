/// How a forest sees the places of a unit cube: every axis as a finite number.
///
/// Numbers stay what they are and options are counted from 0. An axis that is not there is -1 among numbers, below all
/// others, and one more option among options: trees can ask whether it is there, as those of SMAC do.
package struct ForestAxes: Hashable, Sendable {
    static let absent = -1.0

    /// How many options each axis has; 0 where it is of numbers.
    let options: [Int]

    package init(_ cube: UnitCube) { options = cube.axes.map { $0.options ?? 0 } }

    /// - Complexity: a few operations a coordinate; what a place has too little of is absent.
    package func encoded(_ place: [Double]) -> [Double] {
        options.indices.map { encoded($0 < place.count ? place[$0] : .nan, on: $0) }
    }

    func encoded(_ coordinate: Double, on axis: Int) -> Double {
        let count = options[axis]
        guard count > 0 else { return coordinate.isNaN ? Self.absent : min(max(coordinate, 0), 1) }
        guard !coordinate.isNaN else { return Double(count) }
        return min((min(max(coordinate, 0), 1) * Double(count)).rounded(.down), Double(count - 1))
    }
}

/// What a forest learns from, column by column, with the rows of every column in the order of its values.
struct ForestTable: Sendable {
    let axes: ForestAxes
    let rowCount: Int
    /// Axis after axis, a value for every row.
    let values: [Double]
    let targets: [Double]
    /// Axis after axis, the rows in the order of their values.
    let order: [Int32]

    /// - Parameter rows: encoded places, one after another.
    init(_ axes: ForestAxes, rows: [Double], targets: [Double]) {
        let axisCount = axes.options.count
        let count = axisCount > 0 ? min(targets.count, rows.count / axisCount) : 0
        var values: [Double] = []
        var order: [Int32] = []
        values.reserveCapacity(count * axisCount)
        order.reserveCapacity(count * axisCount)
        for axis in 0..<axisCount {
            let column = (0..<count).map { rows[$0 * axisCount + axis] }
            let places = (0..<count).map { (value: column[$0], row: Int32($0)) }
            order += places.sorted { ($0.value, $0.row) < ($1.value, $1.row) }.map(\.row)
            values += column
        }
        self.axes = axes
        rowCount = count
        self.values = values
        self.targets = targets
        self.order = order
    }
}

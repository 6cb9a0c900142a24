/// The factors *A P = Q R* of a matrix with at least as many rows as columns, by Householder's reflections with the longest
/// remaining column first (Businger & Golub, 1965, doi:10.1007/BF01436084).
///
/// A column's remaining length is brought up to date instead of measured anew, until cancellation has eaten its digits.
struct PivotedQR {
    /// The lengths of the columns of *A*.
    let lengths: [Double]
    /// Which column of *A* stands at each place of *A P*.
    private(set) var order: [Int]
    /// The upper triangle *R*, by rows.
    private(set) var triangle: [[Double]]
    /// Each reflection's vector, from its own row down; empty where a column had no length left.
    private var reflections: [[Double]] = []

    /// - Parameter columns: of *A*, all of one length.
    init(columns given: [[Double]]) {
        var columns = given
        lengths = columns.map { Self.norm($0) }
        order = Array(columns.indices)
        triangle = columns.map { _ in [Double](repeating: 0, count: given.count) }
        var remaining = lengths
        var measured = lengths
        for place in columns.indices {
            var longest = place
            for other in columns.indices.dropFirst(place) where remaining[other] > remaining[longest] {
                longest = other
            }
            if longest != place {
                columns.swapAt(place, longest)
                order.swapAt(place, longest)
                remaining[longest] = remaining[place]
                measured[longest] = measured[place]
            }
            let (vector, length) = Self.reflection(of: columns[place], from: place)
            reflections.append(vector)
            for row in 0..<place { triangle[row][place] = columns[place][row] }
            triangle[place][place] = -length
            guard !vector.isEmpty else { continue }
            for other in columns.indices.dropFirst(place + 1) {
                Self.reflect(&columns[other], by: vector, from: place)
                guard remaining[other] != 0 else { continue }
                let share = columns[other][place] / remaining[other]
                remaining[other] *= max(0, 1 - share * share).squareRoot()
                let left = remaining[other] / measured[other]
                if 0.05 * (left * left) <= Double.ulpOfOne {
                    remaining[other] = Self.norm(columns[other], from: place + 1)
                    measured[other] = remaining[other]
                }
            }
        }
    }

    /// The first entries of *Qᵀ v*, as many as there are columns.
    func rotated(_ vector: [Double]) -> [Double] {
        var vector = vector
        for (place, reflection) in reflections.enumerated() where !reflection.isEmpty {
            Self.reflect(&vector, by: reflection, from: place)
        }
        return Array(vector.prefix(order.count))
    }

    /// The vector that reflects a column's lower part onto its first entry, scaled so that its own first entry is half its
    /// squared length, and the part's length with that entry's sign.
    private static func reflection(of column: [Double], from row: Int) -> (vector: [Double], length: Double) {
        var length = norm(column, from: row)
        guard length != 0 else { return ([], 0) }
        if column[row] < 0 { length = -length }
        var vector = column[row...].map { $0 / length }
        vector[0] += 1
        return (vector, length)
    }

    private static func reflect(_ column: inout [Double], by vector: [Double], from row: Int) {
        var sum = 0.0
        for index in vector.indices { sum += vector[index] * column[row + index] }
        let share = sum / vector[0]
        for index in vector.indices { column[row + index] -= share * vector[index] }
    }

    /// The length of a vector, or of its end; no square of it overflows or vanishes on the way.
    static func norm(_ vector: [Double], from start: Int = 0) -> Double {
        var sum = 0.0
        var largest = 0.0
        for index in start..<max(start, vector.count) {
            sum += vector[index] * vector[index]
            largest = max(largest, vector[index].magnitude)
        }
        if sum.isNaN || largest == 0 || (sum > 1e-280 && sum < 1e280) { return sum.squareRoot() }
        guard largest.isFinite else { return .infinity }
        let scaled = vector[min(start, vector.count)...].reduce(0) { $0 + ($1 / largest) * ($1 / largest) }
        return largest * scaled.squareRoot()
    }
}

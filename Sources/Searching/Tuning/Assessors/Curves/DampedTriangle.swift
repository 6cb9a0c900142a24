/// A triangle *S* with *SᵀS = RᵀR + P D² Pᵀ*: a factored matrix with a diagonal put below it, which Givens' rotations take
/// away again, and what solves the system (Moré, 1978, doi:10.1007/BFb0067700, section 3).
struct DampedTriangle {
    /// *S*, by rows.
    private var rows: [[Double]]
    private var rotated: [Double]
    private let order: [Int]

    /// - Parameter diagonal: of *D*, in the order of the matrix's columns.
    init(_ factors: PivotedQR, _ right: [Double], _ diagonal: [Double]) {
        rows = factors.triangle
        rotated = right
        order = factors.order
        for place in rows.indices where diagonal[order[place]] != 0 {
            var row = [Double](repeating: 0, count: rows.count)
            row[place] = diagonal[order[place]]
            var rest = 0.0
            for pivot in place..<rows.count where row[pivot] != 0 {
                let (cosine, sine) = Self.rotation(rows[pivot][pivot], row[pivot])
                for index in pivot..<rows.count {
                    let upper = rows[pivot][index]
                    rows[pivot][index] = cosine * upper + sine * row[index]
                    row[index] = cosine * row[index] - sine * upper
                }
                (rotated[pivot], rest) = (
                    cosine * rotated[pivot] + sine * rest, cosine * rest - sine * rotated[pivot]
                )
            }
        }
    }

    /// The rotation that turns `other` into nothing.
    private static func rotation(_ value: Double, _ other: Double) -> (cosine: Double, sine: Double) {
        if value.magnitude < other.magnitude {
            let cotangent = value / other
            let sine = 0.5 / (0.25 + 0.25 * (cotangent * cotangent)).squareRoot()
            return (sine * cotangent, sine)
        }
        let tangent = other / value
        let cosine = 0.5 / (0.25 + 0.25 * (tangent * tangent)).squareRoot()
        return (cosine, cosine * tangent)
    }

    /// The least squares solution, in the order of the matrix's columns; 0 from where *S* has no full rank.
    var solution: [Double] {
        var solved = rotated
        let rank = rows.indices.first { rows[$0][$0] == 0 } ?? rows.count
        for index in rank..<solved.count { solved[index] = 0 }
        for place in (0..<rank).reversed() {
            var sum = 0.0
            for index in place + 1..<max(place + 1, rank) { sum += rows[place][index] * solved[index] }
            solved[place] = (solved[place] - sum) / rows[place][place]
        }
        var result = solved
        for (place, column) in order.enumerated() { result[column] = solved[place] }
        return result
    }

    /// The *w* of *Sᵀ w = v*.
    func solvedTransposed(_ vector: [Double]) -> [Double] {
        var solved = vector
        for place in solved.indices {
            solved[place] /= rows[place][place]
            for index in place + 1..<max(place + 1, solved.count) {
                solved[index] -= rows[place][index] * solved[place]
            }
        }
        return solved
    }
}

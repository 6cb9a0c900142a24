/// The directions in which rows of numbers differ most.
///
/// By power iteration on the covariances, one direction after the other, each without what the ones before explain (Hotelling,
/// 1933, doi:10.1037/h0071325).
package enum PrincipalComponents {
    package struct Component: Sendable {
        /// Where each row lies along the direction, from the mean of all.
        package let scores: [Double]
        /// Of the variance of all columns together, from 0 to 1.
        package let share: Double
    }

    private static let steps = 300

    /// - Parameter rows: `[rows × columns]`, all of the same length.
    /// - Returns: at most `count`; fewer where rows differ in fewer directions. The largest weight of a direction is positive.
    /// - Complexity: O(rows · columns² + count · columns²).
    package static func first(_ count: Int, of rows: [[Double]]) -> [Component] {
        guard let width = rows.first?.count, width > 0, rows.count > 1, rows.allSatisfy({ $0.count == width }) else {
            return []
        }
        let means = (0..<width).map { column in rows.reduce(0.0) { $0 + $1[column] } / Double(rows.count) }
        let centred = rows.map { row in zip(row, means).map { $0 - $1 } }
        var covariance = [Double](repeating: 0, count: width * width)
        for row in centred {
            for one in 0..<width where row[one] != 0 {
                for other in 0..<width { covariance[one * width + other] += row[one] * row[other] }
            }
        }
        let total = (0..<width).reduce(0.0) { $0 + covariance[$1 * width + $1] }
        guard total > 0, total.isFinite else { return [] }
        var components: [Component] = []
        while components.count < min(count, width) {
            let (direction, variance) = largest(covariance, width)
            guard variance > 1e-12 * total else { break }
            for one in 0..<width {
                for other in 0..<width {
                    covariance[one * width + other] -= variance * direction[one] * direction[other]
                }
            }
            let scores = centred.map { row in zip(row, direction).reduce(0.0) { $0 + $1.0 * $1.1 } }
            components.append(Component(scores: scores, share: variance / total))
        }
        return components
    }

    private static func largest(_ matrix: [Double], _ width: Int) -> (direction: [Double], variance: Double) {
        // The column with the greatest variance has a part in the direction that is sought.
        let start = (0..<width).max { matrix[$0 * width + $0] < matrix[$1 * width + $1] } ?? 0
        var direction = unit((0..<width).map { matrix[start * width + $0] })
        var variance = 0.0
        for _ in 0..<steps {
            let next = (0..<width).map { row in
                (0..<width).reduce(0.0) { $0 + matrix[row * width + $1] * direction[$1] }
            }
            let length = norm(next)
            guard length > 0 else { return (direction, 0) }
            direction = next.map { $0 / length }
            if (length - variance).magnitude <= 1e-13 * length { break }
            variance = length
        }
        let most = direction.max { $0.magnitude < $1.magnitude } ?? 0
        return (most < 0 ? direction.map { -$0 } : direction, variance)
    }

    private static func norm(_ values: [Double]) -> Double { values.reduce(0.0) { $0 + $1 * $1 }.squareRoot() }

    private static func unit(_ values: [Double]) -> [Double] {
        let length = norm(values)
        return length > 0 ? values.map { $0 / length } : values
    }
}

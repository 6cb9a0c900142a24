import Display
import Tuning
import Values

/// How values of an objective lie along an axis: logarithmic where they ask for it, and without those that are so much worse
/// than the others that these would be one line.
struct ValueAxis {
    private(set) var axis = PlotAxis()
    private(set) var notes: [String] = []

    /// Of values that have no outliers.
    init(isLog: Bool) { axis.isLog = isLog }

    /// - Parameters:
    ///   - isLog: whether that was asked for.
    ///   - kept: values that are seen where they are, however far away.
    init(_ values: [Double], of name: String, _ mode: Direction, isLog: Bool, keeping kept: [Double] = []) {
        let sorted = values.sorted()
        if isLog {
            axis.isLog = true
            notes += Self.note(values, of: name)
            return
        }
        guard sorted.count >= 8, let low = sorted.first, let high = sorted.last else { return }
        let quarter = sorted[sorted.count / 4]
        let upper = sorted[sorted.count * 3 / 4]
        if low > 0, sorted[sorted.count * 9 / 10] / sorted[sorted.count / 10] >= 30 {
            axis.isLog = true
            return
        }
        // Tukey's outer fences, on the side of the worse alone: the best is always seen.
        let reach = 3 * (upper - quarter)
        guard reach > 0, reach.isFinite else { return }
        let fence =
            mode == .minimize
            ? max(upper + reach, kept.max() ?? low) : min(quarter - reach, kept.min() ?? high)
        let outside = values.filter { mode == .minimize ? $0 > fence : $0 < fence }
        guard !outside.isEmpty, let edge = Self.edge(values, fence, mode) else { return }
        axis.limits = mode == .minimize ? low...edge : edge...high
        let worst = mode == .minimize ? high : low
        notes.append(
            "\(Figures.count(outside.count, "value")) of \(name) worse than \(Figures.plain(edge)), as far as \(Figures.plain(worst)), \(outside.count == 1 ? "stands" : "stand") at the edge"
        )
    }

    /// The worst value within the fence.
    private static func edge(_ values: [Double], _ fence: Double, _ mode: Direction) -> Double? {
        mode == .minimize ? values.filter { $0 <= fence }.max() : values.filter { $0 >= fence }.min()
    }

    /// What a logarithmic axis has no place for.
    static func note(_ values: [Double], of name: String) -> [String] {
        let below = values.count { $0 <= 0 }
        return below == 0
            ? []
            : [
                "\(Figures.count(below, "value")) of \(name) not above 0 \(below == 1 ? "stands" : "stand") at the end of the logarithmic axis"
            ]
    }
}

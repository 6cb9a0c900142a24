package import Display
package import Experiments
import Tuning
import Values

/// The objective over two parameters: shades of what it is likely to be between the trials, and the trials.
package enum ContourPlot {
    private static let grid = (columns: 36, rows: 20)
    private static let levels = 5

    /// - Throws: `PlotError.unknown`.
    package static func plot(
        _ snapshot: ExperimentSnapshot, _ first: String, _ second: String, _ request: PlotRequest = PlotRequest()
    ) throws -> Plot {
        let plotted = try PlottedTrials(snapshot, request)
        guard !snapshot.trials.isEmpty else {
            return Plot(
                title: "\(plotted.name): \(plotted.objective)", xLabel: first, yLabel: second, series: [],
                notes: plotted.sentence(of: []))
        }
        let x = try ParameterAxis(first, plotted, isLog: request.logarithmic.contains(.x))
        let y = try ParameterAxis(second, plotted, isLog: request.logarithmic.contains(.y))
        let places = plotted.trials.compactMap { trial -> Place? in
            guard let across = x.place(trial), let up = y.place(trial), let value = plotted.value(trial),
                plotted.fate(trial) == .succeeded
            else { return nil }
            return Place(point: Point(across, up), value: value)
        }
        let values = places.map(\.value)
        var notes = plotted.sentence(of: values)
        let isOne = Set(places.map(\.point.x)).count < 2 || Set(places.map(\.point.y)).count < 2
        if places.count < 3 || isOne {
            if !places.isEmpty {
                notes.append("the trials differ too little in \(x.name) and \(y.name) for shades between them")
            }
        }
        let shades = places.count < 3 || isOne ? [] : shades(places, x, y, plotted)
        if !shades.isEmpty {
            notes.append("shades are means of the trials, the nearer the more they count; the best has the most colour")
        }
        let lost = plotted.trials.compactMap { trial -> Point? in
            guard [.failed, .stopped].contains(plotted.fate(trial)), let across = x.place(trial),
                let up = y.place(trial)
            else { return nil }
            return Point(across, up)
        }
        let trials = Series("trials", places.map(\.point), style: .points)
        return Plot(
            title: "\(plotted.name): \(plotted.objective) over \(x.name) and \(y.name)", xLabel: x.name,
            yLabel: y.name,
            series: shades + [trials]
                + (lost.isEmpty ? [] : [Series("stopped or failed", lost, style: .points)]),
            x: x.axis, y: y.axis, notes: notes + x.notes + y.notes + plotted.notes)
    }

    private struct Place {
        let point: Point
        let value: Double
    }

    /// A series a level, the worst first.
    private static func shades(
        _ places: [Place], _ x: ParameterAxis, _ y: ParameterAxis, _ plotted: PlottedTrials
    ) -> [Series] {
        let known = ParallelPlot.evenly(places, most: 1000)
        func ends(_ axis: ParameterAxis, _ values: [Double]) -> (low: Double, high: Double) {
            axis.axis.names.isEmpty
                ? (values.min() ?? 0, values.max() ?? 1) : (0, Double(max(1, axis.axis.names.count - 1)))
        }
        let across = ends(x, places.map(\.point.x))
        let up = ends(y, places.map(\.point.y))
        let shares = known.map { place in
            SIMD2(
                AxisShare.share(place.point.x, across.low, across.high, isLog: x.axis.isLog),
                AxisShare.share(place.point.y, up.low, up.high, isLog: y.axis.isLog))
        }
        func cells(_ count: Int, _ axis: ParameterAxis) -> [Double] {
            let steps = axis.axis.names.isEmpty ? count : axis.axis.names.count
            return (0..<steps).map { steps == 1 ? 0.5 : Double($0) / Double(steps - 1) }
        }
        var means: [(point: Point, mean: Double)] = []
        for row in cells(grid.rows, y) {
            for column in cells(grid.columns, x) {
                var (sum, weights) = (0.0, 0.0)
                for (share, place) in zip(shares, known) {
                    let gap = share - SIMD2(column, row)
                    let distance = (gap * gap).sum() + 1e-4
                    let weight = 1 / (distance * distance)
                    sum += weight * place.value
                    weights += weight
                }
                let point = Point(
                    AxisShare.value(column, across.low, across.high, isLog: x.axis.isLog),
                    AxisShare.value(row, up.low, up.high, isLog: y.axis.isLog))
                if weights > 0, (sum / weights).isFinite { means.append((point, sum / weights)) }
            }
        }
        return levels(means, plotted)
    }

    /// Fifths of the cells, so that a few extremes are one shade.
    private static func levels(_ means: [(point: Point, mean: Double)], _ plotted: PlottedTrials) -> [Series] {
        let sorted = means.sorted { plotted.mode.isBetter($1.mean, than: $0.mean) }
        guard let worst = sorted.first?.mean, let best = sorted.last?.mean, worst != best else { return [] }
        return (0..<levels).map { level in
            let part = sorted[(level * sorted.count / levels)..<((level + 1) * sorted.count / levels)]
            let (from, to) = (part.first?.mean ?? worst, part.last?.mean ?? best)
            return Series(
                "\(Figures.significant(from, digits: 3)) to \(Figures.significant(to, digits: 3))", part.map(\.point),
                style: .cells)
        }
    }
}

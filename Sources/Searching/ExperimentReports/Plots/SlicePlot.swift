package import Display
package import Experiments

/// The objective over one parameter.
package enum SlicePlot {
    /// - Throws: `PlotError.unknown`.
    package static func plot(
        _ snapshot: ExperimentSnapshot, _ parameter: String, _ request: PlotRequest = PlotRequest()
    ) throws -> Plot {
        let plotted = try PlottedTrials(snapshot, request)
        let title = "\(plotted.name): \(plotted.objective) over \(parameter)"
        guard !snapshot.trials.isEmpty else {
            return Plot(
                title: title, xLabel: parameter, yLabel: plotted.objective, series: [], notes: plotted.sentence(of: []))
        }
        let x = try ParameterAxis(parameter, plotted, isLog: request.logarithmic.contains(.x))
        let series = plotted.series(x.place)
        let values = series.filter { $0.style == .points }.flatMap(\.points).map(\.y)
        let y = ValueAxis(values, of: plotted.objective, plotted.mode, isLog: request.logarithmic.contains(.y))
        return Plot(
            title: "\(plotted.name): \(plotted.objective) over \(x.name)", xLabel: x.name, yLabel: plotted.objective,
            series: series, x: x.axis, y: y.axis,
            notes: plotted.sentence(of: values) + x.notes + y.notes + plotted.notes)
    }
}

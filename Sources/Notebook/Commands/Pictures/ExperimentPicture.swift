import Display
import ExperimentReports
import Notebook
import Values

/// What every picture of an experiment takes: which trials, which axes, and where it goes.
struct ExperimentPicture: Sendable {
    let log = Parameter<[PlotRequest.Axis]>(
        "log", each: .choice(PlotRequest.Axis.allCases.map(\.rawValue)), unset: "where the values ask for it",
        help: "these axes by logarithms"
    ) { word in
        guard let axis = PlotRequest.Axis(rawValue: word) else {
            throw ParameterError.badValue(name: "log", value: word, expected: "x or y", nearest: nil)
        }
        return axis
    }
    let top = Parameter<BestTrials?>(
        "top", .word("COUNT|SHARE%", suggestions: ["10%"]), unset: "all", help: "the best trials alone: 20, or 10%",
        parsing: BestTrials.init)
    let conditions = Parameter<[TrialCondition]>(
        "where", each: .word("CONDITION", suggestions: []), unset: "all",
        help: "trials that keep this alone: \"lr_all < 0.01\"", parsing: TrialCondition.init)
    let file = PictureOptions()

    var all: [any Declared] { [log, top, conditions] + file.all }

    /// The picture by what was asked for.
    ///
    /// - Parameter parameters: the arguments that name parameters.
    /// - Throws: `PlacedError` at the word that no trial knows.
    func shown(
        _ call: Invocation, naming parameters: [Parameter<String>] = [],
        by plot: @Sendable (PlotRequest) throws -> Plot
    ) throws -> (any SessionObject)? {
        let request = PlotRequest(logarithmic: call[log], top: call[top], conditions: call[conditions])
        let drawn: Plot
        do { drawn = try plot(request) } catch let error as PlotError {
            guard case .unknown(let name, _, _) = error else { throw error }
            let isCondition = request.conditions.contains { $0.name == name }
            let parameter = parameters.first { call[$0] == name }
            if !isCondition, let parameter { throw call.failure(error, at: parameter) }
            throw call.failure(error, at: conditions)
        }
        return try file.shown(drawn, call)
    }
}

extension Parameter<String> {
    /// A hyper-parameter that an experiment searches.
    static func searched(_ name: String, help: String) -> Self {
        Parameter(name, required: .column([]), help: help)
    }
}

import Experiments
import Notebook
import Platform
import Tuning
import Values

struct ExperimentEnqueueCommand: Command {
    let experiments: SessionExperiments
    let experiment: Parameter<String> = .experiment
    let point = Parameter<JSONObject>(
        "POINT", of: [], help: "a value for each parameter of its space")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment enqueue", "tries a point that you name next, in place of the tuner's",
            arguments: [experiment, point], examples: ["experiment enqueue tpe n_factors=20 lr_all=0.005"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let object = try await experiments.named(experiment, call, session)
        let configuration = try await object.record().configuration
        let given = call[point]
        let space = try SearchSpace(json: configuration.searchSpace)
        let names = space.parameterNames
        for name in given.keys where !names.contains(name) {
            throw call.failure(
                ParameterError.unknown(name, nearest: nearestName(to: name, among: names), known: names), at: point)
        }
        for name in names where given[name] == nil {
            throw call.failure(
                NotebookError.unavailable("the point has no '\(name)'", remedy: "give it as \(name)=VALUE"), at: point)
        }
        for parameter in space.parameters {
            guard let value = given[parameter.name], !parameter.distribution.contains(value) else { continue }
            throw call.failure(
                NotebookError.unavailable(
                    "\(parameter.name) \(value.text()) lies outside its space, \(parameter.distribution.typeName) \(parameter.distribution.values.map { $0.text() }.joined(separator: " "))",
                    remedy: "'experiment update' gives the search another space"), at: point)
        }
        try await experiments.ask(.enqueue(given), of: object, call, at: experiment, in: session)
        return object
    }
}

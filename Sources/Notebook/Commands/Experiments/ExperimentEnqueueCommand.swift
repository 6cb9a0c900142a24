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
        try await experiments.ask(.enqueue(given), of: object, call, at: experiment, in: session)
        return object
    }
}

struct ExperimentImportCommand: Command {
    let experiments: SessionExperiments
    let experiment: Parameter<String> = .experiment
    let file = Parameter<String>(
        "FILE", required: .file, help: "what 'experiment export' wrote as JSON, or NNI's list of results")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment import", "lets a search learn from the trials of another one", arguments: [experiment, file],
            examples: ["experiment import tpe trials.json"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let object = try await experiments.named(experiment, call, session)
        let path = session.sought(call[file])
        let record = try await object.record()
        let json = try PlacedError.place(call.place(of: file)) {
            do { return try JSONValue(parsingUTF8: FileBytes.read(path)) } catch let error as JSONSyntaxError {
                throw PlatformError.unreadable(
                    path: "\(path):\(error.line):\(error.column)", reason: "\(error.expected) expected")
            }
        }
        let list = json.array ?? json.object?["trials"]?.array ?? []
        let objective = record.configuration.objective
        let trials = list.compactMap { one -> JSONObject? in
            guard var trial = one.object, trial["parameters"]?.object ?? trial["parameter"]?.object != nil else {
                return nil
            }
            trial["value"] = trial["value"] ?? trial["metrics"]?.object?[objective]
            return trial["value"] == nil
                ? nil
                : ["parameters": trial["parameters"] ?? trial["parameter"] ?? .null, "value": trial["value"] ?? .null]
        }
        guard !trials.isEmpty else {
            throw call.failure(
                PlatformError.unreadable(path: path, reason: "it holds no trials with \(objective)"), at: file)
        }
        try await experiments.ask(.learn(trials), of: object, call, at: experiment, in: session)
        session.notice("note: \(trials.count) trials of \(path)")
        return object
    }
}

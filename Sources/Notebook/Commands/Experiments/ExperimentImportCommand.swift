import Display
import Experiments
import Notebook
import Platform
import Tuning
import Values

struct ExperimentImportCommand: Command {
    let experiments: SessionExperiments
    let experiment: Parameter<String> = .experiment
    let file = Parameter<String>(
        "FILE", required: .file, help: "what 'experiment export' wrote (.json, .csv), or NNI's list of results")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment import", "lets a search learn from the trials of another one", arguments: [experiment, file],
            examples: ["experiment import tpe trials.json"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let object = try await experiments.named(experiment, call, session)
        let path = session.sought(call[file])
        let configuration = try await object.record().configuration
        let trials = try PlacedError.place(call.place(of: file)) {
            let bytes = try FileBytes.read(path)
            let found =
                path.hasSuffix(".csv")
                ? try Self.rows(bytes, configuration) : try Self.list(bytes, path: path, configuration.objective)
            guard !found.isEmpty else {
                throw PlatformError.unreadable(
                    path: path, reason: "it holds no trials with \(configuration.objective) and the search's parameters"
                )
            }
            return found
        }
        let space = try SearchSpace(json: configuration.searchSpace)
        let fitting = trials.filter { trial in
            trial["parameters"]?.object.map { space.contains(TrialBudgets.setting(of: $0)) } ?? false
        }
        guard !fitting.isEmpty else {
            throw call.failure(
                NotebookError.unavailable(
                    "none of the \(trials.count) trials of \(path) is a point of the space of '\(object.name)'",
                    remedy: "'experiment show' tells its space; values outside it teach it nothing"), at: file)
        }
        try await experiments.ask(.learn(fitting), of: object, call, at: experiment, in: session)
        let left = trials.count - fitting.count
        session.notice(
            "note: \(Figures.count(fitting.count, "trial")) of \(path)"
                + (left > 0
                    ? "; \(left) more \(left == 1 ? "is no point" : "are no points") of its space and left out" : ""))
        return object
    }

    /// Trials of one experiment or of several as `export` writes them, or results as NNI does.
    private static func list(_ bytes: [UInt8], path: String, _ objective: String) throws -> [JSONObject] {
        let json = try JSONFile.parse(bytes, path: path)
        let list = (json.array ?? [json]).flatMap { $0.object?["trials"]?.array ?? [$0] }
        return list.compactMap { one in
            guard let trial = one.object, let parameters = trial["parameters"] ?? trial["parameter"],
                let value = trial["value"] ?? trial["metrics"]?.object?[objective]
            else { return nil }
            return ["parameters": parameters, "value": value]
        }
    }

    private static func rows(_ bytes: [UInt8], _ configuration: ExperimentConfiguration) throws -> [JSONObject] {
        guard let table = Table(csv: String(decoding: bytes, as: UTF8.self)) else { return [] }
        let names = try SearchSpace(json: configuration.searchSpace).parameterNames
        return table.rows.compactMap { row in
            let values = JSONObject(zip(table.columns, row).map { ($0, $1) })
            guard let value = values[configuration.objective], !value.isNull,
                names.allSatisfy({ values[$0]?.isNull == false })
            else { return nil }
            return [
                "parameters": .object(JSONObject(names.map { ($0, values[$0] ?? .null) })), "value": value,
            ]
        }
    }
}

import ExperimentReports
import Experiments
import Notebook
import Values

struct ExperimentStatusCommand: Command {
    let experiments: SessionExperiments
    let names: Parameter<[String]> = .experiments

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment status", "how far experiments are", arguments: [names], examples: ["experiment status tpe"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let objects = try await experiments.named(names, call, session)
        if objects.count == 1 { return objects[0] }
        let manager = experiments.manager(session)
        var summaries = [try await manager.summary(objects[0].id)]
        for object in objects.dropFirst() { summaries.append(try await manager.summary(object.id)) }
        return TableObject(ExperimentTable.table(summaries))
    }
}

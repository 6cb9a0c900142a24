import Experiments
import NNIProtocol
import Notebook
import Tuning
import Values

struct TunerListCommand: Command {
    let engine = Parameter("engine", default: EngineName.embedded, help: "those that this engine runs")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "tuner list", "the tuners there are", options: [engine],
            examples: ["tuner list", "tuner list --engine nni"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        guard call[engine] == .nni else {
            return TableObject(
                columns: ["tuner", "searches by"], rows: Tuners.all.map { [.string($0.name), .string($0.summary)] })
        }
        let absent = NNITuners.names.filter { !NNITuners.running.contains($0) }
        return TableObject(
            columns: ["tuner"], rows: NNITuners.running.map { [.string($0)] },
            note: "NNI 3.0 names \(absent.joined(separator: ", ")) too; they do not run with today's Python packages")
    }
}

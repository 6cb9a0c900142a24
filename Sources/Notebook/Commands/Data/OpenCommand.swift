import NNIProtocol
import Notebook
import Platform
import RatingSources
import Ratings
import Recommenders
import Tuning
import Values

struct OpenCommand: Command {
    let file = Parameter<String>(
        "FILE", required: .file,
        help: "a .model, a space's .json or .yml, ratings' .csv, or the folder of a split or of folds")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "open", "an object from a file that save, or NNI, has written", arguments: [file],
            examples: ["wide = open space.json"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let path = session.sought(call[file])
        if FoldsFolder.isOne(path) {
            let (folds, notice) = try await session.compute("open") { _, _ in try FoldsFolder.read(path) }
            if let notice { session.notice("warning: \(notice)") }
            return FoldsObject(folds, origin: path)
        }
        if FileBytes.isFolder(path) {
            let (split, notice) = try await session.compute("open") { _, _ in try SplitFolder.read(path) }
            if let notice { session.notice("warning: \(notice)") }
            return SplitObject(split, origin: path)
        }
        if path.hasSuffix(".model") {
            return ModelObject(
                TrainedModel(recommender: try await session.compute("open") { _, _ in try ModelFile.read(path) }))
        }
        if path.hasSuffix(".csv") || path.hasSuffix(".csv.gz") {
            return DatasetObject(
                try await session.compute("open") { _, _ in try RatingTable(file: path) }, origin: path)
        }
        let bytes = try FileBytes.read(path)
        guard path.hasSuffix(".json") || JSONFile.isYAML(path) else {
            throw NotebookError.unknownFormat(path: path, expected: [".model", ".json", ".yml", ".csv"])
        }
        let json = try JSONFile.parseByEnding(bytes, path: path)
        do {
            // Of a whole configuration its space.
            return SpaceObject(try SearchSpace(json: json.object?["searchSpace"] ?? json))
        } catch {
            throw PlatformError.unreadable(path: path, reason: "\(error)")
        }
    }
}

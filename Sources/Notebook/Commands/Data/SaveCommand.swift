import Display
import Notebook
import Platform
import RatingSources
import Ratings
import Recommenders
import Tuning
import Values

struct SaveCommand: Command {
    let object = Reference<any SessionObject>(
        "OBJECT", [], isRequired: true,
        help:
            "a dataset or table (.csv), a split or folds (a folder), a space (.json), a model (.model, or .npz for NumPy), a picture (.svg)"
    )
    let file = Parameter<String>("FILE", required: .file, help: "where to")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "save", "an object as a file; the ending picks the format", arguments: [object, file],
            examples: ["save svd best.model", "save wide space.json"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let object = try await session.object(object, call)
        let path = call[file]
        func isOne(of endings: String...) throws {
            guard endings.contains(where: path.hasSuffix) else {
                throw call.failure(NotebookError.unknownFormat(path: path, expected: endings), at: file)
            }
        }
        switch object {
        case let dataset as DatasetObject:
            try isOne(of: ".csv")
            try await session.compute("save") { _, _ in try dataset.table.writeCSV(to: path) }
        case let split as SplitObject:
            try await session.compute("save") { _, _ in try SplitFolder.write(split.split, to: path) }
        case let folds as FoldsObject:
            try await session.compute("save") { _, _ in try FoldsFolder.write(folds.folds, to: path) }
        case is ModelObject, is TrialObject:
            try isOne(of: ".model", ".npz")
            guard let model = try await object.asModel()?.model else { return nil }
            try await session.compute("save") { _, _ in
                guard path.hasSuffix(".npz") else { return try ModelFile.write(model, to: path) }
                try FileBytes.write(try ZipFile.of(try NumPyArrays.files(of: model)), to: path)
            }
        case let table as TableObject where path.hasSuffix(".csv"):
            try FileBytes.write(table.table.csv() + "\n", to: path)
        case let table as TableObject:
            try isOne(of: ".csv", ".json")
            try FileBytes.write(await table.json().text() + "\n", to: path)
        case let picture as PlotObject where path.lowercased().hasSuffix(".svg"):
            try FileBytes.write(SVGRenderer().render(picture.plot), to: path)
        case is PlotObject where !path.hasSuffix(".json"): try isOne(of: ".svg", ".json")
        default:
            try isOne(of: ".json")
            try FileBytes.write(await object.json().prettyText() + "\n", to: path)
        }
        return nil
    }
}

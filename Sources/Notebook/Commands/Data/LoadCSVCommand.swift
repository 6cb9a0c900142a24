import Notebook
import Ratings
import Values

struct LoadCSVCommand: Command {
    let file = Parameter<String>(
        "FILE", required: .file,
        help: "user, item, rating and perhaps timestamp: text with columns, or JSON; packed or not")
    let text = TextOptions(.rating)
    let scale = Parameter<[Double]>(
        "scale", each: -1e9...1e9, unset: "those of the file", help: "the lowest and the highest possible rating")
    let implicit = Parameter(flag: "implicit", help: "there is no rating column: each row means 1")
    let duplicates = Parameter(
        "duplicates", default: CSVFormat.Duplicates.error,
        help: "what a second rating of the same item by the same user means")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "load csv", "ratings from a file, whatever its columns are called", arguments: [file],
            options: text.all + [scale, implicit, duplicates],
            gives: .dataset, examples: ["ratings = load csv ratings.csv --columns userId,movieId,rating --scale 0.5 5"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        var format = CSVFormat()
        format.implicit = call[implicit]
        format.duplicates = call[duplicates]
        if call.has(scale) {
            let ends = call[scale]
            guard ends.count == 2, ends[0] < ends[1] else {
                throw call.failure(
                    NotebookError.badValue(
                        call.text(scale), of: "--scale", expected: "the lowest and the highest rating", nearest: nil),
                    at: scale)
            }
            format.scale = ends[0]...ends[1]
        }
        let path = session.sought(call[file])
        return DatasetObject(try await text.read(try text.file(path, format, call), call, in: session), origin: path)
    }
}

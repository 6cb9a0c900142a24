import Compute
import Notebook
import RatingSources
import Ratings
import Values

struct LoadCSVCommand: Command {
    let file = Parameter<String>("FILE", required: .file, help: "columns of user, item, rating and perhaps timestamp")
    let separator = Parameter<String?>("separator", unset: "found out", help: "what stands between columns")
    let header = Parameter<Bool?>("header", help: "the first line names the columns")
    let columns = Parameter<[String]>(
        "columns", each: .text, help: "where user,item,rating,timestamp stand, by name or position", parsing: \.self)
    let scale = Parameter<[Double]>(
        "scale", each: -1e9...1e9, unset: "those of the file", help: "the lowest and the highest possible rating")
    let implicit = Parameter(flag: "implicit", help: "there is no rating column: each row means 1")
    let duplicates = Parameter(
        "duplicates", default: CSVFormat.Duplicates.error,
        help: "what a second rating of the same item by the same user means")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "load csv", "ratings from a text file, packed or not", arguments: [file],
            options: [separator, header, columns, scale, implicit, duplicates],
            examples: ["ratings = load csv ratings.csv --columns userId,movieId,rating --scale 0.5 5"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        var format = CSVFormat()
        format.separator = call[separator].map { $0 == "tab" || $0 == "\\t" ? "\t" : $0 }
        format.header = call[header]
        if call.has(columns) { format.columns = call[columns].flatMap { $0.split(separator: ",").map(String.init) } }
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
        let path = call[file]
        let table = try await session.compute("load") { [format] stop, progress in
            try RatingTable(file: path, format: format) {
                try stop.check()
                progress(WorkProgress(completed: $0, total: $1, unit: "byte"))
            }
        }
        return DatasetObject(table, origin: path)
    }
}

import Compute
import Display
import Foundation
import RatingSources
import Ratings
import Values

enum DataCommands {
    static let data = ArgumentDeclaration("DATA", .object([.dataset]), "ratings: a dataset, or a part of a split")

    static let all: [CommandDeclaration] = [
        CommandDeclaration(
            "load movielens", .data, "MovieLens ratings, from this machine or else downloaded",
            arguments: [
                ArgumentDeclaration(
                    "SIZE", .choice(MovieLensSize.allCases.map(\.rawValue)), "which of GroupLens's sets")
            ],
            options: [OptionDeclaration("path", .file, "the folder, the archive or the file of ratings")],
            examples: ["ratings = load movielens 100k"], run: loadMovieLens),
        CommandDeclaration(
            "load csv", .data, "ratings from a text file, packed or not",
            arguments: [ArgumentDeclaration("FILE", .file, "columns of user, item, rating and perhaps timestamp")],
            options: [
                OptionDeclaration("separator", .text, "what stands between columns", fallback: "found out"),
                OptionDeclaration("header", nil, "the first line names the columns", excludes: "no-header"),
                OptionDeclaration("no-header", nil, "the first line is a rating", excludes: "header"),
                OptionDeclaration(
                    "columns", .text, "where user,item,rating,timestamp stand, by name or position", isList: true),
                OptionDeclaration(
                    "scale", .number(-1e9...1e9), "the lowest and the highest possible rating", isList: true,
                    fallback: "those of the file"),
                OptionDeclaration("implicit", nil, "there is no rating column: each row means 1"),
                OptionDeclaration(
                    "duplicates", .choice(CSVFormat.Duplicates.allCases.map(\.rawValue)),
                    "what a second rating of the same item by the same user means", fallback: "error"),
            ], examples: ["ratings = load csv ratings.csv --columns userId,movieId,rating --scale 0.5 5"], run: loadCSV),
        CommandDeclaration(
            "load synthetic", .data, "ratings drawn from a known low-rank model, without any download",
            options: [
                OptionDeclaration("users", .integer(1...100_000_000), "how many users", fallback: "943"),
                OptionDeclaration("items", .integer(1...100_000_000), "how many items", fallback: "1682"),
                OptionDeclaration("ratings", .integer(1...2_000_000_000), "how many ratings", fallback: "100000"),
                OptionDeclaration("rank", .integer(1...1000), "factors of the true model", fallback: "8"),
                OptionDeclaration(
                    "noise", .number(0...100), "standard deviation of what it can't explain", fallback: "0.5"),
                OptionDeclaration(
                    "seed", .integer(0...Int(UInt32.max)), "the same seed gives the same ratings", fallback: "42"),
            ], examples: ["ratings = load synthetic --users 500 --items 300 --ratings 20000 --seed 7"],
            run: loadSynthetic),
        CommandDeclaration(
            "load predictions", .data, "scores made elsewhere, to be judged like a model's",
            arguments: [ArgumentDeclaration("FILE", .file, "columns of user, item and prediction")],
            examples: ["other = load predictions scores.csv"], run: loadPredictions),
        CommandDeclaration(
            "describe", .data, "what a thing holds: counts, density and ranges of ratings; else its summary",
            arguments: [ArgumentDeclaration("OBJECT", .object([]), "ratings, or anything else that is defined")],
            examples: ["describe ratings"], run: describe),
        CommandDeclaration(
            "head", .data, "the first rows",
            arguments: [ArgumentDeclaration("DATA", .object([.dataset, .table, .predictions]), "ratings or a table")],
            options: [
                OptionDeclaration("n", .integer(1...1_000_000), "how many rows", fallback: "10"),
                OptionDeclaration(
                    "format", .choice(["text", "csv"]), "aligned columns, or comma-separated", fallback: "text"),
            ], examples: ["head ratings --n 5"], run: head),
        CommandDeclaration(
            "split", .data, "parts for training, validation and test",
            arguments: [data],
            options: [
                OptionDeclaration(
                    "by", .choice(SplitMethod.allCases.map(\.rawValue)), "how ratings are chosen", fallback: "random"),
                OptionDeclaration(
                    "ratio", .number(-1e9...1e9), "the parts' shares, or the training part's alone", isList: true,
                    fallback: "0.75"),
                OptionDeclaration(
                    "seed", .integer(0...Int(UInt32.max)), "seed of the draws, as NumPy's", fallback: "42"),
                OptionDeclaration(
                    "negatives", .integer(1...1_000_000),
                    "items that the user never rated, drawn for each rating that is held out",
                    fallback: "99 where one is left out, else none"),
                OptionDeclaration(
                    "filter-by", .choice(SplitGroup.allCases.map(\.rawValue)),
                    "whose ratings chrono and stratified divide", fallback: "user"),
            ], examples: ["data = split ratings --by random --ratio 0.7 0.15 0.15 --seed 42"], run: split),
        CommandDeclaration(
            "save", .data, "an object as a file; the ending picks the format",
            arguments: [
                ArgumentDeclaration(
                    "OBJECT", .object([]),
                    "a dataset or table (.csv), a split (a folder), a space (.json), a model (.model, or .npz for NumPy)"
                ),
                ArgumentDeclaration("FILE", .file, "where to"),
            ], examples: ["save svd best.model", "save wide space.json"], run: Files.save),
        CommandDeclaration(
            "open", .data, "an object from a file that save, or NNI, has written",
            arguments: [
                ArgumentDeclaration("FILE", .file, "a .model, a space's .json, ratings' .csv, or a split's folder")
            ],
            examples: ["wide = open space.json"], run: Files.open),
    ]

    @Sendable private static func loadMovieLens(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        guard let size = call.text("SIZE").flatMap(MovieLensSize.init) else { return nil }
        let folder = session.folders.data
        let place: String
        if let path = call.text("path") {
            place = path
        } else if let found = MovieLens.locate(size, in: folder) {
            place = found
        } else {
            let console = session.settings.progress ? session.console : nil
            defer { console?.show(nil) }
            place = try await MovieLensDownload(size, into: folder).run { received, total in
                console?.show(WorkProgress(completed: received, total: total ?? received, unit: "byte"))
            }
        }
        let table = try await session.compute("load") { _, _ in try MovieLens.load(size, path: place) }
        return DatasetObject(table, origin: "MovieLens \(size.rawValue)")
    }

    @Sendable private static func loadCSV(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        var format = CSVFormat()
        format.separator = call.text("separator").map { $0 == "tab" || $0 == "\\t" ? "\t" : $0 }
        if call.has("header") { format.header = true }
        if call.has("no-header") { format.header = false }
        if call.word("columns") != nil {
            format.columns = call.texts("columns").flatMap { $0.split(separator: ",").map(String.init) }
        }
        format.implicit = call.has("implicit")
        format.duplicates = call.text("duplicates").flatMap(CSVFormat.Duplicates.init) ?? .error
        if call.word("scale") != nil {
            let ends = call.texts("scale").compactMap { Double($0) }
            guard ends.count == 2, ends[0] < ends[1] else {
                throw call.failure(
                    NotebookError.badValue(
                        call.texts("scale").joined(separator: " "), of: "--scale",
                        expected: "the lowest and the highest rating", nearest: nil),
                    at: "scale")
            }
            format.scale = ends[0]...ends[1]
        }
        let path = call.text("FILE") ?? ""
        let table = try await session.compute("load") { [format] stop, progress in
            try RatingTable(file: path, format: format) {
                try stop.check()
                progress(WorkProgress(completed: $0, total: $1, unit: "byte"))
            }
        }
        return DatasetObject(table, origin: path)
    }

    @Sendable private static func loadSynthetic(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        var synthetic = SyntheticRatings()
        synthetic.users = call.integer("users") ?? synthetic.users
        synthetic.items = call.integer("items") ?? synthetic.items
        // The usual number of ratings may be more than few users and items have pairs.
        let pairs = synthetic.users.multipliedReportingOverflow(by: synthetic.items)
        synthetic.ratings =
            call.integer("ratings") ?? min(synthetic.ratings, pairs.overflow ? .max : max(1, pairs.partialValue / 4))
        synthetic.rank = call.integer("rank") ?? synthetic.rank
        synthetic.noise = call.number("noise") ?? synthetic.noise
        synthetic.seed = UInt64(session.seed(call.integer("seed"), fallback: 42))
        let data = try await session.compute("load") { [synthetic] stop, _ in
            try synthetic.make(check: stop.check)
        }
        return DatasetObject(data.table, origin: "synthetic", truth: data.truth)
    }

    @Sendable private static func loadPredictions(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        let path = call.text("FILE") ?? ""
        return PredictionsObject(table: try await session.compute("load") { _, _ in try RatingTable(file: path) })
    }

    @Sendable private static func describe(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        let object = try await session.object(call, "OBJECT")
        guard let dataset = object as? DatasetObject else {
            let rows: [[JSONValue]] =
                [["kind", .string(object.kind.rawValue)], ["summary", .string(await object.summary())]]
                + (await object.fieldNames().isEmpty
                    ? [] : [["fields", .string(await object.fieldNames().joined(separator: ", "))]])
            return TableObject(columns: ["what", "value"], rows: rows)
        }
        return try await session.compute("describe") { _, _ in DatasetDescription.table(dataset) }
    }

    @Sendable private static func head(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        let object = try await session.object(call, "DATA")
        let count = call.integer("n") ?? 10
        var table: TableObject
        switch object {
        case let dataset as DatasetObject: table = rows(of: dataset.table, count, "rating")
        case let predictions as PredictionsObject: table = rows(of: predictions.table, count, "prediction")
        case let other as TableObject:
            table = TableObject(columns: other.table.columns, rows: Array(other.table.rows.prefix(count)))
        default: return nil
        }
        table.isCSV = call.text("format") == "csv"
        return table
    }

    private static func rows(of table: RatingTable, _ count: Int, _ value: String) -> TableObject {
        let hasTitles = !table.titles.isEmpty
        let columns =
            ["user", "item", value] + (table.timestamps == nil ? [] : ["timestamp"]) + (hasTitles ? ["title"] : [])
        let rows = (0..<min(count, table.count)).map { row -> [JSONValue] in
            let item = table.items[Int(table.itemPositions[row])]
            var cells: [JSONValue] = [
                table.users[Int(table.userPositions[row])].json, item.json, JSONValue(figure: table.ratings[row]),
            ]
            if let times = table.timestamps { cells.append(JSONValue(figure: times[row])) }
            if hasTitles { cells.append(.string(table.titles[item] ?? "")) }
            return cells
        }
        return TableObject(columns: columns, rows: rows)
    }

    @Sendable private static func split(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        let dataset = try await session.dataset(call, "DATA")
        let method = call.text("by").flatMap(SplitMethod.init) ?? .random
        if method == .leaveOneOut, call.word("ratio") != nil {
            throw call.failure(
                NotebookError.unexpectedValue(
                    option: "--ratio beside --by leave-one-out", value: call.texts("ratio")[0]),
                at: "ratio")
        }
        let ratios = call.word("ratio") == nil ? [0.75] : call.texts("ratio").compactMap { Double($0) }
        let group = call.text("filter-by").flatMap(SplitGroup.init) ?? .user
        let seed = UInt32(clamping: session.seed(call.integer("seed"), fallback: 42))
        do {
            let parts = try await session.compute("split") { _, _ in
                try dataset.table.split(by: method, ratios: ratios, seed: seed, filterBy: group)
            }
            let drawn = call.integer("negatives") ?? (method == .leaveOneOut ? 99 : nil)
            guard let drawn else { return SplitObject(parts, origin: dataset.origin) }
            let judged = try await session.compute("draw negatives") { _, _ in
                parts.drawingNegatives(drawn, seed: UInt64(seed))
            }
            return SplitObject(judged, origin: dataset.origin)
        } catch let error as RatingsError {
            if case .badRatios = error { throw call.failure(error, at: "ratio") }
            throw call.failure(error, at: "DATA")
        }
    }
}

import Compute
import Notebook
import RatingSources
import Values

struct LoadMovieLensCommand: Command {
    let folder: String
    let size = Parameter<String>(
        "SIZE", required: .choice(MovieLensSize.allCases.map(\.rawValue)), help: "which of GroupLens's sets")
    let path = Parameter<String?>("path", .file, help: "the folder, the archive or the file of ratings")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "load movielens", "MovieLens ratings, from this machine or else downloaded", arguments: [size],
            options: [path], gives: .dataset, examples: ["ratings = load movielens 100k"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        guard let size = MovieLensSize(rawValue: call[size]) else { return nil }
        let place: String
        if let known = call[path].map(session.sought) ?? MovieLens.locate(size, in: folder) {
            place = known
        } else {
            let show = session.progress()
            defer { show(nil) }
            place = try await MovieLensDownload(size, into: folder).run { received, total in
                show(WorkProgress(completed: received, total: total ?? received, unit: "byte"))
            }
        }
        let cache = MovieLensCache(in: folder)
        let (table, notice) = try await session.compute("load") { stop, progress in
            try cache.load(size, path: place) {
                try stop.check()
                progress(WorkProgress(completed: $0, total: $1, unit: "byte"))
            }
        }
        if let notice { session.notice("warning: \(notice)") }
        return DatasetObject(table, origin: "MovieLens \(size.rawValue)")
    }
}

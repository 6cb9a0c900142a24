import Experiments
import Foundation
import Notebook
import Platform
import Values

struct StoreCommand: Command {
    let experiments: SessionExperiments

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "store", "where experiments, models, output and data are, and how large", examples: ["store"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let folders = experiments.folders
        let count = try await experiments.manager(session).list().count
        let places = [
            ("experiments", folders.store), ("best models", folders.models), ("output of trials", folders.logs),
            ("searches on NNI", folders.searches), ("data", folders.data),
        ]
        return TableObject(
            columns: ["what", "where", "bytes"],
            rows: places.map { what, path in
                [
                    .string(what == "experiments" ? "\(count) experiments" : what), .string(path),
                    .integer(StoreFiles.size(of: path)),
                ]
            })
    }
}

struct StoreCheckCommand: Command {
    let experiments: SessionExperiments

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "store check", "whether the store is whole: every page, every row, every model", examples: ["store check"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let faults = try await experiments.manager(session).check()
        guard faults.isEmpty else {
            throw NotebookError.unavailable(
                "the store is not whole: \(faults.joined(separator: "; "))",
                remedy: "go on with a copy of before, or with --store and a new file")
        }
        return PlainValue(.string("the store is whole"))
    }
}

struct StorePruneCommand: Command {
    let experiments: SessionExperiments

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "store prune", "removes models and output that belong to no experiment", examples: ["store prune"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let known = try await experiments.manager(session).list().map(\.record.configuration)
        let freed = StoreFiles.prune(experiments.folders, keeping: known)
        session.notice("removed \(freed.files) files and folders, \(freed.bytes) bytes")
        return nil
    }
}

/// The files beside a store.
enum StoreFiles {
    /// The bytes of a file, with what SQLite keeps beside it, or of all that is in a folder.
    static func size(of path: String) -> Int {
        guard FileBytes.isFolder(path) else {
            return ["", "-wal", "-shm"].reduce(0) { sum, ending in
                let attributes = try? FileManager.default.attributesOfItem(atPath: path + ending)
                return sum + ((attributes?[.size] as? Int) ?? 0)
            }
        }
        var sum = 0
        let walk = FileManager.default.enumerator(atPath: path)
        while walk?.nextObject() is String { sum += (walk?.fileAttributes?[.size] as? Int) ?? 0 }
        return sum
    }

    /// Takes away what belongs to none of these experiments.
    static func prune(_ folders: Folders, keeping known: [ExperimentConfiguration]) -> (files: Int, bytes: Int) {
        let ids = Set(known.map(\.id))
        let made = Set(known.compactMap(\.folder))
        var removed = (files: 0, bytes: 0)
        /// - Parameter isOwned: whether what has that name belongs to an experiment.
        func sweep(_ folder: String, isOwned: (String) -> Bool) {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where !isOwned(name) {
                let size = size(of: folder + "/" + name)
                guard (try? FileManager.default.removeItem(atPath: folder + "/" + name)) != nil else { continue }
                removed.files += 1
                removed.bytes += size
            }
        }
        sweep(folders.models) { name in
            let id = name.dropLast(".model".count).split(separator: "-").first.map(String.init) ?? ""
            return !name.hasSuffix(".model") || ids.contains(id)
        }
        sweep(folders.logs) { ids.contains($0) }
        sweep(folders.searches) { name in
            let path = folders.searches + "/" + name
            // One that another session makes at this moment has no record yet.
            let changed = (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
            return made.contains(path) || (changed.map { Date().timeIntervalSince($0) < 600 } ?? false)
        }
        return removed
    }
}

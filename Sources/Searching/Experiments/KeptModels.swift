import Foundation

/// The files in which an experiment's best models are kept, each under its trial's number: whose model one is never hangs
/// on what was written last before a process was killed.
package struct KeptModels: Sendable {
    private let folder: String
    private let experimentID: String

    package init(folder: String, experiment id: String) {
        self.folder = folder
        experimentID = id
    }

    package func path(of trial: Int) -> String { "\(folder)/\(experimentID)-\(trial).model" }

    /// The file of a trial's model, if it was kept.
    package func kept(_ trial: Int) -> String? {
        // Versions before this one had one file an experiment, which does not say whose it is.
        [path(of: trial), "\(folder)/\(experimentID).model"].first { FileManager.default.fileExists(atPath: $0) }
    }

    /// What a store writer does: the model before the trial's row, the others' files away after it.
    package func file(of trial: Int, _ save: @escaping @Sendable (_ path: String) throws -> Void) -> StoreWriter.File {
        StoreWriter.File(
            save: {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                try save(path(of: trial))
            }, replaces: { remove(allBut: trial) })
    }

    private func remove(allBut trial: Int) {
        let own = URL(fileURLWithPath: path(of: trial)).lastPathComponent
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        where name != own && (name.hasPrefix(experimentID + "-") || name == experimentID + ".model") {
            try? FileManager.default.removeItem(atPath: folder + "/" + name)
        }
    }
}

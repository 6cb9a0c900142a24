import Foundation

/// The files in which an experiment's best models are kept, each under its trial's number: whose model one is never hangs
/// on what was written last before a process was killed.
package struct KeptModels: Sendable {
    private let folder: String
    private let earlier: String?
    private let experimentID: String

    /// - Parameter earlier: where versions before this one kept them.
    package init(folder: String, earlier: String? = nil, experiment id: String) {
        self.folder = folder
        self.earlier = earlier
        experimentID = id
    }

    package func path(of trial: Int) -> String { folder + "/" + name(of: trial) }

    private func name(of trial: Int) -> String { "\(experimentID)-\(trial).model" }
    /// One file an experiment, which does not say whose it is.
    private var oldestName: String { experimentID + ".model" }

    /// The file of a trial's model, if it was kept.
    package func kept(_ trial: Int) -> String? {
        let places = [folder, earlier].compactMap { $0 }
        return (places.map { $0 + "/" + name(of: trial) } + places.map { $0 + "/" + oldestName })
            .first { FileManager.default.fileExists(atPath: $0) }
    }

    /// What a store writer does: the model before the trial's row, the others' files away after it.
    package func file(of trial: Int, _ save: @escaping @Sendable (_ path: String) throws -> Void) -> StoreWriter.File {
        StoreWriter.File(
            save: {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                try save(path(of: trial))
            }, replaces: { remove(allBut: name(of: trial)) })
    }

    /// Takes away all that was kept of the experiment.
    package func removeAll() { remove(allBut: nil) }

    private func remove(allBut own: String?) {
        for folder in [folder, earlier].compactMap({ $0 }) {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            where name != own && (name.hasPrefix(experimentID + "-") || name == oldestName) {
                try? FileManager.default.removeItem(atPath: folder + "/" + name)
            }
        }
    }
}

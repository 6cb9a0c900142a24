package import Experiments
import Foundation
import NNIProtocol
import Platform
import Values

/// This experiment's entry in NNI's registry of the experiments of this machine, by which `nnictl` finds it.
package struct RegistryEntry: Sendable {
    private let path: String
    private let id: String

    /// Writes the entry.
    ///
    /// - Throws: `PlatformError`.
    package init(_ record: ExperimentRecord, _ surroundings: RestSurroundings) throws {
        path = Registry.path(home: surroundings.home)
        id = record.id
        try FileBytes.makeFolder(path.parentFolder)
        let entry = ExperimentView(surroundings).entry(record).json
        try Self.change(path) { $0[record.id] = entry }
    }

    package func remove() { try? Self.change(path) { $0[id] = nil } }

    /// What other programs have in the file stays as it is.
    private static func change(_ path: String, _ body: (inout JSONObject) -> Void) throws {
        let bytes = FileManager.default.contents(atPath: path) ?? Data()
        var all = (try? JSONValue(parsingUTF8: [UInt8](bytes), allowsNonFinite: true))?.object ?? JSONObject()
        body(&all)
        try FileBytes.write(JSONValue.object(all).text(), to: path)
    }
}

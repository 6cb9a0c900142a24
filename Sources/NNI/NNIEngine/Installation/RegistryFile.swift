import Foundation
package import NNIProtocol

/// NNI's registry of the experiments of this machine.
package enum RegistryFile {
    /// The registry, read again for a while where it is half written.
    ///
    /// - Throws: `NNIEngineError.halfWritten`.
    package static func read(home: String, tries: Int = 10) async throws -> Registry? {
        let path = Registry.path(home: home)
        for attempt in 1...max(1, tries) {
            guard let bytes = FileManager.default.contents(atPath: path) else { return nil }
            do {
                return try Registry(parsingUTF8: Array(bytes))
            } catch  where attempt == max(1, tries) {
                throw NNIEngineError.halfWritten(path: path, reason: "\(error)")
            } catch {
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        return nil
    }
}

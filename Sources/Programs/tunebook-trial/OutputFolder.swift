import Foundation
import NNIProtocol
import Platform
import Values

/// A trial's files, where `recommenders`' utilities and the engine look for them. Each is written whole or not at all.
struct OutputFolder {
    /// `nil`: a trial that was started by hand and writes nothing.
    let path: String?

    /// `parameter.cfg`, which NNI itself wrote before 3.0.
    ///
    /// - Throws: `PlatformError.unwritable`.
    func write(_ parameters: TrialParameters) throws {
        guard let path else { return }
        try FileBytes.makeFolder(path)
        let file = path + "/parameter.cfg"
        // Before 3.0 this may be the very file that the parameters came from.
        if let known = FileManager.default.contents(atPath: file),
            (try? JSONValue(parsingUTF8: [UInt8](known))) == parameters.record
        {
            return
        }
        try FileBytes.write(Array(parameters.record.text().utf8), to: file)
    }

    /// `metrics.json`, then `model.model`.
    ///
    /// - Throws: `PlatformError.unwritable`, `RecommenderError.unwritableModel`.
    func write(metrics: JSONObject, saveModel: ((String) throws -> Void)?) throws {
        guard let path else { return }
        try FileBytes.write(Array((JSONValue.object(metrics).text() + "\n").utf8), to: path + "/metrics.json")
        try saveModel?(path + "/model.model")
    }
}

import Foundation
import NNIProtocol
import Platform
import Values

/// The channel of NNI before 3.0: parameters in a file, metrics appended to a file or printed.
struct LegacyFilesChannel: TrialChannel {
    /// NNI's own limit.
    static let longest = 1_000_000
    private static let pause = 0.2
    /// A file that is being written is whole after so many seconds.
    private static let settling = 5.0

    private let folder: String
    private let trialID: String
    private let printsMetrics: Bool
    private let patience: ChannelPatience
    private let print: @Sendable (String) -> Void

    /// - Parameter folder: `NNI_SYS_DIR`.
    init(
        folder: String, trialID: String, printsMetrics: Bool, patience: ChannelPatience,
        print: @escaping @Sendable (String) -> Void
    ) {
        self.folder = folder
        self.trialID = trialID
        self.printsMetrics = printsMetrics
        self.patience = patience
        self.print = print
    }

    func receiveParameters() throws(TrialSideError) -> TrialParameters {
        let path = folder + "/parameter.cfg"
        if !FileManager.default.fileExists(atPath: path) {
            try send(LegacyTrialMessage.requestParameter(trialID: trialID))
        }
        let start = Date.timeIntervalSinceReferenceDate
        var firstSeen: Double?
        while true {
            let now = Date.timeIntervalSinceReferenceDate
            if let bytes = FileManager.default.contents(atPath: path), !bytes.isEmpty {
                let began = firstSeen ?? now
                firstSeen = began
                do {
                    if let parameters = TrialParameters(try JSONValue(parsingUTF8: [UInt8](bytes))) {
                        return parameters
                    }
                    guard now - began < Self.settling else {
                        throw TrialSideError.badParameters(place: path, reason: "there is no object 'parameters'")
                    }
                } catch let error as JSONSyntaxError {
                    guard now - began < Self.settling else {
                        throw .badParameters(place: path, reason: "\(error)")
                    }
                } catch let error as TrialSideError {
                    throw error
                } catch {}
            }
            guard now - start < patience.parameters else {
                throw .noParameters(place: path, seconds: Int(patience.parameters))
            }
            Thread.sleep(forTimeInterval: Self.pause)
        }
    }

    func send(_ report: TrialReport) throws(TrialSideError) { try send(report.json) }

    private func send(_ message: JSONValue) throws(TrialSideError) {
        let text = message.text()
        let count = text.utf8.count + 1
        guard count < Self.longest else { throw .longMetric(bytes: count) }
        if printsMetrics {
            // The manager takes what stands between the quotes, so the text itself may hold none.
            print("NNISDK_MEb'\(text.replacing("'", with: "\\u0027"))'")
        } else {
            let length = String(count)
            try append("ME" + String(repeating: "0", count: 6 - length.count) + length + text + "\n")
        }
    }

    private func append(_ record: String) throws(TrialSideError) {
        let path = folder + "/.nni/metrics"
        do {
            try FileManager.default.createDirectory(atPath: folder + "/.nni", withIntermediateDirectories: true)
            if !FileManager.default.fileExists(atPath: path) { try Data().write(to: URL(fileURLWithPath: path)) }
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            let end = try handle.seekToEnd()
            do {
                try handle.write(contentsOf: Data(record.utf8))
            } catch {
                // Half a record would make the next one unreadable.
                try? handle.truncate(atOffset: end)
                throw error
            }
        } catch {
            throw .file(.unwritable(path: path, reason: SystemWords.of(error)))
        }
    }
}

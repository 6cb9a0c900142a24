package import Experiments
import Foundation
import NNIProtocol
import Platform
import Values

/// The folder of a trial that is a program: its parameters, what it reports in files, and its output, laid out as NNI does.
package struct TrialFolder: Sendable {
    let path: String

    /// - Parameters:
    ///   - logs: the folder of all experiments' trials.
    ///   - experiment: its id.
    package init(_ logs: String, experiment: String, trial: String) {
        path = "\(logs)/\(experiment)/trials/\(trial)"
    }

    func file(_ kind: TrialOutput) -> String { path + "/" + (kind == .log ? kind.rawValue : "trial.\(kind.rawValue)") }

    /// Makes it empty and writes the parameters.
    ///
    /// - Throws: `PlatformError.unwritable`.
    func prepare(_ parameters: TrialParameters) throws {
        if FileBytes.exists(path) { try? FileManager.default.removeItem(atPath: path) }
        try FileBytes.makeFolder(path + "/.nni")
        let file = path + "/parameter.cfg"
        guard
            FileManager.default.createFile(
                atPath: file, contents: Data(parameters.record.text(allowsNonFinite: true).utf8))
        else { throw PlatformError.unwritable(path: file, reason: SystemWords.of(errno)) }
    }

    /// What it wrote; as much of the end as fits, where it is more than anybody reads.
    package func text(_ kind: TrialOutput) -> String? {
        guard let handle = FileHandle(forReadingAtPath: file(kind)) else { return nil }
        defer { try? handle.close() }
        let size = (try? handle.seekToEnd()) ?? 0
        let start = size > Self.most ? size - Self.most : 0
        try? handle.seek(toOffset: start)
        let text = String(decoding: (try? handle.readToEnd()) ?? Data(), as: UTF8.self)
        return start > 0 ? "… (the first \(start) bytes are in \(file(kind)))\n" + text : text
    }

    private static let most: UInt64 = 64 << 20

    /// The last line that it wrote, of its errors or else of its output.
    var lastWords: String? {
        for kind in [TrialOutput.errors, .output] {
            guard let handle = FileHandle(forReadingAtPath: file(kind)) else { continue }
            defer { try? handle.close() }
            let size = (try? handle.seekToEnd()) ?? 0
            try? handle.seek(toOffset: size > 4096 ? size - 4096 : 0)
            let text = String(decoding: (try? handle.readToEnd()) ?? Data(), as: UTF8.self)
            let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            if let last = lines.last(where: { !$0.isEmpty }) { return String(last.prefix(300)) }
        }
        return nil
    }
}

/// The metrics that a trial of NNI before 3.0 appends to a file, read while it grows: `ME`, six digits of a length, then so
/// many bytes.
struct LegacyMetrics {
    private let path: String
    private var taken: UInt64 = 0

    init(_ folder: TrialFolder) { path = folder.path + "/.nni/metrics" }

    /// What has come whole since the last time, in order; what is no metric is left out.
    mutating func next() -> [TrialReport] {
        guard let handle = FileHandle(forReadingAtPath: path) else { return [] }
        defer { try? handle.close() }
        try? handle.seek(toOffset: taken)
        guard let bytes = (try? handle.readToEnd()).map({ [UInt8]($0) }) else { return [] }
        var reports: [TrialReport] = []
        var place = 0
        while place + 8 <= bytes.count {
            guard bytes[place...].starts(with: [0x4D, 0x45]),
                let length = Int(String(decoding: bytes[(place + 2)..<(place + 8)], as: UTF8.self)), length >= 0
            else {
                // Whatever it is, it ends with its line.
                guard let end = bytes[place...].firstIndex(of: 0x0A) else { break }
                place = end + 1
                continue
            }
            guard place + 8 + length <= bytes.count else { break }
            let text = Array(bytes[(place + 8)..<(place + 8 + length)])
            if let json = try? JSONValue(parsingUTF8: text, allowsNonFinite: true),
                let report = TrialReport(json: json)
            {
                reports.append(report)
            }
            place += 8 + length
        }
        taken += UInt64(place)
        return reports
    }
}

/// Why a program can't be a trial, or why its trial failed.
package enum CommandTrialError: Error, Hashable, CustomStringConvertible {
    case noCommand
    case noFolder(String)
    case noProgram(String, folder: String)
    case failed(status: Int, String?)
    case killed(signal: Int, String?)
    case noNumber(String)
    case foreignReports(Int)

    package var description: String {
        switch self {
        case .noCommand: "trialCommand is empty"
        case .noFolder(let path): "trialCodeDirectory: there is no folder \(path)"
        case .noProgram(let name, let folder):
            "there is no program '\(name)', in \(folder) or on the PATH, so no trial can run"
        case .failed(let status, let words): "it ended with status \(status)" + (words.map { ": \($0)" } ?? "")
        case .killed(let signal, let words): "signal \(signal) ended it" + (words.map { ": \($0)" } ?? "")
        case .noNumber(let value): "its final result is no number: \(value)"
        case .foreignReports(let count):
            "it reported nothing of its own, but \(count == 1 ? "a result" : "\(count) results") in another trial's name"
        }
    }
}

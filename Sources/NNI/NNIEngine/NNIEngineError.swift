package import Platform

/// What can go wrong between Tunebook and NNI, and what to do about it.
package enum NNIEngineError: Error, Hashable, Sendable {
    // What a manager answers.
    case badAddress(String)
    case unreachable(address: String, reason: String)
    case silent(address: String, seconds: Double)
    case cut(address: String, path: String)
    case notJSON(address: String, path: String, beginning: String)
    case unexpected(address: String, path: String, expected: String)
    case refused(address: String, path: String, status: Int, message: String)
    case failed(status: String, errors: [String])
    case timedOut(what: String, seconds: Double)
    case stillRunning(address: String)
    case noResults(address: String)

    // The installation and its processes.
    case notInstalled(looked: [String])
    case wrongVersion(path: String, found: String)
    case portTaken(port: Int, by: String?)
    case startFailed(reason: String, log: String?)
    case installFailed(step: String, reason: String)
    case file(PlatformError)
    case trialProgramMissing(path: String)
    case unknownExperiment(String, running: [String])
    case halfWritten(path: String, reason: String)
    case workersUnreachable([String])
    case badKey(path: String, reason: String)
}

extension NNIEngineError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .badAddress(let text):
            "'\(text)' is no address of an NNI manager; it looks like http://127.0.0.1:8080"
        case .unreachable(let address, let reason):
            "no NNI manager answers at \(address): \(reason); 'nnictl experiment list' on its machine shows those that run"
        case .silent(let address, let seconds):
            "the NNI manager at \(address) did not answer within \(Int(seconds)) s; is its machine overloaded, or cut off?"
        case .cut(let address, let path): "the answer of \(address)\(path) was cut off; try again"
        case .notJSON(let address, let path, let beginning):
            "\(address)\(path) answered with what is no JSON ('\(beginning)'); is it an NNI manager?"
        case .unexpected(let address, let path, let expected):
            "\(address)\(path) answered without \(expected); is it an NNI manager of version 3?"
        case .refused(let address, let path, let status, let message):
            "the NNI manager at \(address) refused \(path) with status \(status): \(message)"
        case .failed(let status, let errors):
            "the NNI experiment ended in \(status)"
                + (errors.isEmpty
                    ? "; NNI gives no reason, 'experiment log' shows the manager's"
                    : ": \(errors.joined(separator: "; "))")
        case .timedOut(let what, let seconds): "\(what) took longer than \(Int(seconds)) s"
        case .stillRunning(let address):
            "the NNI manager at \(address) still answers after it was stopped; 'nnictl stop --all' on its machine ends it"
        case .noResults(let address): "no trial of the NNI experiment at \(address) has a final result yet"
        case .notInstalled(let looked):
            "NNI is not installed: there is no nnictl in \(looked.joined(separator: ", ")); 'engine install nni' installs it, or TUNEBOOK_NNI names one"
        case .wrongVersion(let path, let found):
            "\(path) is NNI \(found), and version 3 is needed; 'engine install nni' installs it, or TUNEBOOK_NNI names one"
        case .portTaken(let port, let by):
            "port \(port) is in use" + (by.map { " by \($0)" } ?? "")
                + "; give another one with --port, or none to have a free one chosen"
        case .startFailed(let reason, let log):
            "NNI did not start: \(reason)" + (log.map { "; its log is \($0)" } ?? "")
        case .installFailed(let step, let reason): "NNI could not be installed: \(step) failed: \(reason)"
        case .file(let error): error.description
        case .trialProgramMissing(let path):
            "the trial program \(path) is missing; build it with 'swift build -c release --product tunebook-trial'"
        case .unknownExperiment(let id, let running):
            "NNI's registry has no running experiment '\(id)'"
                + (running.isEmpty ? "; none runs" : "; there are \(running.joined(separator: ", "))")
        case .workersUnreachable(let workers):
            "no SSH server answers at \(workers.joined(separator: ", ")); is the machine up, and the port right?"
        case .badKey(let path, let reason): "the SSH key \(path) can't be used: \(reason)"
        case .halfWritten(let path, let reason):
            "NNI's registry \(path) can't be read (\(reason)); give the manager's address, http://HOST:PORT, instead"
        }
    }
}

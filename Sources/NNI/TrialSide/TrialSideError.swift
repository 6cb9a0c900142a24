package import Platform

/// What can go wrong between a trial and its manager.
package enum TrialSideError: Error, Hashable, Sendable {
    case badAddress(String)
    /// The manager did not answer, or not in time, however often it was asked.
    case unreachable(address: String, reason: String)
    case refused(address: String, status: Int, text: String)
    /// The manager has closed the channel: the experiment is over.
    case closed(address: String)
    case badAnswer(address: String, found: String)
    case noParameters(place: String, seconds: Int)
    case badParameters(place: String, reason: String)
    case missingVariable(String, needed: String)
    case longMetric(bytes: Int)
    case file(PlatformError)
}

extension TrialSideError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .badAddress(let address):
            "NNI_TRIAL_COMMAND_CHANNEL is no address that a trial can talk to: '\(address)'; NNI sets http://HOST:PORT/PATH, and without it a trial runs alone"
        case .unreachable(let address, let reason):
            "the manager at \(address) does not answer: \(reason); is the experiment still running?"
        case .refused(let address, let status, let text):
            "the manager at \(address) answers with status \(status)\(text.isEmpty ? "" : ": \(text)")"
        case .closed(let address): "the manager at \(address) has closed the channel: the experiment is over"
        case .badAnswer(let address, let found):
            "the manager at \(address) answers with something that is no parameter: \(found); does another program use its port?"
        case .noParameters(let place, let seconds):
            "no parameters came from \(place) within \(seconds) s; nnictl log stderr may say why"
        case .badParameters(let place, let reason): "the parameters in \(place) can't be read: \(reason)"
        case .missingVariable(let name, let needed):
            "the environment variable \(name) is not set; \(needed)"
        case .longMetric(let bytes):
            "a metric of \(bytes) bytes is too long for NNI, which takes less than 1,000,000"
        case .file(let error): error.description
        }
    }
}

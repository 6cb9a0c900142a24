package import NNIProtocol
import Values

/// A trial's talk with its manager. Calls block: a trial is a process of its own and has nothing else to do.
package protocol TrialChannel: Sendable {
    /// Waits for the tuner's parameters.
    ///
    /// - Throws: `TrialSideError`.
    func receiveParameters() throws(TrialSideError) -> TrialParameters
    /// Returns when the manager has the report.
    ///
    /// - Throws: `TrialSideError`.
    func send(_ report: TrialReport) throws(TrialSideError)
}

/// How long a trial waits for its manager, in seconds.
package struct ChannelPatience: Hashable, Sendable {
    /// For one answer.
    package var answer = 60.0
    /// For a manager that can't be reached, over all tries.
    package var connection = 30.0
    /// For the parameters, from a manager that does answer.
    package var parameters = 600.0

    package init() {}
}

/// What the process was told of its manager.
package struct TrialEnvironment: Sendable {
    private let variables: [String: String]

    package init(_ variables: [String: String]) { self.variables = variables }

    package subscript(name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// The trial's id, `STANDALONE` where it runs alone.
    package var trialID: String { self["NNI_TRIAL_JOB_ID"] ?? "STANDALONE" }
    /// Whether the trial was started by hand.
    package var isStandalone: Bool {
        self["NNI_TRIAL_COMMAND_CHANNEL"] == nil && (self["NNI_PLATFORM"] ?? "unittest") == "unittest"
    }
    /// Where the trial's results go.
    package var outputFolder: String? { self["NNI_OUTPUT_DIR"] }

    /// The channel that NNI's own trials would choose: HTTP where its address is given, nobody where there is no
    /// platform, else files.
    ///
    /// - Parameters:
    ///   - print: takes a whole line for standard output, where some platforms look for metrics.
    ///   - log: takes a line for people.
    /// - Throws: `TrialSideError`.
    package func makeChannel(
        patience: ChannelPatience = ChannelPatience(), print: @escaping @Sendable (String) -> Void,
        log: @escaping @Sendable (String) -> Void
    ) throws(TrialSideError) -> any TrialChannel {
        if let address = self["NNI_TRIAL_COMMAND_CHANNEL"] { return try HTTPChannel(address, patience: patience) }
        guard !isStandalone, let platform = self["NNI_PLATFORM"] else { return StandaloneChannel(log: log) }
        guard let folder = self["NNI_SYS_DIR"] else {
            throw .missingVariable(
                "NNI_SYS_DIR", needed: "on the platform '\(platform)' the parameters come from there")
        }
        let isReused = self["REUSE_MODE"]?.lowercased() == "true"
        return LegacyFilesChannel(
            folder: folder, trialID: trialID, printsMetrics: platform != "local" || isReused, patience: patience,
            print: print)
    }
}

/// A trial that was started by hand: no parameters come, results are only shown.
struct StandaloneChannel: TrialChannel {
    let log: @Sendable (String) -> Void

    func receiveParameters() -> TrialParameters { .none }

    func send(_ report: TrialReport) {
        switch report.kind {
        case .final: log("Final result: \(report.value.text())")
        case .periodical: log("Intermediate result: \(report.value.text())  (Index \(report.sequence))")
        }
    }
}

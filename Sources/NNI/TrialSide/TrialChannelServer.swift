package import Foundation
import LocalHTTP
package import NNIProtocol
import Synchronization
import Values

/// The manager's end of NNI 3.0's trial channel, for any number of trials: what a trial puts is handed on, what is for it
/// waits until it asks.
package final class TrialChannelServer: Sendable {
    private struct Trial {
        var waiting: [TrialMessage] = []
        var isClosed = false
    }

    private final class State: Sendable {
        let trials = Mutex<[String: Trial]>([:])
    }

    private let state: State
    private let server: LocalServer

    /// - Parameters:
    ///   - hold: how many seconds a question is kept open where there is nothing to say; NNI's manager takes one.
    ///   - receive: takes what a trial says, on a thread of its own.
    /// - Throws: `PlatformError` where no port of this machine is free.
    package init(
        hold: TimeInterval = 1, receive: @escaping @Sendable (_ trial: String, _ message: TrialMessage) -> Void
    ) throws {
        let state = State()
        self.state = state
        server = try LocalServer { request, _ in
            let trial = request.path.split(separator: "/").last.map(String.init) ?? ""
            guard state.trials.withLock({ $0[trial] }) != nil else { return .status(404, body: "no trial '\(trial)'") }
            return request.method == "PUT"
                ? Self.take(request.body, of: trial, state, receive)
                : Self.answer(trial, state, until: Date(timeIntervalSinceNow: hold))
        }
    }

    /// What a trial's `NNI_TRIAL_COMMAND_CHANNEL` says; the trial is known from here on.
    package func open(_ trial: String, environment: String = "local-env") -> String {
        state.trials.withLock { $0[trial] = $0[trial] ?? Trial() }
        return "http://127.0.0.1:\(server.port)/env/\(environment)/\(trial)"
    }

    /// Keeps a message until the trial asks for it.
    package func send(_ message: TrialMessage, to trial: String) {
        state.trials.withLock { $0[trial]?.waiting.append(message) }
    }

    /// Tells the trial, whenever it comes again, that its experiment is over.
    package func close(_ trial: String) { state.trials.withLock { $0[trial]?.isClosed = true } }

    package func stop() { server.stop() }

    private static func take(
        _ body: String, of trial: String, _ state: State, _ receive: (String, TrialMessage) -> Void
    ) -> LocalServer.Answer {
        if state.trials.withLock({ $0[trial]?.isClosed == true }) { return .status(410, body: "Gone") }
        guard let json = try? JSONValue(parsing: body), let message = TrialMessage(fromTrial: json) else {
            return .status(400, body: "no message of a trial")
        }
        receive(trial, message)
        return .text("")
    }

    private static func answer(_ trial: String, _ state: State, until end: Date) -> LocalServer.Answer {
        while true {
            let (message, isClosed) = state.trials.withLock { trials -> (TrialMessage?, Bool) in
                guard let known = trials[trial], !known.waiting.isEmpty else {
                    return (nil, trials[trial]?.isClosed ?? true)
                }
                return (trials[trial]?.waiting.removeFirst(), false)
            }
            if let message { return .text(message.json.text()) }
            if isClosed { return .status(410, body: "Gone") }
            guard Date() < end else { return .status(408, body: "Request Timeout") }
            Thread.sleep(forTimeInterval: 0.01)
        }
    }
}

import Foundation
import LocalHTTP
import NNIProtocol
import Values

/// NNI 3.0's channel: messages go out by PUT, the next one comes in by GET.
struct HTTPChannel: TrialChannel {
    private static let requestTimeout = 408
    private static let gone = 410
    /// So many answers that make no sense, and it is no manager.
    private static let attempts = 3

    private let client: HTTPClient
    private let patience: ChannelPatience

    /// - Throws: `TrialSideError.badAddress`.
    init(_ address: String, patience: ChannelPatience) throws(TrialSideError) {
        guard let client = HTTPClient(address) else { throw .badAddress(address) }
        self.client = client
        self.patience = patience
    }

    /// Asks for the parameters once, and waits. NNI's parameters are a queue: whoever asks twice takes those of another
    /// trial. So an answer that was lost on the way is not asked for again.
    func receiveParameters() throws(TrialSideError) -> TrialParameters {
        let end = Self.time(after: patience.parameters)
        var failures = 0
        var outage: Double?
        try put(.requestParameter, mayRepeat: false)
        while Self.time(after: 0) < end {
            switch try next(before: end) {
            case .parameters(let parameters): return parameters
            case .nothing:
                outage = nil
                continue
            case .nonsense(let found):
                failures += 1
                guard failures < Self.attempts else { throw .badAnswer(address: client.address, found: found) }
            case .lost(let failure):
                let began = outage ?? Self.time(after: 0)
                outage = began
                guard Self.time(after: 0) - began < patience.connection else {
                    throw .unreachable(address: client.address, reason: failure.reason)
                }
            }
            Thread.sleep(forTimeInterval: Self.pause)
        }
        throw .noParameters(place: "the manager at \(client.address)", seconds: Int(patience.parameters))
    }

    private enum Heard {
        case parameters(TrialParameters)
        /// Nothing yet, or a message that is not for this version.
        case nothing
        case nonsense(String)
        case lost(ConnectionFailure)
    }

    private func next(before end: Double) throws(TrialSideError) -> Heard {
        let answer: HTTPAnswer
        do {
            answer = try client.send("GET", deadline: min(end, Self.time(after: patience.answer)))
        } catch {
            return .lost(error)
        }
        switch answer.status {
        case 200:
            let json = try? JSONValue(parsingUTF8: answer.body)
            if let json, case .parameter(let parameters) = TrialMessage(fromManager: json) {
                return .parameters(parameters)
            }
            if let type = json?.object?["type"]?.string, type != "parameter" { return .nothing }
            return .nonsense("'\(Self.beginning(of: answer.body))'")
        case Self.requestTimeout: return .nothing
        case Self.gone: throw .closed(address: client.address)
        case 500...: return .nonsense("status \(answer.status)")
        default: throw refusal(answer)
        }
    }

    /// A report whose answer is lost is sent again: twice is better than never.
    func send(_ report: TrialReport) throws(TrialSideError) { try put(.metric(report), mayRepeat: true) }

    private func put(_ message: TrialMessage, mayRepeat: Bool) throws(TrialSideError) {
        let body = message.json.text()
        let start = Self.time(after: 0)
        while true {
            let failure: TrialSideError
            switch attempt(body) {
            case .success(let answer):
                if (200..<300).contains(answer.status) { return }
                failure = answer.status == Self.gone ? .closed(address: client.address) : refusal(answer)
                guard answer.status == Self.requestTimeout || answer.status >= 500 else { throw failure }
            case .failure(let lost):
                // The manager has it, as far as one can tell.
                if lost.wasSent, !mayRepeat { return }
                failure = .unreachable(address: client.address, reason: lost.reason)
            }
            guard Self.time(after: 0) - start < patience.connection else { throw failure }
            Thread.sleep(forTimeInterval: Self.pause)
        }
    }

    private func attempt(_ body: String) -> Result<HTTPAnswer, ConnectionFailure> {
        Result { () throws(ConnectionFailure) in
            try client.send("PUT", body: body, deadline: Self.time(after: patience.answer))
        }
    }

    private static let pause = 0.25
    private static func time(after seconds: Double) -> Double { Date.timeIntervalSinceReferenceDate + seconds }

    private func refusal(_ answer: HTTPAnswer) -> TrialSideError {
        .refused(address: client.address, status: answer.status, text: Self.beginning(of: answer.body))
    }

    private static func beginning(of body: [UInt8]) -> String {
        let text = String(decoding: body.prefix(200), as: UTF8.self).split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
        return text.count > 80 ? text.prefix(80) + "…" : text
    }
}

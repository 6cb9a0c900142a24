import NNIProtocol
import Synchronization
import TestSupport
import Testing
import Values

@testable import TrialSide

@Suite struct TrialEnvironmentTests {
    private func channel(_ variables: [String: String]) throws -> any TrialChannel {
        try TrialEnvironment(variables).makeChannel(print: { _ in }, log: { _ in })
    }

    @Test func theChannelIsTheOneThatNNIWouldChoose() throws {
        #expect(try channel([:]) is StandaloneChannel)
        #expect(try channel(["NNI_PLATFORM": "unittest", "NNI_SYS_DIR": "/tmp"]) is StandaloneChannel)
        #expect(try channel(["NNI_PLATFORM": "local", "NNI_SYS_DIR": "/tmp"]) is LegacyFilesChannel)
        let address = ["NNI_TRIAL_COMMAND_CHANNEL": "http://localhost:8080/env/a/b", "NNI_PLATFORM": "local"]
        #expect(try channel(address) is HTTPChannel)
        #expect(throws: TrialSideError.self) { try channel(["NNI_PLATFORM": "local"]) }
    }

    @Test func aTrialAloneHasNoParametersAndSaysItsResults() throws {
        let lines = RecordingLines()
        let channel = try TrialEnvironment([:]).makeChannel(print: { _ in }, log: lines.add)
        #expect(try channel.receiveParameters().parameters.isEmpty)
        try channel.send(TrialReport(parameterID: nil, trialID: "", kind: .periodical, sequence: 1, value: 0.25))
        try channel.send(TrialReport(parameterID: nil, trialID: "", kind: .final, sequence: 0, value: 0.5))
        #expect(lines.all == ["Intermediate result: 0.25  (Index 1)", "Final result: 0.5"])
    }
}

@Suite struct TrialReporterTests {
    private final class Recorder: TrialChannel {
        let sent = Mutex<[TrialReport]>([])
        let failure: TrialSideError?

        init(failure: TrialSideError? = nil) { self.failure = failure }

        func receiveParameters() -> TrialParameters { .none }
        func send(_ report: TrialReport) throws(TrialSideError) {
            sent.withLock { $0.append(report) }
            if let failure { throw failure }
        }
        var all: [TrialReport] { sent.withLock { $0 } }
    }

    @Test func resultsArriveInOrderAndTheFinalOneLast() throws {
        let channel = Recorder()
        let reporter = TrialReporter(channel, parameters: .none, trialID: "a") {}
        for value in 0..<50 { reporter.intermediate(.integer(value)) }
        try reporter.finish(0.5)
        #expect(channel.all.map(\.sequence) == Array(0..<50) + [0])
        #expect(channel.all.map(\.value) == (0..<50).map { .integer($0) } + [0.5])
        #expect(channel.all.last?.kind == .final)
    }

    @Test func afterALostResultOnlyTheFinalOneIsTried() {
        let lost = TrialSideError.unreachable(address: "x", reason: "gone")
        let channel = Recorder(failure: lost)
        let reporter = TrialReporter(channel, parameters: .none, trialID: "a") {}
        for value in 0..<5 { reporter.intermediate(.integer(value)) }
        #expect(throws: lost) { try reporter.finish(1) }
        #expect(channel.all.map(\.kind) == [.periodical, .final])
    }

    @Test func aClosedChannelStopsTheTrial() throws {
        let wasCalled = Mutex(false)
        let reporter = TrialReporter(Recorder(failure: .closed(address: "x")), parameters: .none, trialID: "a") {
            wasCalled.withLock { $0 = true }
        }
        reporter.intermediate(1)
        #expect(throws: TrialSideError.closed(address: "x")) { try reporter.finish(1) }
        #expect(wasCalled.withLock { $0 })
    }
}

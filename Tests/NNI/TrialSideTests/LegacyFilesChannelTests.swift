import Foundation
import NNIProtocol
import Synchronization
import TestSupport
import Testing
import Values

@testable import TrialSide

@Suite(.timeLimit(.minutes(2))) struct LegacyFilesChannelTests {
    private let folder: TemporaryFolder
    private let printed = RecordingLines()

    init() throws { folder = try TemporaryFolder() }

    private func channel(printsMetrics: Bool = false, seconds: Double = 30) -> LegacyFilesChannel {
        var patience = ChannelPatience()
        patience.parameters = seconds
        return LegacyFilesChannel(
            folder: folder.path, trialID: "abcde", printsMetrics: printsMetrics, patience: patience,
            print: printed.add)
    }

    private func metrics() -> String {
        String(decoding: FileManager.default.contents(atPath: folder.file(".nni/metrics")) ?? Data(), as: UTF8.self)
    }

    private let report = TrialReport(parameterID: 0, trialID: "abcde", kind: .final, sequence: 0, value: 0.5)

    @Test func parametersComeFromTheFile() throws {
        defer { folder.remove() }
        try folder.write(#"{"parameter_id": 7, "parameters": {"lr_all": 0.1}}"#, to: "parameter.cfg")
        let parameters = try channel().receiveParameters()
        #expect(parameters.id == 7)
        #expect(parameters.parameters == ["lr_all": 0.1])
        #expect(metrics().isEmpty)
    }

    @Test func aMissingFileIsAskedForAndWaitedForUntilItIsWhole() async throws {
        defer { folder.remove() }
        let result = Mutex<Result<TrialParameters, TrialSideError>?>(nil)
        // On a thread of its own: the channel blocks, and tests share few threads.
        Thread { [channel = channel()] in
            let got = Result { () throws(TrialSideError) in try channel.receiveParameters() }
            result.withLock { $0 = got }
        }.start()
        while !metrics().contains(#""type": "REQUEST_PARAMETER""#) { try await Task.sleep(for: .milliseconds(10)) }
        for text in ["", #"{"parameter_id": 1, "par"#, #"{"parameter_id": 1}"#] {
            try folder.write(text, to: "parameter.cfg")
            try await Task.sleep(for: .milliseconds(300))
            #expect(result.withLock { $0 } == nil)
        }
        try folder.write(#"{"parameter_id": 1, "parameters": {}}"#, to: "parameter.cfg")
        while result.withLock({ $0 }) == nil { try await Task.sleep(for: .milliseconds(10)) }
        #expect(try result.withLock { $0 }?.get().id == 1)
    }

    @Test func withoutAFileTheTrialGivesUpAndNamesThePlace() async throws {
        defer { folder.remove() }
        let channel = channel(seconds: 1)
        let error = await #expect(throws: TrialSideError.self) {
            try await onOwnThread { try channel.receiveParameters() }
        }
        #expect(error?.description.contains(folder.file("parameter.cfg")) == true)
    }

    @Test func metricsAreAppendedWithTheirLengthInBytes() throws {
        defer { folder.remove() }
        try channel().send(report)
        try channel().send(
            TrialReport(parameterID: 0, trialID: "äbc", kind: .periodical, sequence: 1, value: ["default": 1]))
        var rest = metrics()[...]
        var kinds: [String?] = []
        while !rest.isEmpty {
            #expect(rest.hasPrefix("ME"))
            let count = try #require(Int(rest.dropFirst(2).prefix(6)))
            let bytes = Array(rest.dropFirst(8).utf8.prefix(count))
            #expect(bytes.last == 0x0A)
            kinds.append(try JSONValue(parsingUTF8: bytes)["type"].string)
            rest = String(decoding: rest.dropFirst(8).utf8.dropFirst(count), as: UTF8.self)[...]
        }
        #expect(kinds == ["FINAL", "PERIODICAL"])
    }

    @Test func whereThePlatformIsNotLocalMetricsArePrintedBetweenQuotes() throws {
        defer { folder.remove() }
        try channel(printsMetrics: true).send(
            TrialReport(parameterID: 0, trialID: "a'b", kind: .final, sequence: 0, value: 0.5))
        #expect(metrics().isEmpty)
        let line = printed.text
        let text = try #require(line.wholeMatch(of: #/NNISDK_MEb'(?<json>[^']*)'/#)).json
        #expect(try JSONValue(parsing: String(text))["trial_job_id"] == "a'b")
    }

    @Test func aFullDiskIsNamed() throws {
        defer { folder.remove() }
        try FileManager.default.createDirectory(atPath: folder.file(".nni"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: folder.file(".nni/metrics"), withDestinationPath: "/dev/full")
        let error = #expect(throws: TrialSideError.self) { try channel().send(report) }
        #expect(error?.description.contains("the disk is full") == true, "\(String(describing: error))")
    }

    @Test func aMetricThatNNIWouldNotTakeIsRefused() {
        defer { folder.remove() }
        let long = TrialReport(
            parameterID: 0, trialID: "a", kind: .final, sequence: 0,
            value: .string(String(repeating: "x", count: 1_000_000)))
        #expect(throws: TrialSideError.self) { try channel().send(long) }
        #expect(metrics().isEmpty)
    }
}

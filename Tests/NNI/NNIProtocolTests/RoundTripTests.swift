import Foundation
import NNIProtocol
import RandomSource
import Testing
import Tuning
import Values

/// Every word of NNI's is read back as it was written.
@Suite struct RoundTripTests {
    /// Values drawn from a seed, of every shape that a message may hold.
    private struct Draw {
        var random: SplittableGenerator
        init(_ seed: Int) { random = SplittableGenerator(seed: UInt64(seed)) }

        mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &random) }
        mutating func flag() -> Bool { Bool.random(using: &random) }
        mutating func text() -> String {
            let parts = ["a", "é", "\"", "\\", "'", "\n", "{", "日", " ", "0", "/", ":", "\u{1F600}"]
            return (0..<number(1..<8)).map { _ in parts[number(0..<parts.count)] }.joined()
        }
        mutating func maybe<Value>(_ make: (inout Draw) -> Value) -> Value? { flag() ? make(&self) : nil }
        mutating func date() -> Date { Date(timeIntervalSince1970: Double(number(0..<2_000_000_000_000)) / 1000) }
        mutating func json(depth: Int = 2) -> JSONValue {
            switch number(0..<(depth > 0 ? 8 : 6)) {
            case 0: .null
            case 1: .boolean(flag())
            case 2: .integer(number(-1000..<1000))
            case 3: .number(Double(number(-999..<999)) + 0.25)
            case 4: .number([Double.infinity, -.infinity, 1e-300, 0.1][number(0..<4)])
            case 5: .string(text())
            case 6: .array((0..<number(0..<3)).map { _ in json(depth: depth - 1) })
            default: .object(object(depth: depth - 1))
            }
        }
        mutating func object(depth: Int = 1) -> JSONObject {
            JSONObject((0..<number(0..<4)).map { ("k\($0)", json(depth: depth)) })
        }
        /// What a trial may report: no bare text, which would be read as the JSON that it holds.
        mutating func value() -> ReportedValue {
            flag() ? ReportedValue(.number(Double(number(0..<100)) + 0.5)) : ReportedValue(.object(object()))
        }
        mutating func job() -> TrialJob {
            let final = maybe { $0.value() }
            return TrialJob(
                id: text(), status: TrialStatus.allCases[number(0..<TrialStatus.allCases.count)].rawValue,
                sequence: maybe { $0.number(0..<99) }, suggested: object(),
                parameterID: maybe { "\($0.number(0..<99))" },
                reportedParameterID: final == nil ? nil : maybe { "\($0.number(0..<99))" },
                startTime: maybe { $0.date() },
                endTime: maybe { $0.date() }, logPath: maybe { $0.text() }, environment: maybe { $0.text() },
                final: final)
        }
    }

    /// Through the text that goes over the wire, as Python and NNI write it.
    private func overTheWire(_ json: JSONValue) throws -> JSONValue {
        try JSONValue(parsingUTF8: Array(json.text(allowsNonFinite: true).utf8), allowsNonFinite: true)
    }

    @Test(arguments: 0..<300) func everyTypeIsReadBackAsItWasWritten(seed: Int) throws {
        var draw = Draw(seed)
        let words = ExperimentStatus.allCases
        let status = ManagerStatus(words[draw.number(0..<words.count)], errors: draw.flag() ? [draw.text()] : [])
        #expect(ManagerStatus(json: try overTheWire(status.json)) == status)
        let profile = ExperimentProfile(
            id: draw.text(), parameters: draw.object(), logFolder: draw.maybe { $0.text() },
            startTime: draw.maybe { $0.date() }, endTime: draw.maybe { $0.date() },
            duration: Double(draw.number(0..<99)))
        #expect(ExperimentProfile(json: try overTheWire(profile.json)) == profile)
        let job = draw.job()
        #expect(TrialJob(json: try overTheWire(job.json)) == job)
        let record = MetricRecord(
            time: draw.maybe { $0.date() }, trialID: draw.text(), kind: draw.flag() ? .final : .periodical,
            sequence: draw.number(0..<99), value: draw.value(), parameterID: draw.maybe { "\($0.number(0..<9))" })
        #expect(MetricRecord(json: try overTheWire(record.json)) == record)
        let registry = Registry(
            (0..<draw.number(0..<3)).map { index in
                Registry.Entry(
                    id: "e\(index)", port: draw.maybe { $0.number(1..<65536) }, status: draw.text(),
                    name: draw.maybe { $0.text() }, pid: draw.maybe { $0.number(1..<99999) },
                    logFolder: draw.maybe { $0.text() }, urlPrefix: draw.maybe { $0.text() })
            })
        #expect(try Registry(parsingUTF8: Array(registry.json.text().utf8)) == registry)
        let update = ExperimentUpdate(UpdateKind.allCases[draw.number(0..<4)], draw.json())
        let type = try #require(update.query["update_type"])
        #expect(ExperimentUpdate(type: type, json: try overTheWire(update.json)) == update)
        #expect(ExperimentUpdate(type: "MAX_NOTHING", json: update.json) == nil)
    }

    @Test(arguments: 0..<100) func everyMessageOfATrialIsUnderstoodByTheOtherSide(seed: Int) throws {
        var draw = Draw(seed)
        let report = TrialReport(
            parameterID: .integer(draw.number(0..<99)), trialID: draw.text(), kind: draw.flag() ? .final : .periodical,
            sequence: draw.number(0..<99),
            value: .object(
                JSONObject([("default", .number([0.5, .infinity][draw.number(0..<2)])), ("other", draw.json())])))
        for message in [TrialMessage.requestParameter, .metric(report)] {
            #expect(TrialMessage(fromTrial: try overTheWire(message.json)) == message)
        }
        let given = TrialMessage.parameter(TrialParameters(id: .integer(seed), parameters: draw.object()))
        #expect(TrialMessage(fromManager: try overTheWire(given.json)) == given)
    }

    @Test(arguments: ["{}", "[]", "3", "{\"type\": \"metric\"}", "{\"type\": \"metric\", \"metric\": \"{}\"}", "null"])
    func whatIsNoMessageIsNone(text: String) throws {
        #expect(TrialMessage(fromTrial: try JSONValue(parsing: text)) == nil)
        #expect(TrialMessage(fromManager: try JSONValue(parsing: text)) == nil)
    }
}

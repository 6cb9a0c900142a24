import Foundation
import NNIProtocol
import TestSupport
import Testing
import Values

@Suite struct YAMLDocumentTests {
    @Test(arguments: [3, 9, 12]) func aliasesUnfoldUpToALimit(levels: Int) throws {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...levels {
            text +=
                "a\(level): &a\(level) [\([String](repeating: "*a\(level - 1)", count: 10).joined(separator: ", "))]\n"
        }
        if levels == 3 {
            #expect(try YAMLDocument(text, path: "c").json["a3"].array?.count == 10)
        } else {
            let error = #expect(throws: ConfigurationError.self) { try YAMLDocument(text, path: "c") }
            #expect("\(error.map { "\($0)" } ?? "")".contains("aliases unfold"))
        }
    }

    @Test(arguments: ["a: &x [1]\n*x : 2\n", "a: &x {b: 1}\n? *x\n: 2\n", "a: &x [1]\nb: {*x : 1}\n"])
    func anAliasThatIsAKeyIsNotUnfolded(text: String) {
        #expect(throws: ConfigurationError.self) { try YAMLDocument(text, path: "c") }
    }

    @Test(arguments: [
        ("0x10", JSONValue.integer(16)), ("-0x10", -16), ("010", 8), ("08", .number(8)), ("1_000", 1000),
        ("1.", .number(1)),
        (".5", .number(0.5)), ("+3", 3), ("1e-4", .number(1e-4)), ("1e400", "1e400"), ("--1", "--1"), ("0x", "0x"),
        ("1.2.3", "1.2.3"), ("5m", "5m"), ("99999999999999999999", .number(1e20)), ("0x-1", "0x-1"),
    ])
    func aPlainWordIsANumberWhereItLooksLikeOne(word: String, value: JSONValue) throws {
        #expect(try YAMLDocument("a: \(word)", path: "c").json["a"] == value)
    }
}

@Suite struct ConfigurationFileTests {
    static let service = "trainingService:\n  platform: local\n"
    static let whole =
        "trialConcurrency: 2\nsearchSpace:\n  x: {_type: uniform, _value: [0, 1]}\ntrialCommand: run\ntuner:\n  name: TPE\n"

    private func read(_ text: String) throws -> ConfigurationFile {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        return try ConfigurationFile(text, path: try folder.write(text, to: "c.yml"), home: "/home/me")
    }

    @Test func fieldsAreReadInNNIsSpelling() throws {
        let json = try read(
            "trial_concurrency: 2\nMAXTRIALNUMBER: 5\nmaxExperimentDuration: 10m\n" + Self.whole.dropFirst(20)
                + Self.service
        ).json
        #expect(json["trialConcurrency"] == 2)
        #expect(json["maxTrialNumber"] == 5)
        #expect(json["maxExperimentDuration"] == "10m")
        #expect(json["searchSpace"]?.object?["x"] == ["_type": "uniform", "_value": [0, 1]])
    }

    @Test(arguments: [
        (
            "trialConcurency: 2\n",
            "c.yml:1: an NNI configuration has no field 'trialConcurency'; did you mean 'trialConcurrency'?"
        ),
        ("debug: 1\n", "debug is true or false, found 1"),
        ("maxTrialNumber: 0\n", "c.yml:1: maxTrialNumber is a whole number of at least 1, found 0"),
        ("maxTrialDuration: soon\n", "maxTrialDuration is a number of seconds, or a time such as 30s"),
        ("logLevel: loud\n", "logLevel is one of fatal"),
        ("searchSpaceFile: nowhere.json\n", "searchSpaceFile names /"),
        ("trialCodeDirectory: nowhere\n", "nowhere, which is not there"),
        ("useAnnotation: true\n", "not supported since NNI 3.0"),
        ("advisor:\n  name: BOHB\n", "an advisor stands for the tuner"),
        ("assessor:\n  nam: Medianstop\n", "c.yml:2: an algorithm has no field 'nam'; did you mean 'name'?"),
        ("a: [1\n", "c.yml:"), ("- 1\n", "c.yml"),
    ])
    func whatIsWrongIsSaidWithItsPlace(line: String, expected: String) throws {
        let error = #expect(throws: ConfigurationError.self) { try read(line + Self.whole + Self.service) }
        #expect("\(try #require(error))".contains(expected))
    }

    @Test(arguments: [
        ("trainingService:\n  platform: remot\n", "did you mean 'remote'?"),
        ("trainingService:\n  platform: remote\n", "c.yml:"),
        (
            "trainingService:\n  platform: remote\n  machineList:\n  - host: a\n    usr: b\n",
            "a machine has no field 'usr'; did you mean 'user'?"
        ),
        ("trainingService:\n  platform: remote\n  machineList:\n  - host: a\n", "a machine needs 'user'"),
        ("trainingService:\n  useActiveGpu: true\n", "a training service needs 'platform'"),
        ("", "needs 'trainingService'"),
    ])
    func trainingServicesAreChecked(text: String, expected: String) throws {
        let error = #expect(throws: ConfigurationError.self) { try read(Self.whole + text) }
        #expect("\(try #require(error))".contains(expected))
    }

    @Test func aTunerThatNNILacksIsSaidWithTheNearest() throws {
        let error = #expect(throws: ConfigurationError.self) {
            try read(Self.whole.replacing("TPE", with: "TPEE") + Self.service)
        }
        #expect("\(try #require(error))".contains("did you mean 'TPE'?"))
    }

    @Test func pathsBeginAtTheFileAndFollowLinks() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let root = URL(fileURLWithPath: folder.path).resolvingSymlinksInPath().path
        try FileManager.default.createDirectory(atPath: folder.file("a/code"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: folder.file("a"))
        try folder.write("{}", to: "a/space.json")
        let text =
            "trialConcurrency: 1\nsearchSpaceFile: ../link/space.json\ntrialCommand: run\ntrialCodeDirectory: code\nexperimentWorkingDirectory: ~/deep/er\ntuner:\n  name: Random\n"
            + Self.service
        let json = try ConfigurationFile(text, path: try folder.write(text, to: "a/c.yml"), home: "/home/me").json
        #expect(json["searchSpaceFile"] == .string(root + "/a/space.json"))
        #expect(json["trialCodeDirectory"] == .string(root + "/a/code"))
        #expect(json["experimentWorkingDirectory"] == "/home/me/deep/er")
    }

    @Test func unknownFieldsOfTheFirstVersionAreNotedWithASuggestion() throws {
        let text = """
            authorName: me
            trialConcurrency: 1
            maxTrialNumm: 5
            trainingServicePlatform: local
            searchSpacePath: c.yml
            tuner:
              builtinTunerName: Random
            trial:
              command: run
              codeDir: .
            """
        let file = try read(text)
        #expect(file.json["trialCommand"] == "run")
        #expect(file.notes.contains { $0.contains("c.yml:1: 'authorName' means nothing to NNI 3.0") })
        #expect(file.notes.contains { $0.contains("c.yml:3") && $0.contains("did you mean 'maxTrialNum'?") })
    }

    @Test func yamlIsReadAsPythonDoes() throws {
        let json = try YAMLDocument(
            "a: yes\nb: 'yes'\nc: 0x10\nd: 1_000\ne: 1e-4\nf: ~\ng: 010\nh: [1.5, off, .inf]\nbase: &b {x: 1, y: 2}\nk: {<<: *b, y: 3}\n",
            path: "c.yml"
        ).json.object
        #expect(json?["a"] == true)
        #expect(json?["b"] == "yes")
        #expect(json?["c"] == 16)
        #expect(json?["d"] == 1000)
        #expect(json?["e"] == 1e-4)
        #expect(json?["f"] == .null)
        #expect(json?["g"] == 8)
        #expect(json?["h"] == [1.5, false, .number(.infinity)])
        #expect(json?["k"] == ["x": 1, "y": 3])
    }

    @Test func whatIsWrittenIsReadBack() throws {
        let json: JSONValue = [
            "text": "a: b # c", "word": "yes", "number": 1e-7, "whole": 1.0, "list": [1, "x"], "empty": "", "none": nil,
            "deep": ["list": [["a": 1]]],
        ]
        #expect(try YAMLDocument(YAMLText.text(json), path: "c").json == json)
    }
}

import Foundation
import LocalHTTP
import TestSupport
import Testing
import Values

/// The built program with real NNI.
@Suite(.serialized, .enabled(if: RealNNI.isThere, Comment(rawValue: RealNNI.note)), .timeLimit(.minutes(10)))
struct NNIEngineTests {
    let home: TemporaryFolder

    init() throws { home = try TemporaryFolder() }

    static let data = """
        r = load synthetic --users 200 --items 100 --ratings 6000 --seed 3
        data = split r --ratio 0.7 0.15 0.15
        space s
          n_factors choice 4 8
          lr_all choice 0.005 0.02
        end

        """
    /// A trial of some minutes, whatever the machine.
    static let long = """
        r = load synthetic --users 200 --items 100 --ratings 6000 --seed 3
        data = split r --ratio 0.7 0.15 0.15
        space s
          n_factors choice 4000
        end

        """

    func run(
        _ script: String, format: String = "json", interruptAfter delay: Duration? = nil
    ) async throws -> Program.Result {
        try await Program.run(
            ["--format", format, "-c", script], home: home.path, ["TUNEBOOK_NNI": RealNNI.folder],
            interruptAfter: delay)
    }

    func results(_ run: Program.Result) -> [JSONValue] {
        run.output.split(separator: "\n").compactMap { try? JSONValue(parsing: String($0)) }
    }

    func last(_ kind: String, _ run: Program.Result) -> JSONValue {
        results(run).last { $0["kind"].string == kind }?["value"] ?? .null
    }

    /// Rows of a table as objects.
    func rows(_ table: JSONValue) -> [JSONObject] {
        let columns = (table["columns"].array ?? []).compactMap(\.string)
        return (table["rows"].array ?? []).map { JSONObject(zip(columns, $0.array ?? [])) }
    }

    /// Processes of NNI whose experiments are in this test's home.
    func leftovers() -> [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return all.filter { Int($0) != nil }.compactMap { process in
            let environment = FileManager.default.contents(atPath: "/proc/\(process)/environ") ?? Data()
            let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
            let isOurs = String(decoding: environment, as: UTF8.self).split(separator: "\0").contains(
                "HOME=\(home.path)")
            let words = String(decoding: line, as: UTF8.self).replacing("\0", with: " ")
            return isOurs && (words.contains("nni") || words.contains("tunebook-trial")) ? words : nil
        }
    }

    @Test func aTrialOnNNIGivesWhatTheEmbeddedEngineGivesToTheBit() async throws {
        defer { home.remove() }
        let start =
            "experiment start svd data --space s --tuner GridSearch --max-trials 4 --concurrency 2 --minimize rmse --metrics mae ndcg@10 --fix n_epochs=5 --wait"
        let run = try await run(
            Self.data + """
                own = \(start)
                experiment trials own
                far = \(start) --engine nni
                experiment trials far
                best = experiment best far
                evaluate best.model data.validation --metrics rmse mae ndcg@10
                experiment show far 0
                experiment log far 0
                plot history far
                """)
        #expect(run.status == 0, "\(run.errors)")
        let tables = results(run).filter { $0["kind"].string == "table" }.map { rows($0["value"]) }
        try #require(tables.count == 2 && tables[0].count == 4, "\(run.output) \(run.errors)")
        func metrics(_ rows: [JSONObject]) -> Set<[JSONValue?]> {
            Set(rows.map { row in ["n_factors", "lr_all", "rmse", "mae"].map { row[$0] } })
        }
        #expect(metrics(tables[0]) == metrics(tables[1]))
        // Means over users are summed in the order of the file, which differs: the last digit may.
        func ranking(_ rows: [JSONObject]) -> [Double] { rows.compactMap { $0["ndcg@10"]?.number }.sorted() }
        #expect(largestDifference(ranking(tables[0]), ranking(tables[1])) < 1e-12)
        #expect(last("experiment", run)["status"] == "DONE")
        // The model that NNI's trial wrote, read here, is the very one.
        let least = tables[1].compactMap { $0["rmse"]?.number }.min()
        #expect(last("metrics", run)["rmse"].number == least)
        #expect(last("trial", run)["intermediate"].array?.count == 5)
        #expect(last("value", run).string?.contains("rmse") == true)
        #expect(leftovers().isEmpty, "\(leftovers())")
    }

    /// The examples of a command, as its help shows them.
    private func examples(_ command: String) async throws -> [String] {
        let help = try await run("help \(command)", format: "text").output
        let lines = help.split(separator: "\n").drop { $0 != "Examples" }.dropFirst()
        return lines.map { $0.trimmingCharacters(in: .whitespaces) }
    }

    @Test func theExamplesThatNeedAManagerRunAsTheyStand() async throws {
        defer { home.remove() }
        let server = try LocalServer { _, _ in .silence }
        server.stop()
        let (updates, logs) = (try await examples("experiment update"), try await examples("experiment log"))
        #expect(updates.count == 2 && logs.count == 2)
        let first = try await run(
            // NNI drops what it has not begun where a space that is small comes to its end.
            Self.data.replacing("choice 0.005 0.02", with: "loguniform 0.005 0.02")
                + "far = experiment start svd data --space s --max-trials 4 --concurrency 1 --minimize rmse --fix n_epochs=5 --engine nni --port \(server.port) --detach\n"
                + (updates + ["experiment wait far"] + logs).joined(separator: "\n"))
        #expect(first.status == 0, "\(first.errors)")
        let attach = try #require(try await examples("experiment attach").first)
        let there = attach.replacing("8080", with: "\(server.port)")
        let second = try await run("\(there)\nexperiment trials far\nexperiment stop far")
        #expect(second.status == 0, "\(second.errors)")
        #expect(rows(last("table", second)).count == 4)
        #expect(leftovers().isEmpty, "\(leftovers())")
    }

    @Test func anEngineIsInstalledByItsExample() async throws {
        defer { home.remove() }
        let install = try #require(try await examples("engine install").first)
        let result = try await Program.run(["-c", "\(install)\nengine list"], home: home.path)
        #expect(
            result.status == 0 && result.output.contains("ready: \(home.path)/.local/share/tunebook/nni"),
            "\(result.errors)")
    }

    @Test func aPortInUseIsSaidBeforeAnythingStarts() async throws {
        defer { home.remove() }
        let server = try LocalServer { _, _ in .text("{}") }
        let run = try await run(
            Self.data + "experiment start svd data --space s --minimize rmse --engine nni --port \(server.port)")
        #expect(run.status == 1)
        #expect(run.errors.contains("port \(server.port) is in use; give another one with --port"), "\(run.errors)")
        #expect(leftovers().isEmpty)
    }

    @Test func aTunerThatNNICanNotLoadIsSaid() async throws {
        defer { home.remove() }
        let run = try await run(
            Self.data + "experiment start svd data --space s --tuner SMAC --minimize rmse --engine nni --wait")
        #expect(run.errors.contains("ModuleNotFoundError: No module named 'smac'"), "\(run.errors)")
        #expect(leftovers().isEmpty, "\(leftovers())")
    }

    @Test func aConfigurationOfTheFirstVersionRuns() async throws {
        defer { home.remove() }
        try FileManager.default.createDirectory(atPath: home.file("work/code"), withIntermediateDirectories: true)
        try home.write(#"{"n_factors": {"_type": "choice", "_value": [4, 8]}}"#, to: "work/space.json")
        try home.write(
            """
            authorName: me
            experimentName: old
            trialConcurrency: 2
            maxTrialNum: 2
            trainingServicePlatform: local
            searchSpacePath: space.json
            tuner:
              builtinTunerName: Random
              classArgs: {}
            trial:
              command: \(Program.trial) svd --train-datapath train.csv --validation-datapath validation.csv --metrics rmse mae --primary-metric mae --biased --epochs 3
              codeDir: code
              gpuNum: 0
            """, to: "work/config.yml")
        let run = try await run(
            Self.data + """
                save data.train work/code/train.csv
                save data.validation work/code/validation.csv
                old = experiment start --config work/config.yml --engine nni --wait
                experiment trials old
                experiment export old work/trials.json
                """)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errors.contains("note: work/config.yml:1: 'authorName' means nothing to NNI 3.0"), "\(run.errors)")
        let table = rows(last("table", run))
        #expect(table.count == 2)
        #expect(table.allSatisfy { $0["mae"]?.number != nil && $0["rmse"]?.number != nil }, "\(table)")
        let exported = try JSONValue(
            parsing: try String(contentsOfFile: home.file("work/trials.json"), encoding: .utf8))
        #expect(exported["trials"].array?.count == 2)
        #expect(leftovers().isEmpty, "\(leftovers())")
    }

    @Test func anExperimentOfNNIGoesOnWithMoreTrialsAndAfterAStop() async throws {
        defer { home.remove() }
        let wide = Self.data.replacing("choice 0.005 0.02", with: "loguniform 0.001 0.05")
        let start =
            wide
            + "e = experiment start svd data --space s --max-trials 3 --minimize rmse --fix n_epochs=2 --tuner Random --engine nni --name far --wait"
        #expect(try await run(start).status == 0)
        let more = try await run("e = experiment resume far --max-trials 5 --wait\nexperiment status e")
        #expect(more.status == 0 && last("experiment", more)["trials"] == 5, "\(more.errors)")
        #expect(last("experiment", more)["status"] == "DONE")
        let stopped = try await run("e = experiment resume far --max-trials 9\nexperiment stop e\nexperiment status e")
        #expect(last("experiment", stopped)["status"] == "STOPPED", "\(stopped.errors)")
        let rest = try await run("e = experiment resume far --wait\nexperiment trials e")
        let trials = rows(last("table", rest))
        #expect(trials.count == 9 && trials.allSatisfy { $0["rmse"]?.number != nil }, "\(rest.errors)")
        #expect(leftovers().isEmpty)
    }
}

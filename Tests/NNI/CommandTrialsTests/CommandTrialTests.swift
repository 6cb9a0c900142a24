import CommandTrials
import EmbeddedEngine
import Experiments
import Foundation
import Platform
import TestSupport
import Testing
import Tuning
import Values

/// Trials that are programs: what they say is taken, however they say it, and nothing of them is left.
@Suite struct CommandTrialTests {
    /// Reads the parameter and reports as NNI's shell examples do, through files.
    private static let head = #"""
        cfg="$NNI_SYS_DIR/parameter.cfg"
        x=$(sed 's/.*"x": *\([-+.0-9eE]*\).*/\1/' "$cfg")
        report() {
            line='{"parameter_id": '$NNI_TRIAL_SEQ_ID', "trial_job_id": "'${ID:-$NNI_TRIAL_JOB_ID}'", "type": "'$1'", "sequence": '$2', "value": "'$3'"}'
            printf 'ME%06d%s\n' $((${#line} + 1)) "$line" >> "$NNI_SYS_DIR/.nni/metrics"
        }
        """#

    private struct Bench {
        let folder: TemporaryFolder
        let experiment: EmbeddedExperiment
        let runner: CommandTrialRunner
        let id = "id\(Int.random(in: 0..<1_000_000_000))"

        init(_ body: String, trials: Int = 1, maxTrialDuration: Double? = nil) throws {
            folder = try TemporaryFolder()
            try folder.write(head + "\n" + body + "\n", to: "trial.sh")
            let subject = CommandSubject("bash trial.sh", source: "test", folder: folder.path)
            let space: JSONValue = ["x": ["_type": "uniform", "_value": [0, 1]]]
            var configuration = ExperimentConfiguration(
                id: id, name: "c", subject: .command(subject), searchSpace: space, tuner: "Random",
                objective: "default", mode: .minimize)
            configuration.maxTrials = trials
            configuration.concurrency = 2
            configuration.maxTrialDuration = maxTrialDuration
            runner = CommandTrialRunner(
                experiment: id, subject, objective: "default", logs: folder.file("logs"),
                environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"])
            experiment = try EmbeddedExperiment(
                configuration,
                EmbeddedExperiment.Parts(
                    tuner: RandomTuner.search(try SearchSpace(json: space), seed: 1), runner: runner),
                store: InMemoryStore())
        }

        func run() async -> [TrialRecord] {
            await experiment.start()
            await experiment.wait()
            return await experiment.snapshot.trials
        }

        var left: [Int] { RunningProcesses.with(variable: "NNI_EXP_ID=\(id)") }
    }

    @Test func resultsThroughFilesAreTakenInTheirOrder() async throws {
        let bench = try Bench(
            "for n in 0 1 2; do report PERIODICAL $n $n.5; done; report FINAL 0 \"$x\"", trials: 3)
        defer { bench.folder.remove() }
        for trial in await bench.run() {
            #expect(trial.status == .succeeded && trial.intermediate == [0.5, 1.5, 2.5])
            #expect(trial.metrics["default"]?.number == trial.parameters["x"]?.number)
        }
        #expect(bench.left.isEmpty)
    }

    @Test func valuesOfAllKindsAreWhatTheyAre() async throws {
        let bench = try Bench(
            #"""
            case $NNI_TRIAL_SEQ_ID in
            0) report FINAL 0 NaN;; 1) report FINAL 0 -Infinity;; 2) report FINAL 0 '{\"default\": 2, \"a\": {\"b\": 3}}';;
            3) report FINAL 0 '\"words\"';; 4) ;; 5) ID=other report FINAL 0 1;; 6) echo garbage >> "$NNI_SYS_DIR/.nni/metrics"; report FINAL 0 7;;
            esac
            """#, trials: 7)
        defer { bench.folder.remove() }
        let trials = await bench.run()
        #expect(trials.map(\.status) == [.succeeded, .succeeded, .succeeded, .failed, .succeeded, .failed, .succeeded])
        #expect(trials[0].metrics["default"]?.number?.isNaN == true)
        #expect(trials[1].metrics["default"]?.number == -.infinity)
        #expect(trials[2].metrics == ["default": 2.0, "a.b": 3])
        #expect(trials[3].error?.contains("no number") == true && trials[4].metrics.isEmpty)
        #expect(trials[5].error?.contains("another trial's name") == true && trials[6].metrics["default"] == 7.0)
        #expect(await bench.experiment.summary.best?.sequence == 2)
    }

    @Test func aCrashSaysItsLastWordsAndTheOthersGoOn() async throws {
        let bench = try Bench(
            "[ $NNI_TRIAL_SEQ_ID = 1 ] && { echo no such planet >&2; exit 3; }; report FINAL 0 1", trials: 3)
        defer { bench.folder.remove() }
        let trials = await bench.run()
        #expect(trials.map(\.status) == [.succeeded, .failed, .succeeded])
        #expect(trials[1].error == "it ended with status 3: no such planet")
        #expect(try bench.runner.output(of: trials[1], .errors) == "no such planet\n")
    }

    @Test func aTrialThatHangsOrIsDeafEndsWithItsTime() async throws {
        let bench = try Bench(
            "report PERIODICAL 0 9; [ $NNI_TRIAL_SEQ_ID = 1 ] && trap '' TERM INT HUP; while :; do sleep 0.1; done",
            trials: 2, maxTrialDuration: 0.5)
        defer { bench.folder.remove() }
        let start = ContinuousClock.now
        let trials = await bench.run()
        #expect(ContinuousClock.now - start < .seconds(120))
        for trial in trials { #expect(trial.status == .earlyStopped && trial.metrics["default"] == 9.0) }
        #expect(bench.left.isEmpty)
    }

    @Test(arguments: ["sleep 600 &", "setsid sleep 600 &", "(setsid bash -c 'sleep 600 & sleep 600' &)"])
    func whatATrialHasStartedEndsWithIt(call: String) async throws {
        let bench = try Bench(call + "\nreport FINAL 0 1", trials: 2)
        defer { bench.folder.remove() }
        #expect(await bench.run().allSatisfy { $0.status == .succeeded })
        #expect(bench.left.isEmpty)
        let stopped = try Bench(call + "\nsleep 600")
        defer { stopped.folder.remove() }
        await stopped.experiment.start()
        while stopped.left.count < 2 { try await Task.sleep(for: .milliseconds(20)) }
        await stopped.experiment.stop()
        #expect(stopped.left.isEmpty)
        #expect(await stopped.experiment.snapshot.trials.map(\.status) == [.userCanceled])
    }

    @Test func muchOutputIsKeptWhole() async throws {
        let bench = try Bench(
            "head -c 3000000 /dev/zero | tr '\\0' a | fold -w 99; echo the last word; report FINAL 0 1")
        defer { bench.folder.remove() }
        let trials = await bench.run()
        let text = try #require(try bench.runner.output(of: trials[0], .output))
        #expect(text.utf8.count > 3_000_000 && text.hasSuffix("the last word\n"))
    }

    @Test func nothingIsSaidOfAProgramThatIsThereAndOneThatIsNotIsNamed() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let environment = ["PATH": "/usr/local/bin:/usr/bin:/bin"]
        func check(_ command: String, in path: String) async throws {
            try await CommandTrialRunner.check(
                CommandSubject(command, source: "", folder: path), environment: environment)
        }
        for command in ["bash t.sh", "X=1 bash t.sh", "cd /; ls", "exit 3", "'ls'", "if true; then ls; fi"] {
            try await check(command, in: folder.path)
        }
        await #expect(throws: CommandTrialError.noProgram("no-such-one", folder: folder.path)) {
            try await check("no-such-one --x", in: folder.path)
        }
        await #expect(throws: CommandTrialError.noFolder("/nowhere")) { try await check("ls", in: "/nowhere") }
    }

    @Test func configurationsAreObeyedRefusedOrNamedAsIgnored() throws {
        let base: JSONObject = [
            "searchSpace": ["x": ["_type": "uniform", "_value": [0, 1]]], "trialCommand": "bash t.sh",
            "trialCodeDirectory": "/tmp", "trialConcurrency": 3, "maxTrialNumber": 9, "maxExperimentDuration": "2m",
            "maxTrialDuration": 5,
            "tuner": [
                "name": "TPE",
                "classArgs": ["optimize_mode": "minimize", "seed": 4, "tpe_args": ["n_startup_jobs": 7]],
            ],
            "assessor": ["name": "Medianstop", "classArgs": ["start_step": 2]],
            "trainingService": ["platform": "local"],
        ]
        func read(_ more: JSONObject) throws -> CommandConfiguration {
            try CommandConfiguration(base.merging(more), id: "i", name: "n", source: "c.yml")
        }
        let read1 = try read(["debug": true, "trialGpuNumber": 0, "logLevel": "trace"])
        let made = read1.configuration
        #expect(made.concurrency == 3 && made.maxTrials == 9 && made.maxDuration == 120 && made.maxTrialDuration == 5)
        #expect(made.seed == 4 && made.mode == .minimize && made.tunerArguments == ["n_startup_jobs": 7])
        #expect(made.assessor == "Medianstop" && made.assessorArguments == ["start_step": 2])
        #expect(read1.notes.map { $0.prefix { $0 != " " } } == ["debug", "logLevel"])
        for (more, word) in [
            (["trainingService": ["platform": "remote"]], "remote"), (["tuner": ["className": "a.B"]], "Python"),
            (["tuner": ["name": "DNGO"]], "DNGO"),
            (["tuner": ["name": "TPE", "classArgs": ["optimize_mode": "sideways"]]], "sideways"),
            (["tuner": ["name": "TPE", "classArgs": ["seed": "four"]]], "seed"), (["unheardOf": 1], "unheardOf"),
        ] as [(JSONObject, String)] {
            let error = #expect(throws: CommandConfigurationError.self) { try read(more) }
            #expect(error?.description.contains(word) == true)
        }
    }
}

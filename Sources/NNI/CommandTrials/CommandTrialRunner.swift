import ChildPrograms
import Compute
package import Experiments
import Foundation
import NNIProtocol
import Platform
import Synchronization
import TrialSide
import Values

/// Runs a trial as a program of any language, that speaks NNI's HTTP channel or its files: `nni`'s own package does the
/// first, a shell script can do the second.
///
/// A trial ends with its command. Whatever it has started ends with it, by its group and by the variable that all of its
/// children have, so that one in a session of its own is found too.
package final class CommandTrialRunner: TrialRunner {
    private let experimentID: String
    private let subject: CommandSubject
    private let objective: String
    private let logs: String
    private let environment: [String: String]
    private let channel = Mutex<TrialChannelServer?>(nil)
    private let open = Mutex<[String: (reports: TrialReports, parameters: TrialParameters)]>([:])
    private let guardian = Mutex<Task<Void, Never>?>(nil)

    /// - Parameters:
    ///   - logs: the folder of all experiments' trials.
    ///   - environment: what trials have beside NNI's variables.
    package init(
        experiment id: String, _ subject: CommandSubject, objective: String, logs: String,
        environment: [String: String]
    ) {
        experimentID = id
        self.subject = subject
        self.objective = objective
        self.logs = logs
        self.environment = environment
    }

    /// The shell that commands are for, as NNI's are.
    private static var shell: String { FileBytes.exists("/bin/bash") ? "/bin/bash" : "/bin/sh" }
    private var mark: String { "NNI_EXP_ID=\(experimentID)" }
    /// What all trials of this process have, and none of a process that goes on with the experiment later.
    private static let ownMark = (name: "TUNEBOOK_OWNER", value: ProcessIdentity.current)

    /// Looks whether there is such a program, in the words of the command's shell.
    ///
    /// - Throws: `CommandTrialError`.
    package static func check(_ subject: CommandSubject, environment: [String: String]) async throws {
        guard FileBytes.isFolder(subject.folder) else { throw CommandTrialError.noFolder(subject.folder) }
        let words = subject.command.split(whereSeparator: \.isWhitespace).map(String.init)
        guard let first = words.first else { throw CommandTrialError.noCommand }
        guard first.allSatisfy({ $0.isLetter || $0.isNumber || "/._-+".contains($0) }) else { return }
        let found = try await ProgramRun.run(
            shell, ["-c", "type -- \"$1\"", "check", first], environment: environment, folder: subject.folder)
        if found.status != 0 { throw CommandTrialError.noProgram(first, folder: subject.folder) }
    }

    package func run(_ request: TrialRequest, _ trial: TrialHandle) async throws -> TrialResult {
        let folder = TrialFolder(logs, experiment: experimentID, trial: request.id)
        let parameters = TrialParameters(
            number: request.sequence, request.parameters, isCustomized: request.isCustomized)
        try folder.prepare(parameters)
        let reports = TrialReports(request.id, trial)
        open.withLock { $0[request.id] = (reports, parameters) }
        defer { open.withLock { $0[request.id] = nil } }
        let address = try server().open(request.id)
        watch()
        var variables = environment.merging(
            [
                "NNI_PLATFORM": "local", "NNI_EXP_ID": experimentID, "NNI_TRIAL_JOB_ID": request.id,
                "NNI_TRIAL_SEQ_ID": "\(request.sequence)", "NNI_SYS_DIR": folder.path, "NNI_OUTPUT_DIR": folder.path,
                "NNI_CODE_DIR": subject.folder, "NNI_TRIAL_COMMAND_CHANNEL": address, "MULTI_PHASE": "false",
                Self.ownMark.name: Self.ownMark.value,
            ], uniquingKeysWith: { $1 })
        variables["PWD"] = subject.folder
        let isOver = Atomic<Bool>(false)
        let ending: ProgramGroup.Ending
        do {
            async let files: Void = follow(folder, reports) { isOver.load(ordering: .acquiring) }
            defer { isOver.store(true, ordering: .releasing) }
            ending = try await ProgramGroup.run(
                subject.command, shell: Self.shell, environment: variables, folder: subject.folder,
                output: folder.file(.output), errors: folder.file(.errors), isStopped: { trial.stop.isStopped })
            isOver.store(true, ordering: .releasing)
            await files
        }
        RunningProcesses.end(variable: "NNI_TRIAL_JOB_ID=\(request.id)")
        channel.withLock { $0?.close(request.id) }
        try trial.stop.check()
        return try result(ending, reports, folder)
    }

    private func result(
        _ ending: ProgramGroup.Ending, _ reports: TrialReports, _ folder: TrialFolder
    ) throws -> TrialResult {
        switch ending {
        case .exited(0): break
        case .exited(let status): throw CommandTrialError.failed(status: status, folder.lastWords)
        case .killed(let signal): throw CommandTrialError.killed(signal: signal, folder.lastWords)
        }
        guard let final = reports.final else {
            if reports.strangers > 0 { throw CommandTrialError.foreignReports(reports.strangers) }
            return TrialResult(objective: .nan, metrics: JSONObject())
        }
        guard let number = final.objective else { throw CommandTrialError.noNumber(final.json.text()) }
        var metrics = final.metrics(objectiveName: objective)
        metrics[objective] = .number(number)
        return TrialResult(objective: number, metrics: metrics)
    }

    /// Takes what the trial writes into its file of metrics, until it has ended and all is read.
    private func follow(_ folder: TrialFolder, _ reports: TrialReports, isOver: @Sendable () -> Bool) async {
        var metrics = LegacyMetrics(folder)
        while true {
            let isLast = isOver()
            for report in metrics.next() { reports.take(report) }
            if isLast { return }
            try? await Task.sleep(for: .milliseconds(10))
        }
    }

    private func server() throws -> TrialChannelServer {
        try channel.withLock { channel in
            if let channel { return channel }
            let new = try TrialChannelServer { [weak self] trial, message in self?.take(message, of: trial) }
            channel = new
            return new
        }
    }

    private func take(_ message: TrialMessage, of trial: String) {
        guard let known = open.withLock({ $0[trial] }) else { return }
        switch message {
        case .requestParameter: channel.withLock { $0 }?.send(.parameter(known.parameters), to: trial)
        case .metric(let report): known.reports.take(report)
        case .parameter: break
        }
    }

    package func output(of trial: TrialRecord, _ kind: TrialOutput) throws -> String? {
        TrialFolder(logs, experiment: experimentID, trial: trial.id).text(kind) ?? ""
    }

    package func close() async {
        RunningProcesses.end(variable: mark)
        channel.withLock { channel in
            channel?.stop()
            channel = nil
        }
        guardian.withLock { guardian in
            guardian?.cancel()
            guardian = nil
        }
    }

    /// A small process that ends the trials when this program is gone, however it ended: a killed program can't clean up.
    private func watch() {
        guardian.withLock { guardian in
            guard guardian == nil else { return }
            // What a process before this one has left goes first.
            RunningProcesses.end(variable: mark)
            let mark = "\(Self.ownMark.name)=\(Self.ownMark.value)"
            guardian = Task.detached {
                _ = try? await ProgramRun.run(
                    "/bin/sh", ["-c", Self.watching, "watch", "\(getpid())", mark],
                    environment: ["PATH": "/usr/bin:/bin"])
            }
        }
    }

    private static let watching = """
        while kill -0 "$1" 2>/dev/null; do sleep 0.2; done
        for round in 1 2 3 4 5; do
            for folder in /proc/[0-9]*; do
                tr '\\0' '\\n' < "$folder/environ" 2>/dev/null | grep -qxF "$2" && kill -9 "${folder#/proc/}" 2>/dev/null
            done
            sleep 0.2
        done
        """
}

extension TrialParameters {
    /// As a manager gives them.
    init(number: Int, _ parameters: JSONObject, isCustomized: Bool) {
        let record: JSONValue = [
            "parameter_id": .integer(number), "parameter_source": .string(Self.source(isCustomized: isCustomized)),
            "parameters": .object(parameters), "parameter_index": 0,
        ]
        self.init(id: .integer(number), parameters: parameters, record: record)
    }
}

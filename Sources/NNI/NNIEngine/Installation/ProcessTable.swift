import Foundation
import Platform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// NNI's managers and trials among the processes of this machine.
enum ProcessTable {
    /// The manager that was told to listen at a port.
    static func manager(port: Int) -> Int? {
        RunningProcesses.all().first { process in
            let words = RunningProcesses.call(of: process)
            guard words.contains(where: { $0.hasSuffix("/main.js") && $0.contains("nni_node") }),
                let flag = words.firstIndex(of: "--port"), flag + 1 < words.count
            else { return false }
            return words[flag + 1] == "\(port)" && ProcessIdentity.isAlive(process)
        }
    }

    /// The experiment that a manager was started for.
    static func experiment(ofManager process: Int) -> String? {
        let words = RunningProcesses.call(of: process)
        guard let flag = words.firstIndex(of: "--experiment-id"), flag + 1 < words.count else { return nil }
        return words[flag + 1]
    }

    /// The trials of an experiment on this machine, which know it from their environment, and its manager and tuner.
    static func processes(ofExperiment id: String) -> [Int] {
        let own = Int(ProcessInfo.processInfo.processIdentifier)
        return RunningProcesses.all().filter { process in
            guard process != own, process > 1 else { return false }
            let variables = RunningProcesses.environment(of: process)
            return variables.contains("NNI_EXP_ID=\(id)") || experiment(ofManager: process) == id
                || variables.contains { $0.hasPrefix("NNI_LOG_DIRECTORY=") && $0.contains("/\(id)/") }
        }
    }

    /// Ends what is left of an experiment on this machine: politely first, then for good.
    static func end(experiment id: String, manager: Int?) async {
        for signal in [SIGTERM, SIGKILL] {
            var left = processes(ofExperiment: id)
            if let manager, ProcessIdentity.isAlive(manager), !left.contains(manager) { left.append(manager) }
            if left.isEmpty { return }
            for process in left {
                kill(pid_t(process), signal)
                // NNI gives its manager a group of its own, which holds the tuner and the trials.
                if process == manager { kill(-pid_t(process), signal) }
            }
            for _ in 0..<50 where left.contains(where: ProcessIdentity.isAlive) {
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
    }
}

import Foundation

/// The log of a manager on this machine, read for the reason of its end: its REST interface gives none.
struct ManagerLog {
    /// The folder of the experiment's logs.
    let folder: String

    /// `nil` where the folder is not there.
    init?(experiment id: String, folder: String?) {
        let root = folder ?? FileManager.default.homeDirectoryForCurrentUser.path + "/nni-experiments/\(id)"
        self.folder = root + "/log"
        guard FileManager.default.fileExists(atPath: self.folder) else { return nil }
    }

    func text(_ name: String) -> String? {
        FileManager.default.contents(atPath: "\(folder)/\(name)").map { String(decoding: $0, as: UTF8.self) }
    }

    /// The last line of the traceback that a tuner left when it died.
    var tunerFailure: String? {
        let lines = [text("dispatcher.log"), text("nnictl_stderr.log")].compactMap { $0 }
            .flatMap { $0.split(separator: "\n") }
        guard lines.contains(where: { $0.hasPrefix("Traceback") || $0.contains("ERROR") }) else { return nil }
        let last = lines.last {
            $0.firstMatch(of: #/^\w+(\.\w+)*(Error|Exception)\b/#) != nil && !$0.contains("did not connect")
        }
        return last.map { line in
            let line = String(line.prefix(400))
            return line.contains("No module named")
                ? "\(line); the tuner needs more than is installed, 'pip install nni[NAME]' in NNI's environment may help"
                : line
        }
    }

    /// Whether the manager gave up on a tuner that was only slow: it waits ten seconds and no more.
    var gaveUpOnSlowTuner: Bool {
        (text("nnimanager.log") ?? "").contains("Tuner did not connect in") && tunerFailure == nil
    }

    /// Whether somebody asked the manager to end.
    var wasStopped: Bool {
        (text("nnimanager.log") ?? "").contains(#/Initiate shutdown: (REST request|SIG(TERM|INT|HUP|BREAK))/#)
    }

    /// The first error that the manager or its tuner has logged, without the time and the stack.
    func reason(workers: [Worker]) -> String? {
        if let failure = tunerFailure { return "NNI's tuner failed: \(failure)" }
        // What is logged while it shuts down is the consequence, not the reason.
        let log = text("nnimanager.log") ?? ""
        let before = log.firstRange(of: "Initiate shutdown").map { log[..<$0.lowerBound] } ?? log[...]
        let own = before.split(separator: "\n").first {
            $0.contains("] ERROR (") || $0.contains("] CRITICAL (")
        }
        // A manager that dies may lose the end of its log, but not what Node writes as it ends.
        let last = (text("nnictl_stderr.log") ?? "").split(separator: "\n").first { $0.contains("Error: ") }
        guard let message = own?.firstMatch(of: #/\] (?:ERROR|CRITICAL) \([^)]*\) (.*)/#)?.1 ?? last else { return nil }
        return Self.explained(String(message.prefix(400)), workers)
    }

    private static func explained(_ message: String, _ workers: [Worker]) -> String {
        let names = workers.map { "\($0)" }.joined(separator: " or ")
        if message.contains("authentication methods failed") {
            return "\(names) refuses the key; is its public half in ~/.ssh/authorized_keys there, and the user right?"
        }
        if message.contains("Cannot find python") {
            return "\(names) has no Python in its PATH; --worker-python names the folder of one that has NNI"
        }
        if message.contains("SSH command failed"), message.contains("pip install nni") || message.contains("import nni")
        {
            return "NNI can't be installed on \(names); install it there, and name its folder with --worker-python"
        }
        if message.contains("Encrypted") || message.contains("passphrase") {
            return
                "the SSH key has a passphrase; give that as sshPassphrase of a machine in a file for --training-service"
        }
        return message
    }
}

import Foundation
import Subprocess

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A shell's command in a session of its own, with its output in files: nothing of it reaches this terminal.
package enum ProgramGroup {
    package enum Ending: Hashable, Sendable {
        case exited(Int)
        case killed(signal: Int)
    }

    /// Runs the command to its end. Where it is to stop it is asked first, with all of its group, and after a while ended.
    ///
    /// - Parameters:
    ///   - output: the path of the file that takes its standard output; `errors` likewise.
    ///   - patience: seconds from the asking to the end for good.
    ///   - isStopped: looked at now and then.
    /// - Throws: why it could not be started.
    package static func run(
        _ command: String, shell: String, environment: [String: String], folder: String, output: String, errors: String,
        patience: Double = 3, isStopped: @escaping @Sendable () -> Bool
    ) async throws -> Ending {
        var options = PlatformOptions()
        options.createSession = true
        let variables = environment.map { Array("\($0.key)=\($0.value)\0".utf8) }
        let access: FilePermissions = [.ownerReadWrite, .groupRead, .otherRead]
        let streams = try [output, errors].map {
            try FileDescriptor.open(
                FilePath($0), .writeOnly, options: [.create, .append, .closeOnExec], permissions: access)
        }
        let configuration = Configuration(
            executable: .path(FilePath(shell)), arguments: ["-c", command], environment: .custom(variables),
            workingDirectory: FilePath(folder), platformOptions: options)
        let outcome = try await Subprocess.run(
            configuration, input: .none,
            output: .fileDescriptor(streams[0], closeAfterSpawningProcess: true),
            error: .fileDescriptor(streams[1], closeAfterSpawningProcess: true)
        ) { execution in
            let group = pid_t(execution.processIdentifier.value)
            var asked: ContinuousClock.Instant?
            while !hasEnded(group) {
                if isStopped() {
                    if let asked, ContinuousClock.now - asked > .seconds(patience) {
                        kill(-group, SIGKILL)
                    } else if asked == nil {
                        asked = .now
                        kill(-group, SIGTERM)
                    }
                }
                try? await Task.sleep(for: .milliseconds(10))
            }
            // What it has left in its group.
            kill(-group, SIGKILL)
        }
        switch outcome.terminationStatus {
        case .exited(let code): return .exited(Int(code))
        case .signaled(let signal): return .killed(signal: Int(signal))
        }
    }

    /// Whether a child has ended, without taking its status, which is its parent's to take.
    private static func hasEnded(_ process: pid_t) -> Bool {
        var info = unsafe siginfo_t()
        let status = unsafe waitid(P_PID, id_t(process), &info, WEXITED | WNOHANG | WNOWAIT)
        let signal = unsafe info.si_signo
        return status != 0 || signal == SIGCHLD
    }
}

import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The processes of this machine, as `/proc` tells of them.
package enum RunningProcesses {
    package static func all() -> [Int] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { Int($0) }
    }

    /// The words that a process was called with.
    package static func call(of process: Int) -> [String] { words(process, "cmdline") }
    /// The variables that it began with, as `NAME=VALUE`.
    package static func environment(of process: Int) -> [String] { words(process, "environ") }

    private static func words(_ process: Int, _ file: String) -> [String] {
        (FileManager.default.contents(atPath: "/proc/\(process)/\(file)") ?? Data()).split(separator: 0)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// Those that began with a variable, and what they started since, this one excepted.
    package static func with(variable: String) -> [Int] {
        let mark = Data(variable.utf8)
        let own = Int(getpid())
        return all().filter { process in
            guard process != own, process > 1,
                let bytes = FileManager.default.contents(atPath: "/proc/\(process)/environ"),
                let place = bytes.firstRange(of: mark)
            else { return false }
            let isBegun = place.lowerBound == 0 || bytes[place.lowerBound - 1] == 0
            return isBegun && (place.upperBound == bytes.count || bytes[place.upperBound] == 0)
                && ProcessIdentity.isAlive(process)
        }
    }

    /// Ends at once whatever began with a variable, wherever it has moved to: groups and sessions of their own too.
    package static func end(variable: String) {
        for _ in 0..<20 {
            let left = with(variable: variable)
            if left.isEmpty { return }
            for process in left { kill(pid_t(process), SIGKILL) }
            // One that forks at this moment is found in the next round.
            usleep(2000)
        }
    }
}

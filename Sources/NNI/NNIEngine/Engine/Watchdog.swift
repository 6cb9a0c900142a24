import ChildPrograms
import Foundation

/// A small process that ends a manager when this program is gone, however it ended: a killed program can't clean up.
enum Watchdog {
    /// Looks once a second whether both are there. The manager ends its trials when it is asked to end; one that does not
    /// is ended for good after half a minute, with its group.
    private static let script = """
        while kill -0 "$1" 2>/dev/null && kill -0 "$2" 2>/dev/null; do sleep 1; done
        kill -0 "$1" 2>/dev/null && exit 0
        kill "$2" 2>/dev/null || exit 0
        for second in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
            kill -0 "$2" 2>/dev/null || exit 0
            sleep 1
        done
        kill -9 -- "-$2" 2>/dev/null
        """

    static func guardManager(_ manager: Int) {
        let own = ProcessInfo.processInfo.processIdentifier
        Task.detached {
            _ = try? await ProgramRun.run(
                "/bin/sh", ["-c", script, "watch", "\(own)", "\(manager)"], environment: ["PATH": "/usr/bin:/bin"])
        }
    }
}

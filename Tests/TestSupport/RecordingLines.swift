import Synchronization

/// Lines that several threads write and a test reads.
package final class RecordingLines: Sendable {
    private let lines = Mutex<[String]>([])

    package init() {}

    package func add(_ line: String) { lines.withLock { $0.append(line) } }
    package var all: [String] { lines.withLock { $0 } }
    package var text: String { all.joined(separator: "\n") }
}

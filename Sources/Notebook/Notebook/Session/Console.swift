package import Compute

/// The world outside as the session sees it: where results, messages and progress go.
package protocol Console: Sendable {
    /// Writes results. - Throws: `ConsoleClosed` once nobody reads them any more.
    func write(_ text: String) throws
    /// Writes a line for people, beside the results: a notice, a warning or an error.
    func notice(_ text: String)
    /// Shows how far the running command is, where a terminal can show it; `nil` takes the last one away.
    func show(_ progress: WorkProgress?)
    /// How texts look here, now: windows change.
    var style: TextStyle { get }
    /// Whether a person types, one statement after another.
    var isInteractive: Bool { get }
}

/// Nobody reads the results any more: the reader of a pipe has left.
package struct ConsoleClosed: Error {
    package init() {}
}

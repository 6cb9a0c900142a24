/// Writes each result as one line of JSON, while the session is asked for JSON.
package struct JSONLinesObserver: SessionObserver {
    private let write: @Sendable (String) throws -> Void

    /// - Parameter write: takes a line with its newline; throws `ReaderLeft` once nobody reads.
    package init(write: @escaping @Sendable (String) throws -> Void) { self.write = write }

    package func output(_ result: CellResult) async throws {
        if result.format == .json { try write(await result.line() + "\n") }
    }
}

package import Script
import Values

/// Cells that run again, and what a lost session had.
extension Session {
    /// Runs a statement of a cell, and notes what it took and gave.
    func traced(_ statement: Statement, in source: Source) async throws {
        trace = StatementTrace(statement.text)
        defer { trace = nil }
        try await execute(statement, in: source)
        // `rerun` leaves the traces of what it ran.
        guard var done = trace else { return }
        done.isDone = true
        journal.trace(done)
    }

    // MARK: - Rerunning

    /// Runs cells again inside the running one.
    ///
    /// - Parameter words: their numbers, `L` and a number for those of the lost session, `3-5` for several, `lost` or `stale`
    ///   for all such; empty: the last cell.
    /// - Throws: a `Diagnostic` of the cell that fails, `PlacedError` at a word that names none.
    package func rerun(_ words: [CallWord], calledAt call: SourceRange) async throws {
        let past = journal.past.filter { $0.label != nil }
        var chosen: [Journal.Entry] = []
        for word in words { chosen += try PlacedError.place(word.range) { try Self.cells(word.text, of: past) } }
        if words.isEmpty { chosen = past.last { !$0.isAside }.map { [$0] } ?? [] }
        guard !chosen.isEmpty else {
            throw PlacedError(NotebookError.unavailable("there is no cell that could run again"), at: call)
        }
        let origin = chosen.compactMap(\.label).joined(separator: ", ")
        let text = chosen.map(\.text).joined(separator: "\n")
        if let statement = trace?.text { journal.replace(statement, with: text, of: origin) }
        let outer = sourceOfCall
        for entry in chosen {
            let name = "[\(entry.label ?? "")]"
            guard !sources.contains(name) else {
                throw PlacedError(NotebookError.sourceLoop(path: "cell \(name)"), at: call)
            }
            sources.append(name)
            defer { sources.removeLast() }
            let source = Source(name: name, text: entry.text, folder: outer.folder)
            do {
                let script = try Parser.parse(source, commands: commands.vocabulary)
                for statement in script.statements { try await traced(statement, in: source) }
            } catch let diagnostic as Diagnostic {
                throw diagnostic.called(from: outer, at: call)
            }
        }
        trace = nil
    }

    /// The cells that a word names: of several of one number the last one.
    private static func cells(_ word: String, of past: [Journal.Entry]) throws -> [Journal.Entry] {
        let lost = past.filter { $0.label?.hasPrefix("L") == true }
        let own = past.filter { $0.label?.hasPrefix("L") != true }
        switch word.lowercased() {
        case "lost" where !lost.isEmpty:
            return lost.filter { !$0.isAside && $0.outcome != .failed && $0.outcome != .invalid }
        case "stale":
            let stale = Journal.staleness(of: past)
            let cells = past.indices.filter { stale[$0] != nil }.map { past[$0] }
            if cells.isEmpty { throw NotebookError.unavailable("no cell is stale") }
            return cells
        default: break
        }
        func place(_ name: Substring) -> Int? {
            // A number that this session has not reached yet is one of the lost session's.
            past.lastIndex { $0.label == name.uppercased() }
                ?? (own.contains { $0.label == String(name) } ? nil : past.lastIndex { $0.label == "L\(name)" })
        }
        let ends = word.split(separator: "-", omittingEmptySubsequences: false)
        let places = ends.compactMap(place)
        guard (1...2).contains(ends.count), places.count == ends.count, let first = places.first,
            let last = places.last, first <= last
        else {
            let known = [own, lost].compactMap { cells -> String? in
                guard let first = cells.first?.label, let last = cells.last?.label else { return nil }
                return first == last ? first : "\(first) to \(last)"
            }
            throw NotebookError.badValue(
                word, of: "CELL",
                expected: known.isEmpty
                    ? "the number of a cell that has run" : "one of " + known.joined(separator: ", "),
                nearest: nil)
        }
        return Array(past[first...last])
    }

    // MARK: - What the lost session had

    /// What a name stands for: what this session has, or what the lost session had, which is made again.
    func found(_ name: String, at range: SourceRange) async throws -> any SessionObject {
        do { return try object(named: name) } catch let error as NotebookError {
            guard case .unknownObject = error, !isRemaking else { throw PlacedError(error, at: range) }
            let statements = journal.statements(behind: name)
            guard !statements.isEmpty else { throw PlacedError(error, at: range) }
            try await remake(name, statements, calledAt: range)
            return try PlacedError.place(range) { try object(named: name) }
        }
    }

    /// Runs statements of the lost session again. What this session has meanwhile defined stays as it is.
    private func remake(
        _ name: String, _ statements: [(cell: Int, trace: StatementTrace)], calledAt range: SourceRange
    ) async throws {
        let lines = statements.map { $0.trace.text.split(separator: "\n").first.map(String.init) ?? "" }
        let shown = lines.prefix(4).joined(separator: "; ") + (lines.count > 4 ? "; …" : "")
        notice("making '\(name)' of the lost session again: \(shown)")
        let own = objects
        let given = statements.reduce(into: Set<String>()) { $0.formUnion($1.trace.defines) }
        let (cell, results, lastResult, settings, trace) = (cell, results, lastResult, settings, trace)
        let outer = sourceOfCall
        (isRemaking, self.trace) = (true, nil)
        func restore() async {
            isRemaking = false
            (self.cell, self.results, self.lastResult, self.settings) = (cell, results, lastResult, settings)
            for (name, object) in own where given.contains(name) { await define(name, object) }
            self.trace = trace
            sourceOfCall = outer
        }
        do {
            for (number, made) in statements {
                self.cell = number
                let source = Source(name: "[L\(number)]", text: made.text)
                let script = try Parser.parse(source, commands: commands.vocabulary)
                for statement in script.statements { try await execute(statement, in: source) }
            }
            await restore()
            self.trace?.read(name)
        } catch let diagnostic as Diagnostic {
            await restore()
            throw diagnostic.called(from: outer, at: range)
        } catch {
            await restore()
            throw error
        }
    }
}

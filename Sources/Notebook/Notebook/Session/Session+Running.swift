import Compute
import Platform
package import Script

/// How statements leave the ordinary way.
package enum Interruption: Error { case quit }

extension Session {
    /// Parses and runs a text, shows the error if there is one, and says how it ended. Cancelling the task interrupts.
    ///
    /// - Parameter isWhole: whether the text is all there is, so that every `--set` must find its `param` in it.
    package func run(_ source: Source, isWhole: Bool = true) async -> Outcome {
        guard let script = parsed(source, isWhole: isWhole) else { return .invalid }
        return await run(script)
    }

    /// A text as cells that can run one by one; `nil` where it is no script, once that is said.
    package func parsed(_ source: Source, isWhole: Bool = true) -> ParsedScript? {
        do {
            let script = try parse(source)
            if isWhole { try checkParameters(of: script) }
            return script
        } catch {
            failed(error)
            return nil
        }
    }

    /// Runs one cell of a script.
    package func run(_ part: ScriptCell, of script: ParsedScript) async -> Outcome {
        if part.markdown == nil { beginCell() }
        let cell = Cell(
            number: part.markdown == nil ? self.cell : nil, title: part.title, markdown: part.markdown, text: part.text)
        return await run(cell, part.statements, in: script.source)
    }

    /// Runs a text as one cell, however many statements it has: what a notebook sends. Cancelling the task interrupts.
    ///
    /// - Parameter isCounted: whether it takes the next number; otherwise neither it nor its results are remembered.
    package func run(cell text: String, isCounted: Bool = true) async -> Outcome {
        self.isCounted = isCounted
        defer { self.isCounted = true }
        if isCounted { beginCell() }
        let script: ParsedScript
        do {
            let source = try Source(name: "[\(self.cell)]", utf8: Array(text.utf8))
            script = try parse(source)
        } catch {
            failed(error)
            return .invalid
        }
        let cell = Cell(number: isCounted ? self.cell : nil, title: nil, markdown: nil, text: script.source.text)
        return await run(cell, script.statements, in: script.source)
    }

    private func run(_ script: ParsedScript) async -> Outcome {
        var worst = Outcome.done
        for part in script.cells {
            let outcome = await run(part, of: script)
            if outcome == .failed { worst = .failed }
            if outcome != .done, outcome != .failed || !goesOn { return outcome }
        }
        return worst
    }

    private func run(_ cell: Cell, _ statements: [Statement], in source: Source) async -> Outcome {
        for observer in observers { await observer.cellBegan(cell) }
        let outcome = await run(statements, in: source)
        if outcome == .done || outcome == .quit, !statements.isEmpty, statements.allSatisfy(isAside) {
            journal.setAside()
        }
        for observer in observers { observer.cellEnded(cell, outcome) }
        if let warning = journal.takeWarning() { notice("warning: " + warning) }
        return outcome
    }

    /// Whether all that a statement does is to look at the session: no document misses it.
    private func isAside(_ statement: Statement) -> Bool {
        guard case .command(let call, nil) = statement.kind else { return false }
        let words = call.words.prefix(2).map { $0.literal ?? "" }
        return (try? commands.find(words))?.declaration.isAside == true
    }

    private func run(_ statements: [Statement], in source: Source) async -> Outcome {
        var hasFailed = false
        for statement in statements {
            if echoes { notice("[\(cell)] \(statement.text)") }
            do {
                try await traced(statement, in: source)
            } catch is ReaderLeft {
                return .closed
            } catch Interruption.quit {
                return .quit
            } catch let diagnostic as Diagnostic {
                failed(diagnostic)
                hasFailed = true
            } catch {
                // Cancellation, whichever layer noticed it first.
                return .interrupted
            }
            if hasFailed, !goesOn { return .failed }
        }
        return hasFailed ? .failed : .done
    }

    /// Runs a script file inside this session; an error names both places.
    ///
    /// - Throws: a `Diagnostic` of either file.
    package func run(
        file path: String, identity: String, calledAt call: SourceRange, named place: SourceRange
    ) async throws {
        guard !sources.contains(identity) else { throw PlacedError(NotebookError.sourceLoop(path: path), at: place) }
        let outer = sourceOfCall
        let bytes = try PlacedError.place(place) { try FileBytes.read(path) }
        let source: Source
        do { source = try Source(name: path, utf8: bytes, folder: path.parentFolder) } catch {
            throw error.called(from: outer, at: place)
        }
        sources.append(identity)
        defer { sources.removeLast() }
        do {
            let script = try parse(source)
            for statement in script.statements { try await execute(statement, in: source) }
        } catch let diagnostic as Diagnostic {
            throw diagnostic.called(from: outer, at: call)
        }
    }

    /// A file that is to be read: beside the script that names it where it is there, else as the name says.
    package func sought(_ path: String) -> String {
        guard let folder = sourceOfCall.folder, folder != ".", !path.hasPrefix("/") else { return path }
        let beside = folder + "/" + path
        return FileBytes.exists(beside) ? beside : path
    }

    /// Runs one statement; every error becomes a `Diagnostic` with its place.
    func execute(_ statement: Statement, in source: Source) async throws {
        note(statement)
        let outer = running
        running = statement.text
        defer { running = outer }
        do {
            try Task.checkCancellation()
            try await perform(statement, in: source)
        } catch {
            let reason = (error as? PlacedError)?.error ?? error
            throw told(try diagnostic(error, statement.range, source), of: reason, statement, source)
        }
    }

    /// An error as a person reads it: at its own place, or else at this one.
    ///
    /// - Throws: what is no error of the statement: quitting, cancellation, a closed pipe.
    func diagnostic(_ error: any Error, _ range: SourceRange, _ source: Source) throws -> Diagnostic {
        guard let placed = error as? PlacedError else { return try self.placed(error, range, source) }
        return try self.placed(placed.error, placed.range, source)
    }

    private func placed(_ error: any Error, _ range: SourceRange, _ source: Source) throws -> Diagnostic {
        switch error {
        case let diagnostic as Diagnostic: return diagnostic
        case is Interruption, is ReaderLeft, is CancellationError: throw error
        case ComputeError.stopped: throw CancellationError()
        case let error as NotebookError:
            return Diagnostic(
                error.description, hint: error.hint, code: FailureText.code(of: error), source: source, range: range)
        default: return Diagnostic("\(error)", code: FailureText.code(of: error), source: source, range: range)
        }
    }

    /// Values from outside must be meant for a parameter that the script has.
    private func checkParameters(of script: ParsedScript) throws {
        var known: [String] = []
        for statement in script.statements {
            if case .parameter(let name, _) = statement.kind { known.append(name.name) }
        }
        try check(known)
    }

    private func check(_ known: [String]) throws(NotebookError) {
        for name in parameters.keys.sorted() where !known.contains(name) {
            throw .unknownParameter(name, known: known)
        }
    }

    /// The same for a text that came statement by statement, once all of it has.
    ///
    /// - Returns: whether every value was meant for a parameter; otherwise the error has been shown.
    package func checkParameters() -> Bool {
        do {
            try check(declared)
            return true
        } catch {
            failed(error)
            return false
        }
    }

    // MARK: - The end

    /// Waits for what a script started, and says so; cancelling the task stops it.
    package func finish() async -> Outcome {
        let running = await background.running()
        if !running.isEmpty {
            let names = running.map(\.name).joined(separator: ", ")
            notice("waiting for \(names) to end; Ctrl-C stops \(running.count == 1 ? "it" : "them")")
        }
        let show = progress()
        let failures = await background.wait(show)
        show(nil)
        await tellWarnings()
        guard Task.isCancelled else {
            for failure in failures { failed(NotebookError.unavailable(failure)) }
            return failures.isEmpty ? .done : .failed
        }
        await stop()
        return .interrupted
    }

    /// Stops what goes on beside the statements, and says what is kept of it.
    package func stop() async {
        for word in await background.stop() { notice(word) }
    }
}

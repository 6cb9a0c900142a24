import Compute
import Experiments
import Foundation
package import Script

/// How statements leave the ordinary way.
enum Interruption: Error { case quit }

extension Session {
    /// Parses and runs a text, shows the error if there is one, and says how it ended. Cancelling the task interrupts.
    ///
    /// - Parameter isWhole: whether the text is all there is, so that every `--set` must find its `param` in it.
    package func run(_ source: Source, isWhole: Bool = true) async -> Outcome {
        let script: ParsedScript
        do {
            script = try Parser.parse(source, commands: CommandTable.vocabulary)
            if isWhole { try checkParameters(of: script) }
        } catch let diagnostic as Diagnostic {
            console.notice(diagnostic.rendered(columns: console.style.columns))
            return .invalid
        } catch {
            console.notice("error: \(error)")
            return .invalid
        }
        return await run(script)
    }

    private func run(_ script: ParsedScript) async -> Outcome {
        var hasFailed = false
        for scriptCell in script.cells where scriptCell.markdown == nil {
            beginCell()
            for statement in scriptCell.statements {
                if echoes { console.notice("[\(cell)] \(statement.text)") }
                do {
                    try await execute(statement, in: script.source)
                } catch is ConsoleClosed {
                    return .closed
                } catch Interruption.quit {
                    return .quit
                } catch let diagnostic as Diagnostic {
                    console.notice(diagnostic.rendered(columns: console.style.columns))
                    hasFailed = true
                } catch {
                    // Cancellation, whichever layer noticed it first.
                    console.notice("interrupted")
                    return .interrupted
                }
                if hasFailed, !goesOn { return .failed }
            }
        }
        return hasFailed ? .failed : .done
    }

    /// Runs a script file inside this session; an error names both places.
    func runNested(_ source: Source, calledFrom outer: Source, at range: SourceRange) async throws {
        do {
            let script = try Parser.parse(source, commands: CommandTable.vocabulary)
            for statement in script.statements { try await execute(statement, in: source) }
        } catch let diagnostic as Diagnostic {
            throw diagnostic.called(from: outer, at: range)
        }
    }

    /// Runs one statement; every error becomes a `Diagnostic` with its place.
    func execute(_ statement: Statement, in source: Source) async throws {
        note(statement)
        do {
            try Task.checkCancellation()
            try await perform(statement, in: source)
        } catch let error as PlacedError {
            throw try placed(error.error, error.range, source)
        } catch {
            throw try placed(error, statement.range, source)
        }
    }

    /// - Throws: what is no error of the statement: quitting, cancellation, a closed pipe.
    private func placed(_ error: any Error, _ range: SourceRange, _ source: Source) throws -> Diagnostic {
        switch error {
        case let diagnostic as Diagnostic: return diagnostic
        case is Interruption, is ConsoleClosed, is CancellationError: throw error
        case ComputeError.stopped: throw CancellationError()
        case let error as NotebookError:
            return Diagnostic(error.description, hint: error.hint, source: source, range: range)
        default: return Diagnostic("\(error)", source: source, range: range)
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
            console.notice("error: \(error)")
            return false
        }
    }

    // MARK: - The end

    /// Waits for the experiments that a script started, and says so; cancelling the task stops them.
    package func finish() async -> Outcome {
        let running = await runningExperiments()
        guard !running.isEmpty else {
            await warnOfExperiments()
            return .done
        }
        let names = running.map(\.configuration.name).joined(separator: ", ")
        console.notice("waiting for \(names) to end; Ctrl-C stops \(running.count == 1 ? "it" : "them")")
        for experiment in running { await experiment.wait() }
        await warnOfExperiments()
        guard Task.isCancelled else { return .done }
        await stopExperiments()
        return .interrupted
    }
}

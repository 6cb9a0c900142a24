import LineEditing
import Notebook
import Platform
import Script

/// Runs a file, statements of the command line, or standard input.
struct ScriptRun {
    let session: Session
    let terminal: TerminalObserver

    /// - Returns: the exit status.
    func run(_ options: CommandLineOptions) -> Int32 {
        if !options.statements.isEmpty { return end(run(options.statements, keepsGoing: options.run.keepGoing)) }
        if let file = options.file, file != "-" { return run(file: file, inSteps: options.step) }
        return end(runInput(keepsGoing: options.run.keepGoing))
    }

    /// - Returns: the exit status.
    func run(file: String, inSteps: Bool = false) -> Int32 {
        do {
            let source = try Source(name: file, utf8: try FileBytes.read(file), folder: file.parentFolder)
            return end(inSteps ? Stepping(session: session, terminal: terminal).run(source) : run(source))
        } catch {
            MainThread.wait { [session] in await session.failed(error) }
            return end(.invalid)
        }
    }

    /// Waits for what was started, and closes the session.
    private func end(_ outcome: Outcome) -> Int32 {
        var outcome = outcome
        let end = outcome == .interrupted ? stop() : finish()
        if outcome == .done || outcome == .quit { outcome = end }
        MainThread.wait { [session] in await session.background.close() }
        return status(outcome)
    }

    private func run(_ source: Source) -> Outcome { MainThread.wait { [session] in await session.run(source) } }

    /// Runs the statements of each `-c`, one after another.
    private func run(_ texts: [String], keepsGoing: Bool) -> Outcome {
        if texts.count == 1 { return run(Source(name: "-c", text: texts[0])) }
        var worst = Outcome.done
        for text in texts {
            let source = Source(name: "-c", text: text)
            let outcome = MainThread.wait { [session] in await session.run(source, isWhole: false) }
            if outcome == .done { continue }
            guard keepsGoing, outcome == .failed || outcome == .invalid else { return outcome }
            worst = .failed
        }
        return MainThread.wait { [session] in await session.checkParameters() } ? worst : .invalid
    }

    /// Runs each statement as soon as its last line has come.
    private func runInput(keepsGoing: Bool) -> Outcome {
        var reader = InputReader(limit: Source.lineLimit)
        var pending: [UInt8] = []
        var blocks = OpenBlocks(commands: session.commands.vocabulary)
        var firstLine = 1
        var line = 0
        var worst = Outcome.done
        while true {
            let input = reader.readLine()
            guard case .line(let text) = input else {
                if input == .interrupted { return .interrupted }
                break
            }
            line += 1
            if pending.isEmpty {
                if text.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }) { continue }
                firstLine = line
                blocks = OpenBlocks(commands: session.commands.vocabulary)
            }
            pending += text + [UInt8(ascii: "\n")]
            let isTooLong = pending.count > Source.sizeLimit
            guard blocks.mayBeComplete(with: String(decoding: text, as: UTF8.self)) || isTooLong else { continue }
            guard let outcome = run(pending, firstLine, hasEnded: isTooLong) else { continue }
            pending = []
            if outcome == .done { continue }
            guard keepsGoing, outcome == .failed || outcome == .invalid else { return outcome }
            worst = .failed
        }
        if !pending.isEmpty, let outcome = run(pending, firstLine, hasEnded: true), outcome != .done { return outcome }
        return MainThread.wait { [session] in await session.checkParameters() } ? worst : .invalid
    }

    /// - Returns: `nil` where more lines could complete the text.
    private func run(_ bytes: [UInt8], _ firstLine: Int, hasEnded: Bool) -> Outcome? {
        do {
            let source = try Source(name: "standard input", utf8: bytes, firstLine: firstLine)
            if !hasEnded, Parser.needsMore(source.text, commands: session.commands.vocabulary) { return nil }
            return MainThread.wait { [session] in await session.run(source, isWhole: false) }
        } catch {
            MainThread.wait { [session] in await session.failed(error) }
            return .invalid
        }
    }

    /// Waits for what the script started.
    private func finish() -> Outcome { MainThread.wait { [session] in await session.finish() } }

    private func stop() -> Outcome {
        MainThread.wait { [session] in
            await session.stop()
            return .interrupted
        }
    }

    private func status(_ outcome: Outcome) -> Int32 {
        switch outcome {
        case .done, .quit: 0
        case .failed: 1
        case .invalid: 2
        case .interrupted: Signals.status
        // As a program that SIGPIPE ends.
        case .closed: 141
        }
    }
}

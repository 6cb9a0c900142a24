import ChildPrograms
import Display
import Platform
import Script
import Values

extension Session {
    func perform(_ statement: Statement, in source: Source) async throws {
        switch statement.kind {
        case .command(let call, let target): try await perform(call, target: target, in: source)
        case .expression(let expression, let target):
            let value = try await evaluate(expression)
            if let target { await define(target.name, value) }
            remember(value, name: target?.name)
            // What is only a number or a text says nothing new under its name.
            if target == nil || value.kind != .value { try await show(value, name: target?.name) }
        case .print(let expressions, let redirect): try await print(expressions, redirect)
        case .assert(let condition, let message): try await check(condition, message, in: source)
        case .forLoop(let variable, let words, let body):
            for value in try await values(of: words) {
                await define(variable.name, value)
                for inner in body { try await execute(inner, in: source) }
            }
        case .conditional(let branches, let otherwise):
            for branch in branches where try await holds(branch.condition) {
                for inner in branch.body { try await execute(inner, in: source) }
                return
            }
            for inner in otherwise { try await execute(inner, in: source) }
        case .space(let name, let lines): try await defineSpace(name, lines, in: source)
        case .parameter(let name, let expression): try await defineParameter(name, expression)
        case .shell(let command, let range):
            try await PlacedError.placeAsync(range) { try await runShell(command) }
        case .time(let inner):
            let start = ContinuousClock.now
            try await execute(inner, in: source)
            let elapsed = ContinuousClock.now - start
            notice("took \(Figures.duration(elapsed / .seconds(1)))")
        }
    }

    // MARK: - Commands

    private func perform(_ call: CommandCall, target: Identifier?, in source: Source) async throws {
        var words: [CallWord] = []
        for word in call.words { words.append(try await evaluate(word)) }
        let first = words.prefix(2).filter { !$0.isQuoted }.map(\.text)
        let asksHelp = words.contains { !$0.isQuoted && $0.text == "--help" }
        // `load --help` is about all that begins so.
        if first.count == 2, first[1] == "--help", commands.named(first[0]) == nil {
            let group = commands.beginning(with: [first[0]])
            if !group.isEmpty { return try await show(TextObject(Help.list(group)), call.redirect) }
        }
        let entry = try PlacedError.place(words.first?.range ?? call.range) { try commands.find(first) }
        let command = entry.declaration
        if asksHelp { return try await show(TextObject(Help.text(of: command, in: commands)), call.redirect) }
        let invocation = try Invocation(
            command, words.dropFirst(command.words.count), range: call.range, target: target?.name)
        sourceOfCall = source
        let result: (any SessionObject)?
        do {
            result =
                try await
                (isRemaking
                ? entry.command.runAgain(invocation, in: self) : entry.command.run(invocation, in: self))
        } catch {
            throw Self.placed(error, invocation)
        }
        guard var result else {
            if let target { throw PlacedError(NotebookError.noResult("'\(command.name)'"), at: target.range) }
            return
        }
        if var made = result as? any Remakeable {
            if made.recipe == nil { made.recipe = await recipe(of: invocation) }
            result = made
        }
        if let target { await define(target.name, result) }
        remember(result, name: target?.name)
        try await show(result, name: target?.name, call.redirect)
    }

    /// What is wrong with a file is said where the file is named.
    private static func placed(_ error: any Error, _ call: Invocation) -> any Error {
        let file = call.command.arguments.first { $0.kind == .file }
        guard let file, !(error is PlacedError), !(error is Diagnostic), !(error is CancellationError) else {
            return error
        }
        return call.failure(error, at: file)
    }

    // MARK: - Output

    /// Tells of a result, or writes it where the statement says.
    func show(
        _ object: any SessionObject, name: String? = nil, isPrinted: Bool = false, _ redirect: Redirect? = nil
    ) async throws {
        if isRemaking { return }
        let result = CellResult(cell: cell, object, name: name, isPrinted: isPrinted, isAsked: isAsked, settings)
        guard let redirect else { return try await tell(result) }
        try await write(result.format == .json ? await result.line() : await result.text(TextStyle()), redirect)
    }

    private func print(_ expressions: [Expression], _ redirect: Redirect?) async throws {
        var values: [any SessionObject] = []
        for expression in expressions { values.append(try await evaluate(expression)) }
        if values.count == 1, settings[Settings.format] == .text || values[0].kind == .value {
            return try await show(values[0], isPrinted: true, redirect)
        }
        if values.count == 1 { return try await show(PlainValue(await values[0].json()), isPrinted: true, redirect) }
        var pieces: [String] = []
        for value in values {
            pieces.append(await CellResult(cell: cell, value, name: nil, isPrinted: true, settings).text(TextStyle()))
        }
        try await show(PlainValue(.string(pieces.joined(separator: " "))), isPrinted: true, redirect)
    }

    private func write(_ text: String, _ redirect: Redirect) async throws {
        switch redirect {
        case .write(let file): try await writeFile(text, file, appends: false)
        case .append(let file): try await writeFile(text, file, appends: true)
        case .pipe(let command, let range):
            try await PlacedError.placeAsync(range) { try await runShell(command, input: text + "\n") }
        }
    }

    /// In this terminal, unless an observer wants what it writes.
    private func runShell(_ command: String, input: String? = nil) async throws {
        guard observers.contains(where: \.readsPrograms) else {
            return try await ShellCommand.run(command, input: input)
        }
        try await ShellCommand.read(command, input: input ?? "") { [observers] text, isError in
            for observer in observers { try isError ? observer.streamErrors(text) : observer.stream(text) }
        }
    }

    private func writeFile(_ text: String, _ file: Word, appends: Bool) async throws {
        let path = try await evaluate(file).text
        try PlacedError.place(file.range) {
            try appends ? FileBytes.append(Array((text + "\n").utf8), to: path) : FileBytes.write(text + "\n", to: path)
        }
    }

    // MARK: - Definitions and conditions

    func holds(_ condition: Expression) async throws -> Bool {
        let value = try await evaluate(condition)
        guard let flag = await value.json().boolean else {
            throw PlacedError(NotebookError.notCondition(await value.summary()), at: condition.range)
        }
        return flag
    }

    private func check(_ condition: Expression, _ message: Expression?, in source: Source) async throws {
        if try await holds(condition) { return }
        var sides: String?
        if case .binary(let operation, let left, let right) = condition.kind, operation != .and, operation != .or {
            let (one, other) = (try await evaluate(left), try await evaluate(right))
            sides = "\(await one.summary()) \(operation.rawValue) \(await other.summary())"
        }
        var words: String?
        if let message { words = await (try evaluate(message)).json().plainText }
        throw PlacedError(
            NotebookError.assertionFailed(message: words, expression: source.text(in: condition.range), sides: sides),
            at: condition.range)
    }

    /// The words of a `for`: numbers and texts, and the elements of a list.
    private func values(of words: [Word]) async throws -> [any SessionObject] {
        var values: [any SessionObject] = []
        for word in words {
            let evaluated = try await evaluate(word)
            if let object = evaluated.object {
                let json = await object.json()
                values += object.kind == .value ? (json.array?.map(PlainValue.init) ?? [object]) : [object]
            } else {
                values.append(PlainValue(evaluated.json))
            }
        }
        return values
    }

    private func defineSpace(_ name: Identifier, _ lines: [SpaceLine], in source: Source) async throws {
        let read = try await words(of: lines)
        // Every wrong line is told, not the first alone.
        var wrong: [Diagnostic] = []
        for error in commands.block.wrong(in: read) { wrong.append(try diagnostic(error, error.range, source)) }
        if let last = wrong.popLast() {
            wrong.forEach(failed)
            throw last
        }
        let space = try PlacedError.place(name.range) { try commands.block.define(read) }
        await define(name.name, space)
        remember(space)
        try await show(space, name: name.name)
    }

    private func defineParameter(_ name: Identifier, _ expression: Expression) async throws {
        let fallback = try await evaluate(expression)
        declared.append(name.name)
        guard let given = parameters[name.name] else { return await define(name.name, fallback) }
        let value = JSONValue(word: given)
        let expected = await fallback.json()
        for (kind, isWrong) in [
            ("a number", expected.number != nil && value.number == nil),
            ("true or false", expected.boolean != nil && value.boolean == nil),
        ] where isWrong {
            throw PlacedError(
                NotebookError.badValue(given, of: name.name, expected: kind, nearest: nil), at: name.range)
        }
        await define(name.name, PlainValue(expected.string != nil ? .string(given) : value))
    }
}

extension Statement {
    /// Whether it is `WORD?`.
    var isQuestion: Bool {
        guard case .command = kind else { return false }
        return text.hasSuffix("?")
    }
}

extension Source {
    /// The text of a range on one line.
    func text(in range: SourceRange) -> String {
        guard range.start.line == range.end.line, let line = line(range.start.line) else { return "the condition" }
        return String(line.dropFirst(range.start.column - 1).prefix(range.end.column - range.start.column))
    }
}

import ChildPrograms
import Display
import Platform
import Ratings
import Recommenders
import Script
import Tuning
import Values

extension Session {
    func perform(_ statement: Statement, in source: Source) async throws {
        switch statement.kind {
        case .command(let call, let target): try await perform(call, target: target, in: source)
        case .expression(let expression, let target):
            let value = try await evaluate(expression)
            if let target { await define(target.name, value) }
            remember(value)
            if target == nil { try await emit(value, name: nil) }
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
        case .space(let name, let lines): try await defineSpace(name, lines)
        case .parameter(let name, let expression): try await defineParameter(name, expression)
        case .shell(let command, let range):
            try await PlacedError.placeAsync(range) { try await ShellCommand.run(command) }
        case .time(let inner):
            let start = ContinuousClock.now
            try await execute(inner, in: source)
            let elapsed = ContinuousClock.now - start
            console.notice("took \(Figures.duration(elapsed / .seconds(1)))")
        }
    }

    // MARK: - Commands

    private func perform(_ call: CommandCall, target: Identifier?, in source: Source) async throws {
        var words: [CallWord] = []
        for word in call.words { words.append(try await evaluate(word)) }
        let first = words.prefix(2).filter { !$0.isQuoted }.map(\.text)
        // `load --help` is about all that begins so.
        if first.count == 2, first[1] == "--help", let group = Help.group(first[0], columns: console.style.columns) {
            return try await write(group, call.redirect)
        }
        let command = try PlacedError.place(words.first?.range ?? call.range) { try CommandTable.find(first) }
        if words.contains(where: { !$0.isQuoted && $0.text == "--help" }) {
            try await write(Help.text(of: command, columns: console.style.columns), call.redirect)
            return
        }
        let invocation = try Invocation(
            command, words.dropFirst(command.words.count), range: call.range, target: target?.name)
        sourceOfCall = source
        let result: (any SessionObject)?
        do {
            result = try await command.run(self, invocation)
        } catch let error where error is RatingsError || error is RecommenderError || error is PlatformError {
            // What is wrong with a file is said where the file is named.
            throw invocation.failure(error, at: "FILE")
        }
        guard let result else {
            if let target { throw PlacedError(NotebookError.noResult("'\(command.name)'"), at: target.range) }
            return
        }
        remember(result)
        if let target { await define(target.name, result) }
        if let redirect = call.redirect {
            try await write(try await rendered(result, name: target?.name), redirect)
        } else {
            try await emit(result, name: target?.name)
        }
    }

    /// Shows a result: as JSON always; as text where it is not kept, or in one line where a person keeps it.
    func emit(_ object: any SessionObject, name: String?) async throws {
        if settings.format == .text, let name {
            if console.isInteractive { console.notice("\(name): \(await object.summary())") }
            return
        }
        try console.write(try await rendered(object, name: name) + "\n")
    }

    private func rendered(_ object: any SessionObject, name: String?) async throws -> String {
        guard settings.format == .json else { return await object.text(style) }
        let line: JSONValue = [
            "cell": .integer(cell), "kind": .string(object.kind.rawValue), "name": name.map { .string($0) } ?? .null,
            "value": await object.json(),
        ]
        return line.text()
    }

    /// How texts look now, as far as settings decide it.
    var style: TextStyle {
        var style = console.style
        if settings.color != .auto { style.color = settings.color == .always }
        return style
    }

    // MARK: - Output

    private func print(_ expressions: [Expression], _ redirect: Redirect?) async throws {
        var pieces: [String] = []
        var values: [JSONValue] = []
        for expression in expressions {
            let value = try await evaluate(expression)
            values.append(await value.json())
            pieces.append(value.kind == .value ? values[values.count - 1].plainText : await value.text(style))
        }
        let text = pieces.joined(separator: " ")
        guard settings.format == .json else { return try await write(text, redirect) }
        let value = PlainValue(values.count == 1 ? values[0] : .string(text))
        try await write(try await rendered(value, name: nil), redirect)
    }

    private func write(_ text: String, _ redirect: Redirect?) async throws {
        switch redirect {
        case nil: try console.write(text + "\n")
        case .write(let file): try await writeFile(text, file, appends: false)
        case .append(let file): try await writeFile(text, file, appends: true)
        case .pipe(let command, let range):
            try await PlacedError.placeAsync(range) { try await ShellCommand.run(command, input: text + "\n") }
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
                values.append(
                    PlainValue(evaluated.isQuoted ? .string(evaluated.text) : JSONValue(word: evaluated.text)))
            }
        }
        return values
    }

    private func defineSpace(_ name: Identifier, _ lines: [SpaceLine]) async throws {
        var builder = SearchSpaceBuilder()
        for line in lines {
            var words: [CallWord] = []
            for word in line.words { words.append(try await evaluate(word)) }
            try PlacedError.place(line.range) {
                guard words.count >= 2 else {
                    throw NotebookError.missingArgument(
                        "the type", usage: "NAME TYPE VALUES…, for example lr_all loguniform 1e-4 0.1")
                }
                try builder.add(
                    name: words[0].text, type: words[1].text,
                    values: words.dropFirst(2).map { $0.isQuoted ? .string($0.text) : JSONValue(word: $0.text) })
            }
        }
        let space = SpaceObject(try PlacedError.place(name.range) { try builder.build() })
        await define(name.name, space)
        remember(space)
        try await emit(space, name: name.name)
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

extension PlacedError {
    /// `place` for work that waits.
    static func placeAsync<Result>(_ range: SourceRange, _ body: () async throws -> Result) async throws -> Result {
        do { return try await body() } catch let error as PlacedError { throw error } catch {
            throw PlacedError(error, at: range)
        }
    }
}

extension Source {
    /// The text of a range on one line.
    func text(in range: SourceRange) -> String {
        guard range.start.line == range.end.line, let line = line(range.start.line) else { return "the condition" }
        return String(line.dropFirst(range.start.column - 1).prefix(range.end.column - range.start.column))
    }
}

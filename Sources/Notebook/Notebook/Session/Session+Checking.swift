package import Script

/// What can be told of a line before it runs.
extension Session {
    /// The first thing that is wrong from a line on: a parameter of a space, a command that there is not, an option, a value.
    /// What depends on what runs before is not looked at.
    package func wrong(_ script: ParsedScript, from line: Int) async -> Diagnostic? {
        await wrong(script.statements, from: line, in: script.source)
    }

    private func wrong(_ statements: [Statement], from line: Int, in source: Source) async -> Diagnostic? {
        for statement in statements where statement.range.end.line >= line {
            switch statement.kind {
            case .forLoop(_, _, let body):
                if let wrong = await wrong(body, from: line, in: source) { return wrong }
            case .conditional(let branches, let otherwise):
                for body in branches.map(\.body) + [otherwise] {
                    if let wrong = await wrong(body, from: line, in: source) { return wrong }
                }
            case .space(_, let lines):
                guard let read = try? await words(of: lines) else { continue }
                let wrong = commands.block.wrong(in: read).first { $0.range.start.line >= line }
                if let wrong { return try? diagnostic(wrong, wrong.range, source) }
            case .command(let call, _):
                do { try await check(call) } catch { return try? diagnostic(error, call.range, source) }
            default: break
            }
        }
        return nil
    }

    /// The lines of a space with everything interpolated.
    func words(of lines: [SpaceLine]) async throws -> [(words: [CallWord], range: SourceRange)] {
        var read: [(words: [CallWord], range: SourceRange)] = []
        for line in lines {
            var words: [CallWord] = []
            for word in line.words { words.append(try await evaluate(word)) }
            read.append((words, line.range))
        }
        return read
    }

    private func check(_ call: CommandCall) async throws {
        // What a variable will hold is not known; which command it is may be.
        guard call.words.allSatisfy({ $0.literal != nil }) else {
            let names = call.words.prefix(2).filter { !$0.isQuoted }.map(\.literal)
            guard let first = names.first, let first else { return }
            _ = try PlacedError.place(call.words[0].range) {
                try commands.find([first] + names.dropFirst().compactMap(\.self))
            }
            return
        }
        var words: [CallWord] = []
        for word in call.words { words.append(try await evaluate(word)) }
        guard !words.contains(where: { !$0.isQuoted && $0.text == "--help" }) else { return }
        let first = words.prefix(2).filter { !$0.isQuoted }.map(\.text)
        let entry = try PlacedError.place(words.first?.range ?? call.range) { try commands.find(first) }
        let rest = words.dropFirst(entry.declaration.words.count)
        _ = try Invocation(entry.declaration, rest, range: call.range, target: nil)
    }
}

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
                for one in lines where one.range.start.line >= line && one.words.allSatisfy({ $0.literal != nil }) {
                    do { _ = try await checked(one) } catch { return try? diagnostic(error, one.range, source) }
                }
            case .command(let call, _):
                do { try await check(call) } catch { return try? diagnostic(error, call.range, source) }
            default: break
            }
        }
        return nil
    }

    /// - Throws: what is wrong with the line by itself.
    func checked(_ line: SpaceLine) async throws -> [CallWord] {
        var words: [CallWord] = []
        for word in line.words { words.append(try await evaluate(word)) }
        try PlacedError.place(line.range) { try commands.block.check(words) }
        return words
    }

    private func check(_ call: CommandCall) async throws {
        guard call.words.allSatisfy({ $0.literal != nil }) else { return }
        var words: [CallWord] = []
        for word in call.words { words.append(try await evaluate(word)) }
        guard !words.contains(where: { !$0.isQuoted && $0.text == "--help" }) else { return }
        let first = words.prefix(2).filter { !$0.isQuoted }.map(\.text)
        let entry = try PlacedError.place(words.first?.range ?? call.range) { try commands.find(first) }
        let rest = words.dropFirst(entry.declaration.words.count)
        _ = try Invocation(entry.declaration, rest, range: call.range, target: nil)
    }
}

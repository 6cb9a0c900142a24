package import Display
import Script
import Values

/// What others ask of a session beside its statements.
extension Session {
    /// The value of an expression: `svd.rmse`.
    ///
    /// - Throws: a `Diagnostic` with the place.
    package func value(of text: String) async throws -> any SessionObject {
        let source = Source(name: "expression", text: text)
        let place = SourcePlace(line: 1, column: 1)
        let range = SourceRange(place, place)
        let script = try Parser.parse(source, commands: commands.vocabulary)
        guard script.statements.count == 1, case .expression(let expression, nil) = script.statements[0].kind else {
            throw Diagnostic("an expression is expected", source: source, range: range)
        }
        do { return try await evaluate(expression) } catch let error as PlacedError {
            let notebook = error.error as? NotebookError
            throw Diagnostic(
                "\(error.error)", hint: notebook?.hint, code: FailureText.code(of: error.error), source: source,
                range: error.range)
        }
    }

    /// What `help` says of these words; `nil` where it knows nothing of them.
    package func help(about words: [String]) async -> Output? {
        let place = SourcePlace(line: 1, column: 1)
        let range = SourceRange(place, place)
        let call = words.map { CallWord(text: $0, isQuoted: false, range: range) }
        guard let entry = try? commands.find(["help"]),
            let invocation = try? Invocation(entry.declaration, call[...], range: range, target: nil),
            let result = try? await entry.command.run(invocation, in: self)
        else { return nil }
        return await result.output()
    }
}

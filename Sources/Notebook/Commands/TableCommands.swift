import Display
import Experiments
import Values

/// `add`: tables that a script fills row by row.
enum TableCommands {
    static let labelColumn = "label"

    static let all: [CommandDeclaration] = [
        CommandDeclaration(
            "add", .session, "a row to a table, which is made at the first one",
            arguments: [
                ArgumentDeclaration("TABLE", .text, "the table's name"),
                ArgumentDeclaration("LABEL", .text, "what the row is called"),
                ArgumentDeclaration(
                    "RECORD", .object([]), "metrics, a trial, any value, or name=value", isOptional: true, isList: true),
            ], examples: ["add results tuned best.metrics seconds=4.2"], run: add)
    ]

    @Sendable private static func add(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        let name = call.text("TABLE") ?? ""
        guard let first = name.first, first.isLetter || first == "_",
            name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" })
        else {
            throw call.failure(
                NotebookError.badValue(
                    name, of: "TABLE", expected: "a name of letters, digits, _ and -", nearest: nil), at: "TABLE")
        }
        let known = session.objects[name]
        guard known == nil || known is TableObject else {
            throw call.failure(
                NotebookError.wrongKind("'\(name)'", expected: [.table], found: known?.kind ?? .value), at: "TABLE")
        }
        var record: JSONObject = [labelColumn: .string(call.text("LABEL") ?? "")]
        for word in call.words("RECORD") {
            if word.object == nil, let equals = word.text.firstIndex(of: "="), equals != word.text.startIndex {
                record[String(word.text[..<equals])] = JSONValue(
                    word: String(word.text[word.text.index(after: equals)...]))
            } else {
                record = record.merging(await values(of: try await session.resolve(word), named: word.text))
            }
        }
        var object = known as? TableObject ?? TableObject(columns: [], rows: [])
        object.table = object.table.adding(record)
        await session.define(name, object)
        return nil
    }

    /// An object as a row: a trial by its metrics, others by their plain members, a bare value under its name.
    private static func values(of object: any SessionObject, named name: String) async -> JSONObject {
        if let trial = object as? TrialObject { return trial.trial.metrics }
        let json = await object.json()
        guard let members = json.object else {
            return [name.split(separator: ".").last.map(String.init) ?? name: json]
        }
        return JSONObject(
            members.filter { $0.value.array == nil && $0.value.object == nil }.map { ($0.key, $0.value) })
    }
}

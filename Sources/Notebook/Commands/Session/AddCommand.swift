import Display
import Notebook
import Values

/// Tables that a script fills row by row.
struct AddCommand: Command {
    private static let labelColumn = "label"

    let table = Parameter<String>("TABLE", required: .text, help: "the table's name")
    let label = Parameter<String>("LABEL", required: .text, help: "what the row is called")
    let record = Reference<any SessionObject>(
        "RECORD", [], isList: true, help: "metrics, a trial, any value, or name=value")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "add", "a row to a table, which is made at the first one", arguments: [table, label, record],
            examples: ["add results tuned best.metrics seconds=4.2"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let name = call[table]
        guard let first = name.first, first.isLetter || first == "_",
            name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" })
        else {
            throw call.failure(
                NotebookError.badValue(
                    name, of: "TABLE", expected: "a name of letters, digits, _ and -", nearest: nil), at: table)
        }
        if let known = session.objects[name], !(known is TableObject) {
            throw call.failure(
                NotebookError.wrongKind("'\(name)'", expected: [.table], found: known.kind), at: table)
        }
        var row: JSONObject = [Self.labelColumn: .string(call[label])]
        for word in call.words(record) {
            if word.object == nil, let equals = word.text.firstIndex(of: "="), equals != word.text.startIndex {
                row[String(word.text[..<equals])] = JSONValue(
                    word: String(word.text[word.text.index(after: equals)...]))
            } else {
                let object = try await session.resolve(word)
                let last = word.text.split(separator: ".").last.map(String.init) ?? word.text
                let json = await object.json()
                row = row.merging(await object.record() ?? [last: json])
            }
        }
        await session.change(name, orNew: TableObject(columns: [], rows: [])) { $0.table.add(row) }
        return nil
    }
}

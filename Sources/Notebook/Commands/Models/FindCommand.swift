import Notebook
import Ratings
import Values

struct FindCommand: Command {
    let source = Reference<ItemNames>(
        "DATA|MODEL", [.dataset, .split, .model, .trial], isRequired: true, help: "where titles are looked for"
    ) { object in
        if let data = object as? DatasetObject { return ItemNames(items: data.table.items, titles: data.table.titles) }
        if let split = object as? SplitObject {
            return ItemNames(items: split.split.train.items, titles: split.split.train.titles)
        }
        return try await object.asModel()?.model.itemNames
    }
    let text = Parameter<String>("TEXT", required: .text, help: "a part of a title, or words that it has")
    let count = Parameter("n", 1...1_000_000, default: 20, help: "how many items")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "find", "items by a part of their title", arguments: [source, text], options: [count],
            examples: ["find ratings \"star wars\""])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let names = try await session.object(source, call)
        guard !names.titles.isEmpty else {
            throw call.failure(
                NotebookError.unavailable(
                    "the items have no titles", remedy: "those of 'load movielens' have"), at: source)
        }
        let places = names.matches(call[text])
        let shown = places.prefix(call[count])
        if shown.count < places.count { session.notice("note: the first \(shown.count) of \(places.count) items") }
        return TableObject(
            columns: ["item", "title"],
            rows: shown.map { [names.items[$0].json, .string(names.titles[names.items[$0]] ?? "")] })
    }
}

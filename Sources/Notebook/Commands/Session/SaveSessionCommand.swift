import Notebook
import Platform
import Values

struct SaveSessionCommand: Command {
    let file = Parameter<String>(
        "FILE", required: .file,
        help: "where to: a script (.tb), Markdown (.md), a page (.html), a notebook of Jupyter (.ipynb)")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "save session", "what was done so far as a script or a document; the ending picks which",
            arguments: [file], examples: ["save session work.html"], isAside: true)
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let path = call[file]
        let formats = NotebookDocument.Format.allCases
        guard let format = formats.first(where: { path.lowercased().hasSuffix("." + $0.rawValue) }) else {
            throw call.failure(
                NotebookError.unknownFormat(path: path, expected: formats.map { "." + $0.rawValue }), at: file)
        }
        let document = NotebookDocument(session.journal.past, title: path.lastPart)
        try FileBytes.write(document.text(format), to: path)
        return nil
    }
}

import ArgumentParser
import Notebook
import Platform
import Script

/// `tunebook convert`.
struct ConvertOptions: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tunebook convert",
        abstract: "A script as a notebook of Jupyter, or back, without running it.",
        discussion: "A script comes back from a notebook to the byte; outputs are not kept in scripts.")

    @Argument(help: "A script (.tb) or a notebook (.ipynb).")
    var from: String

    @Argument(help: "Where to; the ending says which of the two.")
    var to: String

    mutating func validate() throws {
        let isNotebook = [from, to].map { $0.lowercased().hasSuffix(".ipynb") }
        if isNotebook[0] == isNotebook[1] {
            throw ValidationError("one of the two is a notebook, .ipynb; found '\(from)' and '\(to)'")
        }
    }
}

enum Converting {
    /// - Returns: the exit status.
    static func run(_ options: ConvertOptions, commands: CommandVocabulary) -> Int32 {
        do {
            let bytes = try FileBytes.read(options.from)
            guard options.from.lowercased().hasSuffix(".ipynb") else {
                // What is no text is said with its place.
                _ = try Source(name: options.from, utf8: bytes)
                let script = ScriptPieces(String(decoding: bytes, as: UTF8.self), commands: commands)
                try FileBytes.write(NotebookConversion.notebook(script).text, to: options.to)
                return 0
            }
            let notebook = try JupyterNotebook(utf8: bytes, path: options.from)
            try FileBytes.write(NotebookConversion.script(notebook).text, to: options.to)
            let count = notebook.cells.count { !$0.outputs.isEmpty }
            if count > 0 {
                let words = count == 1 ? "the outputs of a cell are" : "the outputs of \(count) cells are"
                StandardStream.error.send("note: \(words) not kept in a script; 'tunebook render' makes them again\n")
            }
            return 0
        } catch {
            StandardStream.error.send(FailureText.of(error, columns: nil) + "\n")
            return 1
        }
    }
}

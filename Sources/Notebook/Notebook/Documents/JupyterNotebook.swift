package import Script
package import Values

/// A notebook of Jupyter, format 4.5 (<https://nbformat.readthedocs.io/en/latest/format_description.html>).
package struct JupyterNotebook: Sendable {
    package struct Cell: Sendable {
        package var kind: CellMark.Kind
        package var source: String
        package var metadata = JSONObject()
        package var outputs: [JSONValue] = []
        /// The number before it; `nil` where it has not run.
        package var number: Int?

        package init(_ kind: CellMark.Kind, _ source: String) {
            self.kind = kind
            self.source = source
        }
    }

    /// What the kernel and its language are called.
    static let language = "tunebook"

    package var cells: [Cell]
    package var metadata: JSONObject

    package init(cells: [Cell], metadata: JSONObject = JSONObject()) {
        self.cells = cells
        self.metadata = metadata
    }

    // MARK: - Writing

    /// The file's text. The cells' names are their places, so that the same cells give the same file.
    package var text: String {
        let own: JSONObject = [
            "kernelspec": [
                "display_name": "Tunebook", "language": .string(Self.language), "name": .string(Self.language),
            ],
            "language_info": [
                "name": .string(Self.language), "file_extension": ".tb", "mimetype": "text/x-tunebook",
            ],
        ]
        let notebook: JSONValue = [
            "cells": .array(cells.enumerated().map { Self.json($1, id: "cell-\($0 + 1)") }),
            "metadata": .object(own.merging(metadata)), "nbformat": 4, "nbformat_minor": 5,
        ]
        return notebook.prettyText(indent: " ", breaksLists: true) + "\n"
    }

    private static func json(_ cell: Cell, id: String) -> JSONValue {
        var members: JSONObject = [
            "cell_type": .string(cell.kind.rawValue), "id": .string(id), "metadata": .object(cell.metadata),
            "source": lines(cell.source),
        ]
        if cell.kind == .code {
            members["execution_count"] = cell.number.map { .integer($0) } ?? .null
            members["outputs"] = .array(cell.outputs)
        }
        return .object(members)
    }

    /// A text as a list of its lines, each with its end.
    static func lines(_ text: String) -> JSONValue {
        var lines: [JSONValue] = []
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            line.append(scalar)
            if scalar == "\n" {
                lines.append(.string(String(line)))
                line = String.UnicodeScalarView()
            }
        }
        return .array(line.isEmpty ? lines : lines + [.string(String(line))])
    }

    // MARK: - Reading

    /// - Parameter path: for messages.
    /// - Throws: what keeps it from being a notebook of ours.
    package init(utf8 bytes: [UInt8], path: String) throws(JupyterNotebookError) {
        let json: JSONValue
        do { json = try JSONValue(parsingUTF8: bytes, allowsNonFinite: true) } catch {
            throw .noJSON(path: path, error)
        }
        guard let notebook = json.object, let format = notebook["nbformat"]?.integer else {
            throw .noNotebook(path: path, lacks: "nbformat, the number of its format")
        }
        guard format == 4 else { throw .format(path: path, format) }
        guard let list = notebook["cells"]?.array else { throw .noNotebook(path: path, lacks: "a list of cells") }
        metadata = notebook["metadata"]?.object ?? JSONObject()
        let kernel = metadata["kernelspec"]?.object
        let named = metadata["language_info"]?.object?["name"]?.string ?? kernel?["language"]?.string
        if let name = named ?? kernel?["name"]?.string, name.lowercased() != Self.language {
            throw .language(path: path, name)
        }
        cells = []
        for (index, json) in list.enumerated() {
            guard let members = json.object, let kind = members["cell_type"]?.string.flatMap(CellMark.Kind.init),
                let source = members["source"].flatMap(Self.source)
            else { throw .noNotebook(path: path, lacks: "a type or a source in its cell \(index + 1)") }
            var cell = Cell(kind, source)
            cell.metadata = members["metadata"]?.object ?? JSONObject()
            cell.outputs = members["outputs"]?.array ?? []
            cell.number = members["execution_count"]?.integer
            cells.append(cell)
        }
    }

    /// One text, or a list of its lines.
    private static func source(_ json: JSONValue) -> String? {
        if let text = json.string { return text }
        guard let lines = json.array?.compactMap(\.string), lines.count == json.array?.count else { return nil }
        return lines.joined()
    }
}

/// Why a file is no notebook that can be read.
package enum JupyterNotebookError: Error, Hashable, Sendable, CustomStringConvertible {
    case noJSON(path: String, JSONSyntaxError)
    case noNotebook(path: String, lacks: String)
    case format(path: String, Int)
    case language(path: String, String)

    package var description: String {
        switch self {
        case .noJSON(let path, let error): "\(path) is no notebook, or is cut off: \(error)"
        case .noNotebook(let path, let lacks): "\(path) is no notebook of Jupyter: it lacks \(lacks)"
        case .format(let path, let format):
            "\(path) is of format \(format), and format 4 can be read; "
                + (format < 4
                    ? "'jupyter nbconvert --to notebook \(path)' writes it anew" : "save it as format 4")
        case .language(let path, let name): "\(path) is a notebook of \(name), not of tunebook"
        }
    }
}

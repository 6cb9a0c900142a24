package import Script
import Values

/// Scripts as notebooks of Jupyter and back. What a cell can't hold (its mark, blank lines, line ends) is kept beside it,
/// so that a script comes back to the byte, and a cell that was changed meanwhile comes back as it is then.
package enum NotebookConversion {
    private static let key = "tunebook"

    // MARK: - To a notebook

    package static func notebook(_ script: ScriptPieces) -> JupyterNotebook {
        let last = script.pieces.count - 1
        let cells = script.pieces.enumerated().map { index, piece in
            cell(piece, isMarked: script.isMarked, isLast: index == last)
        }
        var own: JSONObject = ["marked": .boolean(script.isMarked)]
        if !script.head.isEmpty { own["head"] = .string(script.head) }
        return JupyterNotebook(cells: cells, metadata: [key: .object(own)])
    }

    private static func cell(_ piece: ScriptPieces.Piece, isMarked: Bool, isLast: Bool) -> JupyterNotebook.Cell {
        var cell = JupyterNotebook.Cell(piece.kind, piece.source)
        var own = JSONObject()
        if let mark = piece.mark {
            if mark != CellMark.plain(piece.kind) { own["mark"] = .string(mark) }
            let tags = CellMark(Substring(mark)).tags
            if !tags.isEmpty { cell.metadata["tags"] = .array(tags.map { .string($0) }) }
        } else {
            own["mark"] = .null
        }
        let usual = ScriptPieces.Piece(piece.kind, mark: piece.mark, source: cell.source, isLast: isLast)
        if !isSame(usual.text, piece.text) { own["text"] = .string(piece.text) }
        if !own.isEmpty { cell.metadata[key] = .object(own) }
        return cell
    }

    /// To the byte: two texts that look the same need not be.
    private static func isSame(_ one: String, _ other: String) -> Bool { one.utf8.elementsEqual(other.utf8) }

    // MARK: - To a script

    package static func script(_ notebook: JupyterNotebook) -> ScriptPieces {
        let own = notebook.metadata[key]?.object
        // A heading was made of the mark of the cell behind it.
        let cells = notebook.cells.filter { $0.metadata[key]?.object?["heading"]?.boolean != true }
        let staysUnmarked = own?["marked"]?.boolean == false && cells.allSatisfy { $0.kind == .code }
        var pieces: [ScriptPieces.Piece] = []
        for (index, cell) in cells.enumerated() {
            let isLast = index == cells.count - 1
            let piece = piece(cell, isFirst: index == 0, isUnmarked: staysUnmarked, isLast: isLast)
            if let before = pieces.last, let text = separated(before.text) {
                pieces[index - 1] = ScriptPieces.Piece(kind: before.kind, mark: before.mark, text: text)
            }
            pieces.append(piece)
        }
        return ScriptPieces(head: own?["head"]?.string ?? "", pieces: pieces, isMarked: !staysUnmarked)
    }

    /// A piece with the end of its last line, which another one follows; `nil` where it has that.
    private static func separated(_ text: String) -> String? {
        text.isEmpty || text.last?.isNewline == true ? nil : text + "\n"
    }

    private static func piece(
        _ cell: JupyterNotebook.Cell, isFirst: Bool, isUnmarked: Bool, isLast: Bool
    ) -> ScriptPieces.Piece {
        let own = cell.metadata[key]?.object
        let mark: String? =
            if let kept = own?["mark"] {
                kept.string ?? (isUnmarked || isFirst && cell.kind == .code ? nil : CellMark.plain(cell.kind))
            } else {
                isUnmarked ? nil : CellMark.plain(cell.kind)
            }
        let fresh = retagged(mark.map { Self.mark($0, for: cell.kind) }, cell)
        if let text = own?["text"]?.string, isSame(fresh ?? "", mark ?? ""), own?["mark"] != .null || mark == nil {
            let kept = ScriptPieces.Piece(kind: cell.kind, mark: mark, text: text)
            if isSame(kept.source, cell.source) { return kept }
        }
        return ScriptPieces.Piece(cell.kind, mark: fresh, source: cell.source, isLast: isLast)
    }

    /// The mark of a cell that may have become one of text, or of statements, meanwhile.
    private static func mark(_ mark: String, for kind: CellMark.Kind) -> String {
        let known = CellMark(Substring(mark))
        return known.kind == kind ? mark : CellMark.plain(kind, title: known.title)
    }

    /// The mark with the tags that the cell has now.
    private static func retagged(_ mark: String?, _ cell: JupyterNotebook.Cell) -> String? {
        let tags = cell.metadata["tags"]?.array?.compactMap(\.string) ?? []
        guard let mark, tags != CellMark(Substring(mark)).tags else { return mark }
        let bare = mark.replacing(#/\s*\btags=\[[^\]]*\]/#, with: "")
        let list = tags.map { "\"\($0.filter { !"\"]\n".contains($0) })\"" }.joined(separator: ", ")
        return tags.isEmpty ? bare : bare + " tags=[\(list)]"
    }
}

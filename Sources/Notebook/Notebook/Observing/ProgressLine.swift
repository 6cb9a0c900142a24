package import Compute
package import Display

/// How far work is, in one line that fits the window.
package enum ProgressLine {
    package static func text(_ progress: WorkProgress, elapsed: Double, style: TextStyle) -> String {
        var pieces = [
            progress.unit == "byte"
                ? "\(megabytes(progress.completed)) of \(megabytes(progress.total)) MB"
                : "\(Figures.grouped(progress.completed))/\(Figures.grouped(progress.total)) \(progress.unit)s"
        ]
        if let name = progress.figureName, let figure = progress.figure {
            pieces.append("\(name) \(Figures.significant(figure))")
        }
        if progress.completed > 0, progress.total > progress.completed {
            let remaining = elapsed / Double(progress.completed) * Double(progress.total - progress.completed)
            pieces.append("\(Figures.duration(remaining)) left")
        }
        let columns = style.columns ?? 80
        var text = pieces.removeFirst()
        for piece in pieces where text.count + 2 + piece.count < columns { text += "  " + piece }
        let room = min(30, columns - text.count - 3)
        guard room >= 5, progress.total > 0 else { return String(text.prefix(max(1, columns - 1))) }
        let filled = min(room, room * progress.completed / max(1, progress.total))
        let (full, empty) = style.isUTF8 ? ("█", "░") : ("#", ".")
        return String(repeating: full, count: filled) + String(repeating: empty, count: room - filled) + "  " + text
    }

    private static func megabytes(_ bytes: Int) -> String { Figures.fixed(Double(bytes) / 1e6, decimals: 1) }
}

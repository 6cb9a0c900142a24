/// A plot's bars as lines of characters, with the axis that they are measured by.
struct TerminalBars {
    let columns: Int
    let glyphs: TerminalRenderer.Glyphs
    let color: Bool

    func lines(_ plot: Plot, title: String) -> [String] {
        let layout = BarLayout(plot, room: columns / 12)
        let nameWidth = min(columns / 3, layout.bars.map(\.name.count).max() ?? 0)
        let valueWidth = min(columns / 3, layout.bars.map(\.value.count).max() ?? 0)
        let room = max(1, columns - nameWidth - valueWidth - 3)
        var lines = [title]
        for (name, value, share) in layout.bars {
            let bar = bar(share, room)
            let left = String(repeating: " ", count: max(0, nameWidth - name.count)) + name.prefix(nameWidth)
            let padding = String(repeating: " ", count: max(0, room - bar.count))
            let right = String(repeating: " ", count: max(0, valueWidth - value.count)) + value.prefix(valueWidth)
            lines.append("\(left) \(color ? Canvas.colored(bar, 0) : bar)\(padding) \(right)")
        }
        return lines + axis(layout, plot.yLabel, nameWidth + 1, room)
    }

    private func bar(_ share: Double, _ room: Int) -> String {
        let eighths = Int((share * Double(room) * 8).rounded())
        let parts = Array("▏▎▍▌▋▊▉")
        return glyphs == .ascii
            ? String(repeating: "#", count: (eighths + 4) / 8)
            : String(repeating: "█", count: eighths / 8) + (eighths % 8 > 0 ? String(parts[eighths % 8 - 1]) : "")
    }

    private func axis(_ layout: BarLayout, _ name: String, _ start: Int, _ room: Int) -> [String] {
        guard !layout.ticks.isEmpty else { return [] }
        var line = [Character](repeating: glyphs == .braille ? "─" : "-", count: room)
        var words = [Character](repeating: " ", count: columns)
        var free = 0
        for tick in layout.ticks {
            let column = min(room - 1, Int((tick.share * Double(room)).rounded()))
            line[column] = glyphs == .braille ? "┬" : "+"
            let first = max(0, min(start + column - tick.label.count / 2, columns - tick.label.count))
            guard first >= free, first + tick.label.count <= columns else { continue }
            for (offset, character) in tick.label.enumerated() { words[first + offset] = character }
            free = first + tick.label.count + 1
        }
        if !name.isEmpty, free + name.count + 1 <= columns {
            for (offset, character) in name.enumerated() { words[columns - name.count + offset] = character }
        }
        return [String(repeating: " ", count: start) + String(line), String(words)]
    }
}

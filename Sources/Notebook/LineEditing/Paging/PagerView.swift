/// What a pager shows, and what keys do to it: no terminal, no waiting.
package struct PagerView: Sendable {
    package enum Step: Hashable, Sendable {
        case stays
        case leaves
        /// Leaves, and shows the rest of the statement without pages.
        case leavesAll
        /// Leaves for a key that is meant for the prompt.
        case leavesFor(KeyEvent)
    }

    package private(set) var page: Page
    package private(set) var columns: Int
    package private(set) var rows: Int
    /// The first line under the head, counted without the head.
    package private(set) var top = 0
    /// The stop at which the window begins.
    private var stop = 0
    /// The row that Enter unfolds.
    private var current = 0
    private var unfolded: UnfoldedRow?
    private var sought = ""
    /// What is typed of a text to look for.
    private var typing: String?
    private var message: String?

    private var widest: Int

    private struct UnfoldedRow {
        let row: Int
        var top = 0
    }

    package init(_ page: Page, columns: Int, rows: Int) {
        self.page = page
        self.columns = columns
        self.rows = rows
        widest = Self.widest(page)
    }

    private static func widest(_ page: Page) -> Int { page.lines.map { ColumnText.width($0) }.max() ?? 0 }

    /// The window has changed, and the page with it.
    package mutating func resize(_ page: Page, columns: Int, rows: Int) {
        (self.page, self.columns, self.rows) = (page, columns, rows)
        widest = Self.widest(page)
        stop = min(stop, lastStop)
        keepInside()
    }

    // MARK: - Places

    private var body: ArraySlice<String> { page.lines.dropFirst(page.head) }
    private var hasRecords: Bool { !page.record(0).isEmpty }
    /// A fixed first column: as wide as up to the second.
    private var fixed: Int { page.stops.count > 1 && page.stops[1] < columns / 2 ? page.stops[1] : 0 }

    /// How far the text is moved to the left, behind the fixed column.
    private var offset: Int {
        guard stop > 0 else { return 0 }
        return page.stops.isEmpty ? stop * max(1, columns / 2) : page.stops[min(stop, page.stops.count - 1)] - fixed
    }

    private var lastStop: Int {
        guard widest > columns else { return 0 }
        if page.stops.isEmpty { return (widest - columns + columns / 2 - 1) / max(1, columns / 2) }
        let room = columns - fixed
        return page.stops.firstIndex { widest - $0 <= room && $0 >= fixed } ?? page.stops.count - 1
    }

    /// The names of the columns that are not to be seen, or not whole.
    package var hiddenNames: [String] {
        guard !page.stops.isEmpty else { return [] }
        return page.names.indices.filter { index in
            let start = page.stops[index]
            let end = index + 1 < page.stops.count ? page.stops[index + 1] - 2 : widest
            if start < fixed { return false }
            return start - offset < fixed || end - offset > columns
        }.map { page.names[$0] }
    }

    /// The rows for the text: what the head and the status leave.
    private var room: Int { max(1, rows - page.head - statusLines.count) }
    private var lastTop: Int { max(0, body.count - room) }

    private mutating func keepInside() {
        current = max(0, min(current, body.count - 1))
        if hasRecords {
            if current < top { top = current }
            if current >= top + room { top = current - room + 1 }
        }
        top = max(0, min(top, lastTop))
    }

    // MARK: - Keys

    package mutating func take(_ event: KeyEvent) -> Step {
        message = nil
        if typing != nil { return takeTyped(event) }
        if unfolded != nil { return takeUnfolded(event) }
        switch event {
        case .text("q"), .control(0x04): return .leaves
        case .control(0x03), .control(0x1C): return .leavesAll
        case .text("/"): typing = ""
        case .text("n") where !sought.isEmpty: find(from: current + 1, by: 1)
        case .text("N") where !sought.isEmpty: find(from: current - 1, by: -1)
        case .control(0x0D) where hasRecords, .control(0x0A) where hasRecords, .key(.enter, _) where hasRecords:
            unfolded = UnfoldedRow(row: current)
        case .control(0x0D), .control(0x0A), .key(.enter, _), .key(.down, _): move(by: 1)
        case .key(.up, _): move(by: -1)
        case .text(" "), .key(.pageDown, _): move(by: room)
        case .key(.pageUp, _), .control(0x08), .control(0x7F), .key(.backspace, _): move(by: -room)
        case .key(.home, _): move(by: -page.lines.count)
        case .key(.end, _): move(by: page.lines.count)
        case .key(.right, _), .control(0x09): stop = min(lastStop, stop == 0 ? firstMove : stop + 1)
        case .key(.left, _): stop = stop <= firstMove ? 0 : stop - 1
        case .text, .paste: return .leavesFor(event)
        case .control, .meta, .key, .cursor: break
        }
        return .stays
    }

    /// The first stop that moves anything.
    private var firstMove: Int { page.stops.firstIndex { $0 > fixed } ?? 1 }

    private mutating func move(by count: Int) {
        if hasRecords {
            current += count
            // A page moves the window too.
            if abs(count) > 1 { top += count }
        } else {
            top += count
            current = top
        }
        top = max(0, min(top, lastTop))
        if hasRecords { keepInside() } else { current = top }
    }

    private mutating func takeTyped(_ event: KeyEvent) -> Step {
        switch event {
        case .text(let scalar): typing?.unicodeScalars.append(scalar)
        case .paste(let text): typing? += text
        case .control(0x08), .control(0x7F), .key(.backspace, _):
            if typing?.isEmpty == true { typing = nil } else { typing?.removeLast() }
        case .control(0x0D), .control(0x0A), .key(.enter, _):
            if let typing, !typing.isEmpty { sought = typing }
            typing = nil
            if !sought.isEmpty { find(from: current, by: 1) }
        case .control(0x03): typing = nil
        default: break
        }
        return .stays
    }

    /// From a line on, around the end; upper and lower case are one.
    private mutating func find(from start: Int, by step: Int) {
        let lines = Array(body)
        guard !lines.isEmpty else { return }
        let wanted = sought.lowercased()
        for count in 0..<lines.count {
            let line = ((start + step * count) % lines.count + lines.count) % lines.count
            guard let range = lines[line].lowercased().firstRange(of: wanted) else { continue }
            current = line
            top = hasRecords ? top : line
            showColumn(ColumnText.width(lines[line].lowercased()[..<range.lowerBound]), wanted)
            keepInside()
            return
        }
        message = "'\(sought)' is not here"
    }

    /// Moves the window so far that a found text is to be seen.
    private mutating func showColumn(_ column: Int, _ wanted: String) {
        let end = column + ColumnText.width(wanted)
        func isShown() -> Bool {
            column < fixed || column - offset >= (stop > 0 ? fixed : 0) && end - offset <= columns
        }
        if isShown() { return }
        for place in 0...max(0, lastStop) {
            stop = place
            if isShown() { return }
        }
    }

    private mutating func takeUnfolded(_ event: KeyEvent) -> Step {
        guard var row = unfolded else { return .stays }
        let room = max(1, rows - 1)
        switch event {
        case .control(0x03), .control(0x1C): return .leavesAll
        case .key(.down, _): row.top += 1
        case .key(.up, _): row.top -= 1
        case .text(" "), .key(.pageDown, _): row.top += room
        case .key(.pageUp, _): row.top -= room
        case .key(.right, _), .key(.left, _):
            if case .key(.right, _) = event { current += 1 } else { current -= 1 }
            keepInside()
            row = UnfoldedRow(row: current)
        case .text("q"), .control(0x0D), .control(0x0A), .control(0x04), .key(.enter, _):
            unfolded = nil
            return .stays
        case .text, .paste: return .leavesFor(event)
        default: break
        }
        row.top = max(0, min(row.top, lines(of: row).count - room))
        unfolded = row
        return .stays
    }

    /// The values of a row, broken where the window ends.
    private func lines(of row: UnfoldedRow) -> [String] {
        page.record(row.row).flatMap { line in
            let width = ColumnText.width(line)
            return stride(from: 0, to: max(1, width), by: max(1, columns)).map {
                ColumnText.slice(line, from: $0, columns: columns)
            }
        }
    }

    // MARK: - The screen

    /// The lines of the window, each as wide as it is at most, the status last.
    package var screen: [String] {
        if let unfolded {
            let shown = lines(of: unfolded).dropFirst(unfolded.top).prefix(max(1, rows - 1))
            let status = "row \(unfolded.row + 1) of \(body.count): arrows go on, q folds it again"
            return pad(Array(shown), to: rows - 1) + [Self.status(status, columns)]
        }
        var lines = page.lines.prefix(page.head).map(visible)
        for (index, line) in body.dropFirst(top).prefix(room).enumerated() {
            let isCurrent = hasRecords && top + index == current
            lines.append(isCurrent ? "\u{1B}[7m" + visible(line) + "\u{1B}[0m" : visible(line))
        }
        let status = statusLines
        return pad(lines, to: rows - status.count) + status.map { Self.status($0, columns) }
    }

    /// The lines of the text that are to be seen, without colours and status: what stays when the pager is left.
    package var shownLines: [String] {
        (page.lines.prefix(page.head) + body.dropFirst(top).prefix(room)).map { line in
            let text = visible(line)
            return String(text.reversed().drop { $0 == " " }.reversed())
        }
    }

    private func pad(_ lines: [String], to count: Int) -> [String] {
        lines.count < count ? lines + [String](repeating: "", count: count - lines.count) : Array(lines.prefix(count))
    }

    private static func status(_ text: String, _ columns: Int) -> String {
        "\u{1B}[7m" + ColumnText.slice(text, from: 0, columns: columns) + "\u{1B}[0m"
    }

    private func visible(_ line: String) -> String {
        // A picture is as wide as the window and keeps its colours.
        if line.utf8.contains(0x1B) { return line }
        if offset == 0 { return ColumnText.slice(line, from: 0, columns: columns) }
        return ColumnText.slice(line, from: 0, columns: fixed)
            + ColumnText.slice(line, from: fixed + offset, columns: columns - fixed)
    }

    /// What is not to be seen, by name, and the keys.
    private var statusLines: [String] {
        if let typing { return ["/" + typing] }
        if let message { return [message] }
        var lines: [String] = []
        let hidden = hiddenNames
        if !hidden.isEmpty {
            lines = Self.folded(
                "\(hidden.count) more column\(hidden.count == 1 ? "" : "s"): " + hidden.joined(separator: ", "), columns
            )
            if lines.count > max(1, rows / 4) { lines = Array(lines.prefix(max(1, rows / 4) - 1)) + ["…"] }
        }
        let room = max(1, rows - page.head - lines.count - 1)
        let last = min(body.count, top + room)
        let place = "\(min(top + 1, last))-\(last) of \(body.count)"
        let keys =
            hasRecords ? "arrows scroll, Enter unfolds a row, / seeks, q leaves" : "arrows scroll, / seeks, q leaves"
        return lines + [
            columns > place.count + 2 + keys.count ? "\(place)  \(keys)" : "\(place)  arrows scroll, q leaves"
        ]
    }

    private static func folded(_ text: String, _ columns: Int) -> [String] {
        var lines = [""]
        for word in text.split(separator: " ") {
            let last = lines[lines.count - 1]
            if last.isEmpty || ColumnText.width(last) + 1 + ColumnText.width(word) <= columns {
                lines[lines.count - 1] = last.isEmpty ? String(word) : last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}

package import Display
import Platform
import Synchronization
import Values

/// Everything that a session did, cell by cell, as it can be shown again and run again: what documents, `history` and `rerun`
/// are made from. As long as there is a file for it, each cell goes there as it ends.
package final class Journal: SessionObserver {
    package struct Entry: Sendable {
        package let cell: Cell
        /// Its statements as they ran, where they are others than were typed: those that `rerun` stood for.
        package internal(set) var replacement: String?
        package internal(set) var shown: [Shown] = []
        /// `nil` as long as it runs; for good where the session was lost meanwhile.
        package internal(set) var outcome: Outcome?
        package internal(set) var traces: [StatementTrace] = []
        /// Whether all that it did was to look at the session.
        package internal(set) var isAside = false
        /// What `rerun` ran, `nil` elsewhere.
        package internal(set) var origin: String?
        /// What a person calls it: its number, or `L` and a number in the lost session.
        package internal(set) var label: String?
        var size = 0
        var leftOut = 0

        /// Its statements as they ran.
        package var text: String { replacement ?? cell.text }
    }

    package enum Shown: Sendable {
        case output(Output)
        case printed(String)
        case note(String)
        case error(String)
    }

    /// Of a cell that shows more, in bytes, the rest is left out; of a session the outputs of its oldest cells.
    static let cellLimit = 1 << 20
    static let sessionLimit = 64 << 20
    static let rowLimit = 1000

    struct State {
        var entries: [Entry] = []
        /// The cells of the session that was lost before.
        var earlier: [Entry] = []
        var size = 0
        /// The first entry that has its outputs still.
        var firstWhole = 0
        var file: JournalFile?
        /// Where the file is made with the first cell.
        var opening: (folder: JournalFolder, lost: JournalFolder.Lost?)?
        var warning: String?
    }

    let state = Mutex(State())
    package let readsPrograms: Bool

    /// - Parameter readsPrograms: whether what shell commands write is kept too, and not left to the terminal.
    package init(readsPrograms: Bool = true) { self.readsPrograms = readsPrograms }

    package var entries: [Entry] { state.withLock { $0.entries } }
    /// The cells of the session that was lost before, if one was.
    package var earlier: [Entry] { state.withLock { $0.earlier } }

    // MARK: - What the session does

    package func cellBegan(_ cell: Cell) {
        state.withLock { state in
            var entry = Entry(cell: cell)
            entry.label = cell.number.map(String.init)
            state.entries.append(entry)
            state.write { file throws(PlatformError) in try file.began(entry) }
        }
    }

    package func output(_ result: CellResult) async {
        let output = await result.object.output()
        if let name = result.name {
            add(.output(.text("\(name): \(await result.object.summary())")))
        } else if result.isPrinted, case .text(let text) = output {
            stream(text + "\n")
        } else {
            add(.output(Self.bounded(output)))
        }
    }

    package func stream(_ text: String) {
        state.withLock { state in
            guard let last = state.entries.indices.last else { return }
            let room = max(0, Self.cellLimit - state.entries[last].size)
            let kept = text.utf8.count <= room ? text : String(text.unicodeScalars.prefix(room / 4))
            state.entries[last].leftOut += text.utf8.count - kept.utf8.count
            guard !kept.isEmpty else { return }
            // What is printed piece by piece is one text.
            if case .printed(var before)? = state.entries[last].shown.last {
                state.entries[last].shown.removeLast()
                before += kept
                state.entries[last].shown.append(.printed(before))
            } else {
                state.entries[last].shown.append(.printed(kept))
            }
            state.count(kept.utf8.count)
        }
    }

    package func streamErrors(_ text: String) { stream(text) }

    package func notice(_ text: String) { add(.note(text)) }
    package func failed(_ error: any Error, in cell: Int, format: Settings.Format) {
        add(.error(FailureText.of(error, columns: 100)))
    }

    package func cellEnded(_ cell: Cell, _ outcome: Outcome) {
        if outcome == .interrupted { add(.note("interrupted")) }
        state.withLock { state in
            guard let last = state.entries.indices.last else { return }
            let leftOut = state.entries[last].leftOut
            if leftOut > 0 {
                let words = "… \(Figures.grouped(leftOut)) bytes more are not kept here"
                state.entries[last].shown.append(.note(words))
            }
            state.entries[last].outcome = outcome
            let entry = state.entries[last]
            state.write { file throws(PlatformError) in try file.ended(entry) }
        }
    }

    /// What comes before the first cell belongs to none.
    private func add(_ shown: Shown) {
        state.withLock { state in
            guard let last = state.entries.indices.last else { return }
            let size = shown.size
            guard state.entries[last].size + size <= 2 * Self.cellLimit else {
                state.entries[last].leftOut += size
                return
            }
            state.entries[last].shown.append(shown)
            state.count(size)
        }
    }

    /// A result that is no larger than a page can show.
    private static func bounded(_ output: Output) -> Output {
        switch output {
        case .text(let text) where text.utf8.count > cellLimit:
            return .text(String(text.unicodeScalars.prefix(cellLimit / 4)) + "\n… the rest is not kept here")
        case .table(let table) where table.rows.count > rowLimit:
            var short = table
            short.rows = Array(table.rows.prefix(rowLimit))
            let more = "… \(Figures.count(table.rows.count - rowLimit, "more row")) that are not kept here"
            short.note = table.note.map { $0 + "\n" + more } ?? more
            return .table(short)
        case .group(let parts): return .group(parts.map(bounded))
        default: return output
        }
    }
}

extension Journal.State {
    /// Counts what the last cell shows, and leaves out the oldest outputs where there are too many.
    mutating func count(_ size: Int) {
        entries[entries.count - 1].size += size
        self.size += size
        while self.size > Journal.sessionLimit, firstWhole < entries.count - 1 {
            self.size -= entries[firstWhole].size
            if entries[firstWhole].size > 0 { entries[firstWhole].shown = [.note("its results are not kept any more")] }
            firstWhole += 1
        }
    }

    /// A file that can't be written costs a warning and itself, nothing else.
    mutating func write(_ body: (JournalFile) throws(PlatformError) -> Void) {
        do throws(PlatformError) {
            if let opening {
                self.opening = nil
                file = try opening.folder.begin(after: opening.lost)
            }
            if let file { try body(file) }
        } catch {
            warning = "\(error); what this session does is not kept for the next one"
            file = nil
        }
    }
}

extension Journal.Shown {
    /// About its bytes.
    var size: Int {
        switch self {
        case .printed(let text), .note(let text), .error(let text): text.utf8.count
        case .output(let output): Self.size(of: output)
        }
    }

    private static func size(of output: Output) -> Int {
        switch output {
        case .text(let text), .markdown(let text): text.utf8.count
        case .pairs(let values, _): 40 * values.count
        case .entries(let entries, _): 80 * entries.count
        case .table(let table): 24 * table.rows.count * table.columns.count
        case .picture(let plot): 32 * plot.series.reduce(0) { $0 + $1.points.count }
        case .group(let parts): parts.reduce(0) { $0 + size(of: $1) }
        }
    }
}

import Display
import Synchronization

/// The journal's own file, and what an earlier session left.
extension Journal {
    /// From the next cell on each goes to a file, which is made then: a session that did nothing leaves none.
    package func keep(in folder: JournalFolder, after lost: JournalFolder.Lost?) {
        state.withLock { state in
            state.earlier = lost?.entries ?? []
            state.opening = (folder, lost)
        }
    }

    /// The session is left in the ordinary way: nothing is to be taken up.
    package func close(in folder: JournalFolder) {
        state.withLock { state in
            if let file = state.file { folder.retire(file.path) }
            state.file = nil
        }
    }

    /// Why the file is not kept, told once.
    package func takeWarning() -> String? {
        state.withLock { state in
            defer { state.warning = nil }
            return state.warning
        }
    }

    /// What the earlier session left, in a line; `nil` where there was none.
    package var remark: String? {
        let cells = earlier.filter { $0.cell.markdown == nil }
        guard !cells.isEmpty else { return nil }
        return "The last session was lost after \(Figures.count(cells.count, "cell")): 'history' shows them, "
            + "'rerun lost' runs them again, 'save session FILE' keeps them; its names are made again when they are used."
    }

    // MARK: - What the session knows of its cells

    func trace(_ trace: StatementTrace) {
        state.withLock { state in
            guard let last = state.entries.indices.last else { return }
            state.entries[last].traces.append(trace)
        }
    }

    /// The running cell did nothing but look at the session.
    func setAside() {
        state.withLock { state in
            if let last = state.entries.indices.last { state.entries[last].isAside = true }
        }
    }

    /// The running cell, if it is this statement alone, stands for others.
    func replace(_ statement: String, with text: String, of origin: String) {
        state.withLock { state in
            guard let last = state.entries.indices.last, state.entries[last].cell.text == statement else { return }
            state.entries[last].replacement = text
            state.entries[last].origin = origin
        }
    }

    /// The cells of the lost session and of this one, without the running one.
    package var past: [Entry] {
        let (earlier, entries) = state.withLock { ($0.earlier, $0.entries) }
        return earlier + entries.filter { $0.outcome != nil }
    }
}

package import Display
import Synchronization

/// Everything that a run did, cell by cell, as it can be shown again: what documents are made from.
package final class Journal: SessionObserver {
    package struct Entry: Sendable {
        package let cell: Cell
        package fileprivate(set) var shown: [Shown] = []
        package fileprivate(set) var outcome: Outcome?
    }

    package enum Shown: Sendable {
        case output(Output)
        case printed(String)
        case note(String)
        case error(String)
    }

    private let kept = Mutex<[Entry]>([])

    package init() {}

    package var entries: [Entry] { kept.withLock { $0 } }
    package var readsPrograms: Bool { true }

    package func cellBegan(_ cell: Cell) { kept.withLock { $0.append(Entry(cell: cell)) } }

    package func output(_ result: CellResult) async {
        let output = await result.object.output()
        if let name = result.name {
            add(.output(.text("\(name): \(await result.object.summary())")))
        } else if result.isPrinted, case .text(let text) = output {
            stream(text + "\n")
        } else {
            add(.output(output))
        }
    }

    package func stream(_ text: String) {
        kept.withLock { entries in
            guard let last = entries.indices.last else { return }
            // What is printed piece by piece is one text.
            if case .printed(let before)? = entries[last].shown.last {
                entries[last].shown[entries[last].shown.count - 1] = .printed(before + text)
            } else {
                entries[last].shown.append(.printed(text))
            }
        }
    }

    package func notice(_ text: String) { add(.note(text)) }
    package func failed(_ error: any Error, in cell: Int, format: Settings.Format) {
        add(.error(FailureText.of(error, columns: 100)))
    }

    package func cellEnded(_ cell: Cell, _ outcome: Outcome) {
        if outcome == .interrupted { add(.note("interrupted")) }
        kept.withLock { entries in
            guard let last = entries.indices.last else { return }
            entries[last].outcome = outcome
        }
    }

    /// What comes before the first cell belongs to none.
    private func add(_ shown: Shown) {
        kept.withLock { entries in
            guard let last = entries.indices.last else { return }
            entries[last].shown.append(shown)
        }
    }
}

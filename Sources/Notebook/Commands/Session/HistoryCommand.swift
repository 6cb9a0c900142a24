import Display
import Notebook
import Values

struct HistoryCommand: Command {
    var declaration: CommandDeclaration {
        CommandDeclaration(
            "history", "the cells of this session, and of the last one where it was lost", examples: ["history"],
            isAside: true)
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let past = session.journal.past
        let stale = Journal.staleness(of: past)
        var rows: [[JSONValue]] = []
        var lost = 0
        for (place, entry) in past.enumerated() {
            guard let label = entry.label, !entry.text.isEmpty else { continue }
            if label.hasPrefix("L") { lost += 1 }
            rows.append([.string(label), .string(entry.text), .string(Self.remark(entry, stale[place]))])
        }
        return HistoryObject(rows: rows, lost: lost)
    }

    private static func remark(_ entry: Journal.Entry, _ stale: String?) -> String {
        let state: String? =
            switch entry.outcome {
            case .failed, .invalid: "failed"
            case .interrupted: "interrupted"
            case nil: "lost while it ran"
            default: nil
            }
        return [state, entry.origin.map { "rerun of \($0)" }, stale.map { "stale: \($0)" }].compactMap(\.self).joined(
            separator: "; ")
    }
}

/// The cells that ran; those of the lost session first, set off by a line.
struct HistoryObject: SessionObject {
    private static let columns = ["cell", "statement", "remark"]

    let rows: [[JSONValue]]
    /// How many of the first rows are the lost session's.
    let lost: Int

    var kind: ObjectKind { .table }
    func json() async -> JSONValue { Table(columns: Self.columns, rows: rows).json }
    func summary() async -> String { "table of \(Figures.count(rows.count, "row"))" }

    func output() async -> Output {
        // Whether there is anything to say at all.
        let count = rows.contains { $0[2] != "" } ? 3 : 2
        func table(_ rows: some Sequence<[JSONValue]>) -> Output {
            .table(Table(columns: Array(Self.columns[..<count]), rows: rows.map { Array($0[..<count]) }))
        }
        guard lost > 0 else { return table(rows) }
        return .group([
            .text("The session that was lost"), table(rows.prefix(lost)), .text("\nThis session"),
            table(rows.dropFirst(lost)),
        ])
    }
}

import Compute
import Display
import Foundation
import Notebook
import Values

/// One display of a cell that shows how far its work is, and afterwards how long it took.
struct ProgressDisplay {
    /// It appears once the work has taken so long, and changes so often at most.
    private static let patience = 0.25
    private static let interval = 0.2

    private var id: String?
    private var began: Double?
    private var shown = 0.0
    private var last: WorkProgress?

    /// What is to be told, if anything.
    ///
    /// - Parameter progress: `nil` at the end of the work.
    mutating func update(
        _ progress: WorkProgress?, now: Double = Date.timeIntervalSinceReferenceDate
    ) -> (type: String, content: JSONObject)? {
        guard let progress else {
            defer { (began, last) = (nil, nil) }
            guard let began, let last, shown > began else { return nil }
            return message("\(last.completed)/\(last.total) \(last.unit)s  \(Figures.duration(now - began))")
        }
        let began = began ?? now
        self.began = began
        last = progress
        guard now - began >= Self.patience, now - shown >= Self.interval else { return nil }
        shown = now
        return message(ProgressLine.text(progress, elapsed: now - began, style: TextStyle(columns: 80)))
    }

    private mutating func message(_ text: String) -> (type: String, content: JSONObject) {
        let isNew = id == nil
        let id = id ?? UUID().uuidString.lowercased()
        self.id = id
        return (
            isNew ? "display_data" : "update_display_data",
            [
                "data": ["text/plain": .string(text)], "metadata": .object(JSONObject()),
                "transient": ["display_id": .string(id)],
            ]
        )
    }
}

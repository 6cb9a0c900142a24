package import Compute
import Display
import Foundation

/// Lines that tell how far long work is where no bar can be drawn: the first after some seconds, then one every ten, later
/// one a minute.
package struct ProgressLog {
    private static let patience = 5.0
    /// Of work that took so long its end is said too.
    private static let remarkable = 2.0
    private static let interval = 10.0
    /// After so many lines they come once a minute.
    private static let frequent = 12

    private var began: Double?
    private var written: Double?
    private var count = 0
    private var last: WorkProgress?

    package init() {}

    /// The line that is due, if one is.
    ///
    /// - Parameters:
    ///   - progress: `nil` at the end of the work.
    ///   - isForced: whether lines are wanted of short work too: one as soon as something is done.
    package mutating func line(
        _ progress: WorkProgress?, isForced: Bool, now: Double = Date.timeIntervalSinceReferenceDate
    )
        -> String?
    {
        guard let progress else {
            defer { self = ProgressLog() }
            guard let began, let last, last.name != nil, now - began >= Self.remarkable || isForced else { return nil }
            return Self.text(last, elapsed: now - began)
        }
        last = progress
        let began = began ?? now
        self.began = began
        let isDue =
            if let written { now - written >= (count < Self.frequent ? Self.interval : 60) } else {
                isForced ? progress.completed > 0 : now - began >= Self.patience
            }
        guard isDue else { return nil }
        written = now
        count += 1
        return Self.text(progress, elapsed: now - began)
    }

    /// `02:06:14 nightly 40/200 best 0.9241 (trial 33) 3 min left`
    private static func text(_ progress: WorkProgress, elapsed: Double) -> String {
        let time = Date().formatted(
            Date.FormatStyle(locale: Locale(identifier: "en_GB")).hour(.twoDigits(amPM: .omitted)).minute(.twoDigits)
                .second(.twoDigits))
        var words = [time, progress.name ?? progress.unit + "s"]
        words.append(progress.total > 0 ? "\(progress.completed)/\(progress.total)" : "\(progress.completed)")
        if let name = progress.figureName, let figure = progress.figure {
            words.append("\(name) \(Figures.significant(figure))")
        }
        if let remark = progress.remark { words.append("(\(remark))") }
        if progress.completed > 0, progress.total > progress.completed {
            let left = elapsed / Double(progress.completed) * Double(progress.total - progress.completed)
            words.append("\(Figures.duration(left)) left")
        }
        return words.joined(separator: " ")
    }
}

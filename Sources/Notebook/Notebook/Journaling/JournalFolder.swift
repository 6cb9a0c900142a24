import Display
package import Foundation
import Platform

/// Where the journals of sessions are, one each: those of living sessions, those of lost ones, and old ones, which were left
/// in the ordinary way or have been taken up.
package struct JournalFolder: Sendable {
    private static let ending = ".journal"
    private static let oldEnding = ".old.journal"
    /// So many lost sessions that followed one another are taken up together.
    private static let chainLimit = 20

    private let path: String

    package init(_ path: String) { self.path = path }

    /// Files by name, the newest last: their names begin with their time.
    private func names() -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter { $0.hasSuffix(Self.ending) }
            .sorted()
    }

    /// A lost session's journal, which nobody else takes up while this one has it.
    package struct Lost: Sendable {
        let name: String
        let file: LockedFile
        package let began: String
        package let entries: [Journal.Entry]
    }

    /// The newest session that ended without leaving.
    package func lost() -> Lost? {
        for name in names().reversed() where !name.hasSuffix(Self.oldEnding) {
            guard let file = try? LockedFile(path + "/" + name), let content = self.content(name) else { continue }
            var entries = content.entries
            var (earlier, count) = (content.after, 0)
            while let next = earlier, count < Self.chainLimit, let before = self.content(next) {
                entries = before.entries + entries
                (earlier, count) = (before.after, count + 1)
            }
            if entries.isEmpty { continue }
            return Lost(name: name, file: file, began: content.began, entries: Self.labelled(entries))
        }
        return nil
    }

    /// By its first name, though it may have another one by now.
    private func content(_ name: String) -> JournalFile.Content? {
        guard !name.contains("/") else { return nil }
        let old = name.hasSuffix(Self.oldEnding) ? name : Self.old(name)
        for candidate in [name, old] {
            if let bytes = try? FileBytes.read(path + "/" + candidate) { return JournalFile.read(bytes) }
        }
        return nil
    }

    private static func old(_ name: String) -> String { name.dropLast(ending.count) + oldEnding }

    package static func labelled(_ entries: [Journal.Entry]) -> [Journal.Entry] {
        var count = 0
        return entries.map { entry in
            var entry = entry
            if entry.cell.markdown == nil {
                count += 1
                entry.label = "L\(count)"
            }
            return entry
        }
    }

    /// The file of a session that begins now; what it takes up becomes old with it.
    ///
    /// - Throws: `PlatformError.unwritable`.
    func begin(after lost: Lost?) throws(PlatformError) -> JournalFile {
        try FileBytes.makeFolder(path)
        let time = Date().formatted(
            .verbatim(
                "\(year: .padded(4))\(month: .twoDigits)\(day: .twoDigits)-\(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased))\(minute: .twoDigits)\(second: .twoDigits)",
                timeZone: .gmt, calendar: Calendar(identifier: .gregorian)))
        let name = "\(time)-\(ProcessInfo.processInfo.processIdentifier)"
        for number in 100..<1000 {
            let candidate = path + "/" + name + "-\(number)" + Self.ending
            if FileBytes.exists(candidate) || FileBytes.exists(Self.old(candidate)) { continue }
            guard let file = try LockedFile(candidate, makes: true) else { continue }
            let journal = try JournalFile(file, after: lost?.name)
            if let lost { retire(path + "/" + lost.name) }
            return journal
        }
        throw .unwritable(path: path, reason: "there are too many journals")
    }

    /// The session was left: nothing of it is to be taken up.
    func retire(_ file: String) {
        guard file.hasSuffix(Self.ending), !file.hasSuffix(Self.oldEnding) else { return }
        try? FileManager.default.moveItem(atPath: file, toPath: Self.old(file))
    }

    /// Takes away what nobody has written to for so many days; never that of a living session.
    package func sweep(days: Int, now: Date = Date()) {
        for name in names() {
            let file = path + "/" + name
            guard let changed = (try? FileManager.default.attributesOfItem(atPath: file))?[.modificationDate] as? Date,
                now.timeIntervalSince(changed) > Double(days) * 86_400, (try? LockedFile(file)) != nil
            else { continue }
            try? FileManager.default.removeItem(atPath: file)
        }
    }
}

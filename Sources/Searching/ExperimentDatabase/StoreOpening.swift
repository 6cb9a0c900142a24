import Foundation
import GRDB
import Platform

/// How the file of a store is opened, and what can be wrong with it.
enum StoreOpening {
    static func writing(_ path: String) throws -> DatabaseQueue {
        try FileManager.default.createDirectory(atPath: path.parentFolder, withIntermediateDirectories: true)
        // A file of a few bytes is no database either, though SQLite begins one over it.
        if let size = size(of: path), (1..<100).contains(size) { throw DatabaseError(resultCode: .SQLITE_NOTADB) }
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            try database.execute(sql: "PRAGMA synchronous = FULL")
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Where nothing may be written beside the file either, a copy is read.
    static func reading(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        do {
            return try readable(try DatabaseQueue(path: path, configuration: configuration))
        } catch let error as DatabaseError where [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode) {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tunebook-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            // It stays readable through what is open.
            defer { try? FileManager.default.removeItem(at: folder) }
            let copy = folder.appendingPathComponent("store").path
            try FileManager.default.copyItem(atPath: path, toPath: copy)
            if FileBytes.exists(path + "-wal") {
                try FileManager.default.copyItem(atPath: path + "-wal", toPath: copy + "-wal")
            }
            return try readable(try DatabaseQueue(path: copy))
        }
    }

    /// A connection that opens may still be one that can't read.
    private static func readable(_ queue: DatabaseQueue) throws -> DatabaseQueue {
        _ = try queue.read { try Row.fetchOne($0, sql: "SELECT count(*) FROM experiment") }
        return queue
    }

    private static func size(of path: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int
    }

    /// Whether the file is there and has nothing in it; one that another session is making at this moment soon has.
    static func isHollow(_ path: String) -> Bool {
        for _ in 0..<5 {
            let isOpen = ["-wal", "-journal", "-shm"].contains { FileBytes.exists(path + $0) }
            guard size(of: path) == 0, !isOpen else { return false }
            Thread.sleep(forTimeInterval: 0.02)
        }
        return true
    }

    static func hollow(_ path: String) -> String {
        "the experiment store \(path) was there and empty, without even tables; it begins anew"
    }

    /// What SQLite finds wrong with the pages. A file that takes long to read is looked at only where it is used.
    static func damage(_ queue: DatabaseQueue, _ path: String) -> String? {
        guard size(of: path) ?? 0 <= 64 << 20 else { return nil }
        let finding = try? queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
        guard finding != "ok" else { return nil }
        return
            "the experiment store \(path) is damaged\(finding.map { " (\($0.split(separator: "\n").last ?? ""))" } ?? ""); what is read from it may be "
            + "incomplete: go on with a copy of before, or with --store and a new file"
    }

    /// In the words of who uses the store.
    static func reason(_ error: any Error) -> String {
        if error is CocoaError { return "its folder can't be made; is the one above it there and writable?" }
        guard let error = error as? DatabaseError else { return (error as NSError).localizedDescription }
        switch error.resultCode {
        case .SQLITE_NOTADB: return "it is no SQLite database"
        case .SQLITE_CANTOPEN: return "it can't be opened; is its folder there and writable?"
        case .SQLITE_READONLY: return "it is read-only"
        case .SQLITE_FULL: return SystemWords.diskFull
        case .SQLITE_BUSY: return "another program has locked it"
        case .SQLITE_CORRUPT: return "it is damaged"
        default: return error.message ?? "\(error.resultCode)"
        }
    }
}

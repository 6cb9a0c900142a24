import Foundation
import Platform
package import Ratings

/// Tables of large sets beside the data, so that text is parsed once: a file a set and a place, used while what it was
/// made of is the same by size and time of change.
package struct MovieLensCache: Sendable {
    /// What is read faster than anybody waits is not kept.
    private let fewestRatings: Int
    private let folder: String

    /// - Parameter folder: the data folder.
    package init(in folder: String, fewestRatings: Int = 500_000) {
        self.folder = folder + "/tables"
        self.fewestRatings = fewestRatings
    }

    /// - Returns: the table, and what to say where it could not be kept.
    /// - Throws: as `MovieLens.load`.
    package func load(
        _ size: MovieLensSize, path: String, progress: (@Sendable (Int, Int) throws -> Void)? = nil
    ) throws -> (table: RatingTable, notice: String?) {
        let files = try MovieLens.files(size, path: path)
        let source = ([size.rawValue] + [files.ratings, files.items].compactMap { $0 }.map(Self.state))
            .joined(separator: "\n")
        let place = "\(folder)/\(size.folder)-\(Self.name(of: files.ratings)).table"
        if FileBytes.exists(place), let stream = try? ProgressStream(FileStream(place), progress),
            let table = try StoredTable.read(stream, source: source)
        {
            return (table, nil)
        }
        let table = try MovieLens.load(size, files: files, progress: progress)
        guard table.count >= fewestRatings else { return (table, nil) }
        do {
            try FileBytes.makeFolder(folder)
            try WholeFile(pieces: StoredTable.pieces(of: table, source: source), for: place).commit()
            return (table, nil)
        } catch {
            return (table, "the table can't be kept for the next time: \(error)")
        }
    }

    /// A file's whole path, its size and when it was changed.
    private static func state(of path: String) -> String {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        let changed = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970.bitPattern ?? 0
        return "\(URL(fileURLWithPath: path).path) \((attributes?[.size] as? Int) ?? -1) \(changed)"
    }

    private static func name(of path: String) -> String {
        String(MD5.hexadecimal(of: Array(URL(fileURLWithPath: path).path.utf8)).prefix(8))
    }
}

/// A stream that tells how far it is.
private final class ProgressStream: ByteStream {
    private let source: FileStream
    private let progress: (@Sendable (Int, Int) throws -> Void)?
    var path: String { source.path }
    var position: Int { source.position }
    var length: Int? { source.length }

    init(_ source: FileStream, _ progress: (@Sendable (Int, Int) throws -> Void)?) {
        self.source = source
        self.progress = progress
    }

    func read(onto bytes: inout [UInt8]) throws {
        try source.read(onto: &bytes)
        try progress?(source.position, max(source.position, source.length ?? 0))
    }
}

import Foundation
import Platform
package import Ratings

/// MovieLens on this machine: a folder as GroupLens lays it out, the archive, or the ratings file alone.
package enum MovieLens {
    /// - Parameter path: the folder, a folder that holds it, the archive, or the file of ratings, whose neighbour then
    ///   gives the titles.
    /// - Throws: `RatingsError`.
    package static func load(_ size: MovieLensSize, path: String) throws -> RatingTable {
        guard FileManager.default.fileExists(atPath: path) else {
            throw PlatformError.unreadable(path: path, reason: SystemWords.noSuchFile)
        }
        if FileBytes.isFolder(path) {
            for folder in [path, path + "/" + size.folder] {
                let file = folder + "/" + size.ratingsFile
                if FileManager.default.fileExists(atPath: file) { return try table(size, file: file) }
            }
            let archive = path + "/" + size.archive
            if FileManager.default.fileExists(atPath: archive) { return try load(size, path: archive) }
            throw RatingsError.missingMember(path: path, member: size.ratingsFile)
        }
        let bytes = try FileBytes.read(path)
        guard BinaryFormat(of: bytes) == .packed else { return try table(size, file: path) }
        let members = try Archive(bytes, path: path).members(named: [size.ratingsFile, size.itemsFile])
        guard let ratings = members[size.ratingsFile] else {
            throw RatingsError.missingMember(path: path, member: size.ratingsFile)
        }
        return try RatingTable(
            csvBytes: ratings, path: path + "/" + size.ratingsFile, format: size.format,
            titles: titles(size, members[size.itemsFile]))
    }

    private static func table(_ size: MovieLensSize, file: String) throws -> RatingTable {
        let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let items = (folder.isEmpty && !file.hasPrefix("/") ? "." : folder) + "/" + size.itemsFile
        let bytes = FileManager.default.fileExists(atPath: items) ? try FileBytes.read(items) : nil
        return try RatingTable(
            csvBytes: FileBytes.read(file), path: file, format: size.format, titles: titles(size, bytes))
    }

    /// The archive or the folder of a set in a folder of data, if it is there.
    package static func locate(_ size: MovieLensSize, in dataFolder: String) -> String? {
        [size.folder, size.archive].map { dataFolder + "/" + $0 }.first {
            FileManager.default.fileExists(atPath: $0)
        }
    }

    /// Titles by item. The older sets are in Latin-1, the newer ones in UTF-8.
    private static func titles(_ size: MovieLensSize, _ bytes: [UInt8]?) -> [EntityID: String] {
        guard let bytes else { return [:] }
        let text =
            String(validating: bytes, as: UTF8.self)
            ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        guard let scanner = try? LineScanner(Array(text.utf8), path: size.itemsFile) else { return [:] }
        return titles(in: scanner, separator: Array(size.itemSeparator.utf8))
    }

    private static func titles(in start: LineScanner, separator: [UInt8]) -> [EntityID: String] {
        var scanner = start
        var titles: [EntityID: String] = [:]
        var fields: [Range<Int>] = []
        while let line = (try? scanner.nextLine()) ?? nil {
            guard (try? scanner.fields(of: line, separator: separator, into: &fields)) != nil, fields.count > 1 else {
                continue
            }
            titles[scanner.identifier(fields[0])] = scanner.text(fields[1])
        }
        return titles
    }
}

import Foundation
import Platform
package import Ratings

/// MovieLens on this machine: a folder as GroupLens lays it out, the archive, or the ratings file alone.
package enum MovieLens {
    /// - Parameters:
    ///   - path: the folder, a folder that holds it, the archive, or the file of ratings, whose neighbour then gives the
    ///     titles.
    ///   - progress: as `RatingFile` calls it.
    /// - Throws: `RatingsError`, `PlatformError`.
    package static func load(
        _ size: MovieLensSize, path: String, progress: (@Sendable (Int, Int) throws -> Void)? = nil
    ) throws -> RatingTable {
        guard FileManager.default.fileExists(atPath: path) else {
            throw PlatformError.unreadable(path: path, reason: SystemWords.noSuchFile)
        }
        if FileBytes.isFolder(path) {
            for folder in [path, path + "/" + size.folder] {
                let file = folder + "/" + size.ratingsFile
                if FileManager.default.fileExists(atPath: file) {
                    return try load(size, path: file, progress: progress)
                }
            }
            let archive = path + "/" + size.archive
            if FileManager.default.fileExists(atPath: archive) {
                return try load(size, path: archive, progress: progress)
            }
            throw RatingsError.missingMember(path: path, member: size.ratingsFile)
        }
        let isPacked = FileKind(of: try PeekedStream(FileStream(path)).peek(512))?.isPacked == true
        let ratings: any ByteStream
        var items: [UInt8]?
        if isPacked {
            do { ratings = try UnpackedFile.open(path, member: size.ratingsFile).stream } catch RatingsError.members {
                throw RatingsError.missingMember(path: path, member: size.ratingsFile)
            }
            items = try? UnpackedFile.open(path, member: size.itemsFile).stream.rest()
        } else {
            ratings = try FileStream(path)
            let neighbour = (path.hasPrefix("/") || path.contains("/") ? path.parentFolder : ".") + "/" + size.itemsFile
            if FileManager.default.fileExists(atPath: neighbour) { items = try FileBytes.read(neighbour) }
        }
        let titles = items.map { ItemTitles.read($0, separator: size.itemSeparator) } ?? [:]
        return try RatingText(path: ratings.path, format: size.format).read(ratings, titles: titles, progress: progress)
            .table
    }

    /// The archive or the folder of a set in a folder of data, if it is there.
    package static func locate(_ size: MovieLensSize, in dataFolder: String) -> String? {
        [size.folder, size.archive].map { dataFolder + "/" + $0 }.first {
            FileManager.default.fileExists(atPath: $0)
        }
    }
}

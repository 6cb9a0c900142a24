import Foundation
import Platform
package import Ratings

/// MovieLens on this machine: a folder as GroupLens lays it out, the archive, or the ratings file alone.
package enum MovieLens {
    /// Where a set lies.
    struct Files {
        /// The file of ratings, or the archive.
        let ratings: String
        /// The file of titles beside that of ratings.
        let items: String?
        let isPacked: Bool
    }

    /// - Parameters:
    ///   - path: the folder, a folder that holds it, the archive, or the file of ratings, whose neighbour then gives the
    ///     titles.
    ///   - progress: as `RatingFile` calls it.
    /// - Throws: `RatingsError`, `PlatformError`.
    package static func load(
        _ size: MovieLensSize, path: String, progress: (@Sendable (Int, Int) throws -> Void)? = nil
    ) throws -> RatingTable {
        try load(size, files: files(size, path: path), progress: progress)
    }

    static func files(_ size: MovieLensSize, path: String) throws -> Files {
        guard FileBytes.exists(path) else {
            throw PlatformError.unreadable(path: path, reason: SystemWords.noSuchFile)
        }
        var path = path
        if FileBytes.isFolder(path) {
            let places = [path, path + "/" + size.folder].map { $0 + "/" + size.ratingsFile }
            guard let file = (places + [path + "/" + size.archive]).first(where: FileBytes.exists) else {
                throw RatingsError.missingMember(path: path, member: size.ratingsFile)
            }
            path = file
        }
        if FileKind(of: try PeekedStream(FileStream(path)).peek(512))?.isPacked == true {
            return Files(ratings: path, items: nil, isPacked: true)
        }
        let neighbour = (path.hasPrefix("/") || path.contains("/") ? path.parentFolder : ".") + "/" + size.itemsFile
        return Files(ratings: path, items: FileBytes.exists(neighbour) ? neighbour : nil, isPacked: false)
    }

    static func load(
        _ size: MovieLensSize, files: Files, progress: (@Sendable (Int, Int) throws -> Void)?
    ) throws -> RatingTable {
        let ratings: any ByteStream
        let items: [UInt8]?
        if files.isPacked {
            do { ratings = try UnpackedFile.open(files.ratings, member: size.ratingsFile).stream } catch RatingsError
                .members
            {
                throw RatingsError.missingMember(path: files.ratings, member: size.ratingsFile)
            }
            items = try? UnpackedFile.open(files.ratings, member: size.itemsFile).stream.rest()
        } else {
            ratings = try FileStream(files.ratings)
            items = try files.items.map { try FileBytes.read($0) }
        }
        let titles = items.map { ItemTitles.read($0, separator: size.itemSeparator) } ?? [:]
        return try RatingText(path: ratings.path, format: size.format).read(ratings, titles: titles, progress: progress)
            .table
    }

    /// The archive or the folder of a set in a folder of data, if it is there.
    package static func locate(_ size: MovieLensSize, in dataFolder: String) -> String? {
        [size.folder, size.archive].map { dataFolder + "/" + $0 }.first(where: FileBytes.exists)
    }
}

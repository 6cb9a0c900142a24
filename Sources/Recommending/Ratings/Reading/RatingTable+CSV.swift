import Platform

extension RatingTable {
    /// Reads a file of ratings that is text.
    ///
    /// - Throws: `RatingsError` with the line and the column.
    package init(csv path: String, format: CSVFormat = CSVFormat()) throws {
        self = try RatingText(path: path, format: format).read(FileStream(path)).table
    }
}

import Platform
package import Ratings

extension RatingTable {
    /// Reads a file of ratings, packed or not; of a packed one the first member.
    ///
    /// - Parameter progress: called now and then with the bytes read and the bytes in all; what it throws ends the reading.
    /// - Throws: `RatingsError` with the line and the column.
    package init(file path: String, format: CSVFormat = CSVFormat(), progress: ((Int, Int) throws -> Void)? = nil)
        throws
    {
        var bytes = try FileBytes.read(path)
        if BinaryFormat(of: bytes) == .packed { bytes = try Archive(bytes, path: path).firstMember() }
        try self.init(csvBytes: bytes, path: path, format: format, progress: progress)
    }
}

import Platform
package import Ratings

/// A file of ratings: text of any usual encoding, packed or not, with columns, as JSON or in the Netflix Prize's blocks.
package struct RatingFile {
    package let path: String
    package var format: CSVFormat
    /// What the text's characters are written as; UTF-8, unless the first bytes say UTF-16.
    package var encoding: TextEncoding?
    /// Which file of a packed one.
    package var member: String?

    package init(_ path: String, format: CSVFormat = CSVFormat(), encoding: TextEncoding? = nil, member: String? = nil)
    {
        self.path = path
        self.format = format
        self.encoding = encoding
        self.member = member
    }

    /// - Parameter progress: called now and then, on any thread, with the bytes read and the bytes in all; what it throws
    ///   ends the reading.
    /// - Throws: `RatingsError` with the line and the column, `PlatformError`.
    package func read(progress: (@Sendable (Int, Int) throws -> Void)? = nil) throws -> RatingText.Reading {
        let (unpacked, notice) = try UnpackedFile.open(path, member: member)
        let (stream, text) = try text(in: unpacked)
        return try text.read(stream, progress: progress).with(notice: notice)
    }

    /// The rows as text with columns, whatever they are in the file.
    private func text(in unpacked: any ByteStream) throws -> (stream: any ByteStream, text: RatingText) {
        var stream = PeekedStream(unpacked)
        let bytes = try stream.peek(512)
        if let encoding = encoding ?? TextEncoding(detectedIn: bytes), !encoding.isUTF8 {
            stream = PeekedStream(try TranscodedStream(stream, encoding))
        }
        var text = RatingText(path: stream.path, format: format)
        let start = try stream.peek(1 << 16)
        if FileKind(of: start) == .json {
            let first = start.first { ![0x20, 0x0A, 0x0D, 0x09, 0xEF, 0xBB, 0xBF].contains($0) }
            text.takesCommas()
            if first == UInt8(ascii: "[") {
                let (names, rows) = try JSONRows.list(stream.rest(), path: stream.path)
                text.headings = names
                return (rows, text)
            }
            let rows = try JSONRows(start: start, path: stream.path)
            text.headings = rows.names
            return (LineStream(stream) { try rows.row($0, $1) }, text)
        }
        if NetflixBlocks.begins(start) {
            var blocks = NetflixBlocks(isFilmSecond: format.columns != nil)
            text.takesCommas()
            if format.columns == nil { text.headings = blocks.names }
            return (LineStream(stream) { line, _ in blocks.row(line) }, text)
        }
        return (stream, text)
    }
}

extension RatingTable {
    /// Reads a file of ratings, packed or not.
    ///
    /// - Throws: `RatingsError` with the line and the column, `PlatformError`.
    package init(file path: String, format: CSVFormat = CSVFormat()) throws {
        self = try RatingFile(path, format: format).read().table
    }
}

package import Platform
import Ratings

/// A file's bytes, unpacked where it is packed.
package enum UnpackedFile {
    /// - Parameter member: which file of several, as `--member` has it.
    /// - Returns: the bytes, and what to say about how they were found.
    /// - Throws: `RatingsError`, `PlatformError`.
    package static func open(_ path: String, member: String? = nil) throws -> (stream: any ByteStream, notice: String?)
    {
        let file = PeekedStream(try FileStream(path))
        switch FileKind(of: try file.peek(512)) {
        case .gzip:
            let text = PeekedStream(try GzipStream(file))
            guard isTar(try text.peek(512)) else {
                try refuse(member, path)
                return (text, nil)
            }
            guard text.length != nil else {
                let bytes = try text.rest()
                return try self.member(member, path) { try Archive(MemoryStream(bytes, path: path)) }
            }
            return try self.member(member, path) { try Archive(GzipStream(FileStream(path))) }
        case .zip, .bzip2, .xz, .zstd:
            // What can't be read twice is kept.
            guard let length = file.length else {
                let bytes = try file.rest()
                return try self.member(member, path) { try Archive(MemoryStream(bytes, path: path)) }
            }
            return try self.member(member, path) { try Archive(path: path, length: length) }
        default:
            guard isTar(try file.peek(512)) else {
                try refuse(member, path)
                return (file, nil)
            }
            return try self.member(member, path) { try Archive(path: path, length: file.length) }
        }
    }

    private static func refuse(_ member: String?, _ path: String) throws {
        guard let member else { return }
        throw RatingsError.archive(path: path, reason: "it holds no files, so that --member \(member) names none")
    }

    private static func isTar(_ start: [UInt8]) -> Bool {
        start.count > 262 && start[257..<262].elementsEqual("ustar".utf8)
    }

    private static func member(_ asked: String?, _ path: String, _ open: () throws -> Archive) throws
        -> (any ByteStream, String?)
    {
        let list = try open()
        var members: [Archive.Member] = []
        while let member = try list.next() { members.append(member) }
        // libarchive calls a file that is packed alone by this name.
        if members.map(\.name) == ["data"], asked == nil || asked == "data" {
            let archive = try open()
            _ = try archive.next()
            return (MemberStream(archive, path: path), nil)
        }
        let (name, notice) = try Members.choose(members, asked: asked, path: path)
        let archive = try open()
        while let member = try archive.next(), member.name != name {}
        return (MemberStream(archive, path: "\(path)/\(name)"), notice)
    }
}

/// A stream whose first bytes were looked at.
package final class PeekedStream: ByteStream {
    private let source: any ByteStream
    private var start: [UInt8] = []
    package var path: String { source.path }
    package var position: Int { source.position }
    package var length: Int? { source.length }

    package init(_ source: any ByteStream) { self.source = source }

    /// The first bytes, as many as there are.
    package func peek(_ count: Int) throws -> [UInt8] {
        while start.count < count {
            let before = start.count
            try source.read(onto: &start)
            if start.count == before { break }
        }
        return Array(start.prefix(count))
    }

    package func read(onto bytes: inout [UInt8]) throws {
        guard start.isEmpty else {
            bytes.append(contentsOf: start)
            start = []
            return
        }
        try source.read(onto: &bytes)
    }
}

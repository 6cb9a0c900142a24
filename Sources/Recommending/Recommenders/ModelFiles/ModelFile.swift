import Platform
import Ratings
import Values

/// Models as files: a mark, the format's number, a JSON head that names the sections and their sizes, the sections, and
/// a checksum of all before it.
package enum ModelFile {
    package static let version = 1
    private static let mark = Array("TBMODEL\n".utf8)

    /// Writes the file as a whole or not at all.
    ///
    /// - Throws: `RecommenderError.unwritableModel`.
    package static func write(_ model: any Recommender, to path: String) throws {
        let archive = try model.encode()
        let sections = archive.sections.sorted { $0.key < $1.key }
        let head: JSONObject = [
            "algorithm": .string(archive.algorithm), "parameters": .object(archive.parameters),
            "facts": .object(archive.facts),
            "sections": .array(sections.map { [.string($0.key), .integer($0.value.bytes.count)] }),
        ]
        let headBytes = Array(JSONValue.object(head).text().utf8)
        var bytes = mark + LittleEndian.bytes(UInt32(version)) + LittleEndian.bytes(UInt32(headBytes.count)) + headBytes
        for section in sections { bytes += section.value.bytes }
        bytes += LittleEndian.bytes(checksum(bytes[...]))
        do {
            try FileBytes.write(bytes, to: path)
        } catch {
            throw RecommenderError.unwritableModel(path: path, reason: error.reason)
        }
    }

    /// - Throws: `RecommenderError.unreadableModel`, `.newerModel`.
    package static func read(_ path: String) throws -> any Recommender {
        let bytes: [UInt8]
        do {
            bytes = try FileBytes.read(path)
        } catch {
            throw RecommenderError.unreadableModel(path: path, reason: error.reason)
        }
        do {
            let archive = try archive(bytes, path)
            return try Algorithms.named(archive.algorithm).decode(archive)
        } catch let fault as ModelArchive.Fault {
            throw RecommenderError.unreadableModel(path: path, reason: fault.reason)
        }
    }

    private static func archive(_ bytes: [UInt8], _ path: String) throws -> ModelArchive {
        guard bytes.starts(with: mark) else { throw ModelArchive.Fault("it is no Tunebook model") }
        guard bytes.count >= 24 else { throw ModelArchive.Fault("it is cut short") }
        let version: UInt32 = LittleEndian.word(bytes[8..<12])
        guard version <= Self.version else { throw RecommenderError.newerModel(path: path, version: Int(version)) }
        guard checksum(bytes.dropLast(8)) == LittleEndian.word(bytes.suffix(8)) else {
            throw ModelArchive.Fault("it is damaged or cut short (the checksum is wrong)")
        }
        let headEnd = 16 + Int(LittleEndian.word(bytes[12..<16]) as UInt32)
        guard headEnd <= bytes.count - 8, let head = try? JSONValue(parsingUTF8: Array(bytes[16..<headEnd])).object,
            let algorithm = head["algorithm"]?.string, let parameters = head["parameters"]?.object,
            let facts = head["facts"]?.object, let sections = head["sections"]?.array
        else { throw ModelArchive.Fault("its head is damaged") }
        var archive = ModelArchive(algorithm: algorithm, parameters: parameters)
        archive.facts = facts
        var position = headEnd
        for section in sections {
            guard let pair = section.array, pair.count == 2, let name = pair[0].string, let count = pair[1].integer,
                count >= 0, count <= bytes.count - 8 - position
            else { throw ModelArchive.Fault("its list of parts is damaged") }
            archive.sections[name] = .bytes(Array(bytes[position..<(position + count)]))
            position += count
        }
        guard position == bytes.count - 8 else { throw ModelArchive.Fault("it is longer than its parts") }
        return archive
    }

    /// FNV-1a of 64 bits over words (Fowler, Noll and Vo): finds damage, keeps no secrets.
    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
}

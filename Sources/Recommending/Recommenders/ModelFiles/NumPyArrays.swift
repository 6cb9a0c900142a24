import Ratings
import Values

/// A model's numbers as NumPy's array files (`.npy`, format 1.0 of NumPy's `lib.format`), for an `.npz` archive.
package enum NumPyArrays {
    /// One file an array: the parts of the model under the names of its algorithm (`pu`, `gmf_P`), and the identifiers of
    /// its `users` and `items` in the order of the rows.
    package static func files(of model: any Recommender) throws -> [(name: String, bytes: [UInt8])] {
        let archive = try model.encode()
        var files: [(name: String, bytes: [UInt8])] = []
        for (name, section) in archive.sections.sorted(by: { $0.key < $1.key }) {
            let type: String
            switch section.element {
            case .byte: continue
            case .int32: type = "<i4"
            case .float32: type = "<f4"
            case .float64: type = "<f8"
            }
            files.append((name + ".npy", file(type: type, shape: section.shape, section.bytes)))
        }
        files.append(("users.npy", identifiers(model.users)))
        files.append(("items.npy", identifiers(model.items)))
        return files
    }

    private static func file(type: String, shape: [Int], _ bytes: [UInt8]) -> [UInt8] {
        let sizes = shape.map { "\($0)," }.joined(separator: " ")
        var head = Array("{'descr': '\(type)', 'fortran_order': False, 'shape': (\(sizes)), }".utf8)
        // Magic, version and length take 10 bytes; numbers begin at a multiple of 64.
        head += [UInt8](repeating: UInt8(ascii: " "), count: (64 - (10 + head.count + 1) % 64) % 64)
        head.append(UInt8(ascii: "\n"))
        return [0x93] + Array("NUMPY".utf8) + [1, 0] + LittleEndian.bytes(UInt16(head.count)) + head + bytes
    }

    /// Whole numbers where all are, else texts of one width.
    private static func identifiers(_ vocabulary: Vocabulary) -> [UInt8] {
        let numbers = vocabulary.ids.compactMap { id -> Int64? in
            if case .integer(let value) = id { Int64(value) } else { nil }
        }
        if numbers.count == vocabulary.count {
            return file(
                type: "<i8", shape: [numbers.count],
                numbers.flatMap { LittleEndian.bytes(UInt64(bitPattern: $0)) })
        }
        let texts = vocabulary.ids.map { Array($0.description.unicodeScalars.map(\.value)) }
        let width = max(1, texts.map(\.count).max() ?? 1)
        return file(
            type: "<U\(width)", shape: [texts.count],
            texts.flatMap { text in
                (text + [UInt32](repeating: 0, count: width - text.count)).flatMap(LittleEndian.bytes)
            })
    }
}

/// What a file that is no text is, told by its first bytes, whatever it is called.
package enum BinaryFormat: Sendable {
    /// zip, gz, xz, zst, bz2
    case packed
    /// Python's, as pandas writes frames.
    case pickle

    package init?(of bytes: [UInt8]) {
        let packed: [[UInt8]] = [
            [0x1F, 0x8B], [0x50, 0x4B, 0x03, 0x04], [0xFD, 0x37, 0x7A, 0x58, 0x5A], [0x28, 0xB5, 0x2F, 0xFD],
            [0x42, 0x5A, 0x68],
        ]
        if packed.contains(where: { bytes.starts(with: $0) }) {
            self = .packed
        } else if bytes.count > 2, bytes[0] == 0x80, (2...5).contains(bytes[1]) {
            self = .pickle
        } else {
            return nil
        }
    }
}

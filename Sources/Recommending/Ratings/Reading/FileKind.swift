/// What a file that is no text of ratings is, told by its first bytes, whatever it is called.
package enum FileKind: String, Sendable, CaseIterable {
    case zip, gzip, bzip2, xz, zstd
    case workbook = "an Excel workbook"
    case oldOffice = "an old Excel workbook or another document of Microsoft Office"
    case openDocument = "a spreadsheet of OpenDocument"
    case parquet = "a Parquet file"
    case arrow = "an Arrow or Feather file"
    case orc = "an ORC file"
    case avro = "an Avro file"
    case hdf5 = "an HDF5 file"
    case numpy = "a NumPy array"
    case pickle = "a pickled frame"
    case sqlite = "an SQLite database"
    case rData = "data of R"
    case matlab = "a MATLAB file"
    case sevenZip = "a 7z archive"
    case rar = "a RAR archive"
    case pdf = "a PDF document"
    case html = "a page of HTML"
    case xml = "a document of XML"
    case json = "JSON"

    private static let beginnings: [(FileKind, [UInt8])] = [
        (.gzip, [0x1F, 0x8B]), (.zip, [0x50, 0x4B, 0x03, 0x04]), (.zip, [0x50, 0x4B, 0x05, 0x06]),
        (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A]), (.zstd, [0x28, 0xB5, 0x2F, 0xFD]), (.bzip2, Array("BZh".utf8)),
        (.oldOffice, [0xD0, 0xCF, 0x11, 0xE0]), (.parquet, Array("PAR1".utf8)), (.arrow, Array("ARROW1".utf8)),
        (.arrow, Array("FEA1".utf8)), (.orc, Array("ORC\u{a}".utf8)), (.avro, Array("Obj\u{1}".utf8)),
        (.hdf5, [0x89, 0x48, 0x44, 0x46]), (.numpy, [0x93] + Array("NUMPY".utf8)),
        (.sqlite, Array("SQLite format 3".utf8)), (.rData, Array("RDX".utf8)), (.rData, Array("X\n\0\0".utf8)),
        (.matlab, Array("MATLAB 5.0".utf8)), (.sevenZip, [0x37, 0x7A, 0xBC, 0xAF]), (.rar, Array("Rar!".utf8)),
        (.pdf, Array("%PDF-".utf8)),
    ]

    package init?(of bytes: some Collection<UInt8>) {
        if let found = Self.beginnings.first(where: { bytes.starts(with: $0.1) }) {
            self = found.0
            return
        }
        if let first = bytes.first, first == 0x80, let second = bytes.dropFirst().first, (2...5).contains(second) {
            self = .pickle
            return
        }
        let start = bytes.prefix(256).drop { [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
        let words = String(decoding: start, as: UTF8.self).lowercased()
        if words.hasPrefix("<!doctype html") || words.hasPrefix("<html") {
            self = .html
        } else if words.hasPrefix("<?xml") {
            self = .xml
        } else if Self.isJSON(words) {
            self = .json
        } else {
            return nil
        }
    }

    /// An object with a name in quotes, or a list of such.
    private static func isJSON(_ words: String) -> Bool {
        guard let sign = words.first, "{[".contains(sign) else { return false }
        let next = words.dropFirst().first { !" \t\n\r".contains($0) }
        return sign == "{" ? next == "\"" || next == "}" : next == "{"
    }

    /// What this program unpacks.
    package var isPacked: Bool { [.zip, .gzip, .bzip2, .xz, .zstd].contains(self) }

    /// What it is and what to do, as the end of a sentence.
    var advice: String {
        let python = "in Python: pandas.read_"
        let ending = ".to_csv('ratings.csv', index=False)"
        return switch self {
        case .zip, .gzip, .bzip2, .xz, .zstd: "a packed file (\(rawValue)); unpack it first, this program reads text"
        case .workbook, .oldOffice, .openDocument: "\(rawValue); save it as CSV there, and load that"
        case .parquet: "\(rawValue); write the ratings as CSV, \(python)parquet(…)\(ending)"
        case .arrow: "\(rawValue); write the ratings as CSV, \(python)feather(…)\(ending)"
        case .orc: "\(rawValue); write the ratings as CSV, \(python)orc(…)\(ending)"
        case .hdf5: "\(rawValue); write the ratings as CSV, \(python)hdf(…)\(ending)"
        case .pickle:
            "\(rawValue), which Python alone can read; write the ratings as text, in Python: frame\(ending)"
        case .rData: "\(rawValue); write the ratings as CSV, in R: write.csv(frame, \"ratings.csv\", row.names = FALSE)"
        case .json: "JSON; one object a line, or a list of objects, can be loaded: here it is neither"
        default: "\(rawValue), not a text of ratings; write them as CSV: user,item,rating,timestamp"
        }
    }
}

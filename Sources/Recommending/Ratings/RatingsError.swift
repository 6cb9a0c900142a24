/// What can be wrong with ratings and with the files that hold them.
package enum RatingsError: Error, Hashable, Sendable {
    case empty(path: String)
    case notText(path: String, line: Int, column: Int)
    case longLine(path: String, line: Int)
    /// A field that is not what it must be. Columns count from 1, in bytes.
    case field(path: String, line: Int, column: Int, expected: String, found: String)
    case shortRow(path: String, line: Int, expected: Int, found: Int)
    case duplicate(path: String, line: Int, firstLine: Int, user: EntityID, item: EntityID)
    case noSuchColumn(path: String, name: String, known: [String])
    case noSeparator(path: String)
    case archive(path: String, reason: String)
    case packed(path: String)
    case pickled(path: String)
    case missingMember(path: String, member: String)
    case missingMovieLens(size: String, url: String, place: String, reason: String)
    case wrongChecksum(url: String, place: String)
    case impossibleSynthetic(String)
    case badRatios([Double])
    case tooFewRatings(rows: Int, parts: Int)
    case noTimestamps
}

extension RatingsError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .empty(let path): "\(path) holds no ratings"
        case .notText(let path, let line, let column):
            "\(path):\(line):\(column): this is not UTF-8 text; is it a file of ratings?"
        case .longLine(let path, let line):
            "\(path):\(line):1: the line is longer than 1 MB; is it a file of ratings?"
        case .field(let path, let line, let column, let expected, let found):
            "\(path):\(line):\(column): \(expected) expected, found '\(found)'"
        case .shortRow(let path, let line, let expected, let found):
            "\(path):\(line):1: at least \(expected) columns expected, found \(found); --separator and --columns say how to read the file"
        case .duplicate(let path, let line, let firstLine, let user, let item):
            "\(path):\(line):1: user \(user) rates item \(item) a second time (first in line \(firstLine)); --duplicates first|last|keep says what to do"
        case .noSuchColumn(let path, let name, let known):
            "\(path) has no column '\(name)'; it has \(known.joined(separator: ", "))"
        case .noSeparator(let path): "\(path) can't be read with an empty separator; a comma or 'tab' is one"
        case .archive(let path, let reason): "can't unpack \(path): \(reason)"
        case .packed(let path): "\(path) is a packed file; unpack it first, this program reads text"
        case .pickled(let path):
            "\(path) is a pickled frame, which Python alone can read; write the ratings as text, in Python: frame.to_csv('ratings.csv', index=False)"
        case .missingMember(let path, let member): "\(path) holds no \(member)"
        case .missingMovieLens(let size, let url, let place, let reason):
            "MovieLens \(size) is not here and can't be downloaded (\(reason)); put \(url) into \(place) by hand, or name a copy with --path"
        case .wrongChecksum(let url, let place):
            "what came from \(url) is damaged (its checksum is wrong) and was thrown away; try again, or put the file into \(place) by hand"
        case .impossibleSynthetic(let reason): reason
        case .badRatios(let ratios):
            "the parts are two or three shares above 0, fractions with the sum 1 or such as 80 and 20, or one between 0 and 1; found "
                + "\(ratios.map { "\($0)" }.joined(separator: " ")), sum \(RatingsError.figure(ratios.reduce(0, +)))"
        case .tooFewRatings(let rows, let parts):
            "\(rows) ratings can't be split into \(parts) parts: one would be empty"
        case .noTimestamps: "these ratings have no timestamps, so they have no order in time"
        }
    }

    private static func figure(_ value: Double) -> String { "\((value * 1e6).rounded() / 1e6)" }
}

/// What can be wrong with ratings and with the files that hold them.
package enum RatingsError: Error, Hashable, Sendable {
    case empty(path: String)
    case notText(path: String, line: Int, column: Int)
    case longLine(path: String, line: Int)
    /// A field that is not what it must be. Columns count from 1, in bytes.
    case field(path: String, line: Int, column: Int, expected: String, found: String)
    case rowLength(path: String, line: Int, expected: Int, found: Int)
    case fewColumns(path: String, line: Int, found: Int, isImplicit: Bool)
    case manyColumns(path: String, found: Int)
    case badColumns(String)
    case timesTooFine(path: String)
    case tooLarge(path: String, rows: Int)
    case duplicate(path: String, line: Int, firstLine: Int, user: EntityID, item: EntityID, value: CSVFormat.Value)
    case noSuchColumn(path: String, name: String, known: [String])
    case noSeparator(path: String)
    case encoding(path: String, reason: String)
    case unknownEncoding(String)
    case archive(path: String, reason: String)
    case notRatings(path: String, kind: FileKind)
    case members(path: String, names: [String], asked: String?)
    case missingMember(path: String, member: String)
    case missingMovieLens(size: String, url: String, place: String, reason: String)
    case wrongChecksum(url: String, place: String)
    case impossibleSynthetic(String)
    case badRatios([Double])
    case tooFewRatings(rows: Int, parts: Int)
    case tooFewForFolds(rows: Int, folds: Int)
    case noTimestamps
    /// All ratings are of so few moments that a part between two of them would be empty.
    case tooFewTimes(times: Int, parts: Int)
    /// A filter that leaves nothing, and why.
    case nothingLeft(RatingFilter.Step, reason: String)
    case tooFewUsers(asked: Int, found: Int)
    case tooSmallFraction(Double, rows: Int)
}

extension RatingsError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .empty(let path): "\(path) holds no ratings"
        case .notText(let path, let line, let column):
            "\(path):\(line):\(column): this is not UTF-8 text; --encoding says what it is (latin-1, cp1252, utf-16, …), if it is a file of ratings"
        case .longLine(let path, let line):
            "\(path):\(line):1: the line is longer than 1 MB; is it a file of ratings?"
        case .field(let path, let line, let column, let expected, let found):
            "\(path):\(line):\(column): \(expected) expected, found '\(found)'"
        case .rowLength(let path, let line, let expected, let found):
            "\(path):\(line):1: \(expected) columns expected, found \(found); a field that holds the separator needs quotes, "
                + "and --separator and --columns say how to read the file"
        case .fewColumns(let path, let line, let found, let isImplicit):
            "\(path):\(line):1: at least \(isImplicit ? 2 : 3) columns expected, found \(found); --separator and --columns say how to "
                + "read the file" + (found == 2 && !isImplicit ? ", --implicit that it has no ratings" : "")
        case .manyColumns(let path, let found):
            "\(path):1:1: \(found) columns and no head that names them, so nothing says which are user, item, rating and "
                + "timestamp; --columns gives their positions, --header says that the first line is a head. A matrix of users "
                + "by items can't be read: write one row a rating"
        case .badColumns(let reason): "--columns can't be followed: \(reason)"
        case .tooLarge(let path, let rows):
            "\(path) holds more than \(rows) ratings, which is more than this machine has memory for"
        case .timesTooFine(let path):
            "\(path): these times have more digits than 64 bits hold; --columns without the timestamp leaves them out"
        case .duplicate(let path, let line, let firstLine, let user, let item, let value):
            "\(path):\(line):1: "
                + (value == .rating
                    ? "user \(user) rates item \(item) a second time"
                    : "item \(item) is predicted for user \(user) a second time")
                + " (first in line \(firstLine)); --duplicates first|last\(value == .rating ? "|keep" : "") says what to do"
        case .noSuchColumn(let path, let name, let known):
            "\(path) has no column '\(name)' that is known by its name; it has \(known.joined(separator: ", ")). --columns says which are "
                + "user, item, rating and timestamp"
                + (name == "rating" && known.contains("prediction") ? "; 'load predictions' reads predictions" : "")
        case .noSeparator(let path): "\(path) can't be read with an empty separator; a comma or 'tab' is one"
        case .unknownEncoding(let name):
            "there is no encoding '\(name)'; utf-8, utf-16, latin-1 and cp1252 are some"
        case .encoding(let path, let reason): "can't read \(path): \(reason)"
        case .archive(let path, let reason): "can't unpack \(path): \(reason)"
        case .notRatings(let path, let kind): "\(path) is \(kind.advice)"
        case .members(let path, let names, let asked):
            (asked.map { "\(path) holds no \($0)" } ?? "\(path) holds several files that could be meant")
                + ": \(names.prefix(20).joined(separator: ", "))\(names.count > 20 ? ", …" : ""); --member names one"
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
        case .tooFewForFolds(let rows, let folds):
            "\(rows) rating\(rows == 1 ? "" : "s") can't be divided into \(folds) folds: it is too few for one in each"
        case .noTimestamps:
            "these ratings have no timestamps, so they have no order in time; --columns of 'load csv' names the column of times, if there is one"
        case .tooFewTimes(let times, let parts):
            "these ratings are of \(times == 1 ? "one moment" : "\(times) moments"), and cuts between moments would leave one of "
                + "\(parts) parts empty; other shares, or --by chrono or random, divide them"
        case .nothingLeft(_, let reason): "nothing is left: \(reason)"
        case .tooFewUsers(let asked, let found):
            "\(asked) users can't be drawn from \(found); --users \(found) keeps all"
        case .tooSmallFraction(let fraction, let rows):
            "\(fraction) of \(rows) ratings is less than one; a greater --fraction keeps some"
        }
    }

    private static func figure(_ value: Double) -> String { "\((value * 1e6).rounded() / 1e6)" }
}

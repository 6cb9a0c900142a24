import Ratings

/// GroupLens's MovieLens data sets (Harper and Konstan, 2015, doi:10.1145/2827872).
package enum MovieLensSize: String, Sendable, CaseIterable {
    case oneHundredThousand = "100k"
    case oneMillion = "1m"
    case tenMillion = "10m"
    case twentyMillion = "20m"
    case twentyFiveMillion = "25m"
    case thirtyTwoMillion = "32m"
    case latestSmall = "latest-small"
    case latest

    /// The name of the folder and of the archive: `ml-100k`.
    package var folder: String { self == .tenMillion ? "ml-10m" : "ml-\(rawValue)" }
    package var archive: String { folder + ".zip" }
    package static let site = "https://files.grouplens.org/datasets/movielens/"

    /// The MD5 that GroupLens gives of the archive; the sets that change have none that lasts.
    package var checksum: String? {
        switch self {
        case .oneHundredThousand: "0e33842e24a9c977be4e0107933c0723"
        case .oneMillion: "c4d9eecfca2ab87c1945afe126590906"
        case .tenMillion: "ce571fd55effeba0271552578f2648bd"
        case .twentyMillion: "cd245b17a1ae2cc31bb14903e1204af3"
        case .twentyFiveMillion: "6b51fb2759a8657d3bfcbfc42b592ada"
        case .thirtyTwoMillion, .latestSmall, .latest: nil
        }
    }

    package var scale: ClosedRange<Double> { self == .oneHundredThousand || self == .oneMillion ? 1...5 : 0.5...5 }

    var ratingsFile: String {
        switch self {
        case .oneHundredThousand: "u.data"
        case .oneMillion, .tenMillion: "ratings.dat"
        default: "ratings.csv"
        }
    }

    var itemsFile: String {
        switch self {
        case .oneHundredThousand: "u.item"
        case .oneMillion, .tenMillion: "movies.dat"
        default: "movies.csv"
        }
    }

    var itemSeparator: String {
        switch self {
        case .oneHundredThousand: "|"
        case .oneMillion, .tenMillion: "::"
        default: ","
        }
    }

    var format: CSVFormat {
        var format = CSVFormat()
        format.separator = self == .oneHundredThousand ? "\t" : itemSeparator
        format.header = itemSeparator == ","
        format.columns = ["1", "2", "3", "4"]
        format.scale = scale
        return format
    }
}

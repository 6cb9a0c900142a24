import Ratings
import Recommenders

/// The ratings of a trial.
struct TrialData {
    let train: RatingTable
    let validation: RatingTable

    /// - Throws: `UsageError`, or `RatingsError` with the file's line and column.
    init(_ options: TrialOptions) throws {
        var format = CSVFormat()
        format.separator = options.separator.map { $0 == "\\t" ? "\t" : $0 }
        format.userColumn = options.usercol
        format.itemColumn = options.itemcol
        format.ratingColumn = options.ratingcol
        guard let duplicates = CSVFormat.Duplicates(rawValue: options.duplicates) else {
            throw UsageError(description: "--duplicates is error, first, last or keep, found '\(options.duplicates)'")
        }
        format.duplicates = duplicates
        format.scale = try Self.scale(options)
        train = try RatingTable(csv: Self.path(options.trainDatapath, in: options.datastore), format: format)
        validation = try RatingTable(csv: Self.path(options.validationDatapath, in: options.datastore), format: format)
    }

    private static func path(_ file: String, in folder: String?) -> String {
        guard let folder, !file.hasPrefix("/") else { return file }
        return folder.hasSuffix("/") ? folder + file : folder + "/" + file
    }

    private static func scale(_ options: TrialOptions) throws -> ClosedRange<Double>? {
        if let text = options.ratingScale {
            let ends = text.split(separator: ":").map { Double($0) ?? .nan }
            guard ends.count == 2, ends[0] < ends[1], ends.allSatisfy(\.isFinite) else {
                throw UsageError(
                    description:
                        "--rating-scale takes the lowest and the highest rating, found '\(text.replacing(":", with: " "))'"
                )
            }
            return ends[0]...ends[1]
        }
        switch options.surpriseReader {
        case nil: return nil
        case "ml-100k", "ml-1m": return 1...5
        case "jester": return -10...10
        case .some(let name):
            throw UsageError(
                description:
                    "--surprise-reader is ml-100k, ml-1m or jester, found '\(name)'; --rating-scale MIN MAX gives any other scale"
            )
        }
    }
}

import Foundation
import Platform
import Ratings
import Values

/// Folds as a folder with one of a split for each, and how many they are.
enum FoldsFolder {
    /// The file that tells folds from a split.
    static func facts(_ folder: String) -> String { folder + "/folds.json" }
    static func isOne(_ folder: String) -> Bool { FileBytes.exists(facts(folder)) }
    private static func part(_ folder: String, _ fold: Int) -> String { "\(folder)/fold\(fold + 1)" }

    /// Writes one after another, so that no more than one is in memory; how many they are comes last.
    static func write(_ folds: Folds, to folder: String) throws {
        try FileBytes.makeFolder(folder)
        try? FileManager.default.removeItem(atPath: facts(folder))
        for (place, fold) in folds.enumerated() {
            try FileBytes.makeFolder(part(folder, place))
            try SplitFolder.write(fold, to: part(folder, place))
        }
        let count: JSONValue = ["folds": .integer(folds.count)]
        try FileBytes.write(count.prettyText() + "\n", to: facts(folder))
    }

    /// - Returns: the folds, and a word where their files are not those that were saved together.
    static func read(_ folder: String) throws -> (folds: Folds, notice: String?) {
        guard let count = try JSONFile.read(facts(folder)).object?["folds"]?.integer, count > 0 else {
            throw PlatformError.unreadable(path: facts(folder), reason: "it does not say how many folds there are")
        }
        let read = try (0..<count).map { try SplitFolder.read(part(folder, $0)) }
        return (Folds(read.map(\.split)), read.compactMap(\.notice).first)
    }
}

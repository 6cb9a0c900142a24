import Foundation
import Platform
import RatingSources
import Ratings
import Values

/// A split as a folder of three files and what they share.
enum SplitFolder {
    static func write(_ split: DataSplit, to folder: String) throws {
        let titles = split.train.titles.sorted { $0.key < $1.key }.map {
            JSONValue.array([$0.key.json, .string($0.value)])
        }
        var facts: JSONObject = [
            "scale": [.number(split.train.scale.lowerBound), .number(split.train.scale.upperBound)],
            "titles": .array(titles),
        ]
        // The same seed draws the same ones again.
        if let drawn = split.test.negatives {
            facts["negatives"] = ["per_row": .integer(drawn.perRow), "seed": .integer(Int(clamping: drawn.seed))]
        }
        let parts = [("train", split.train), ("validation", split.validation), ("test", split.test)]
        facts["parts"] = .object(
            JSONObject(parts.compactMap { name, table in table.map { (name, .string($0.fingerprint)) } }))
        try FileBytes.makeFolder(folder)
        var files = parts.compactMap { name, table in
            table.map { (path: "\(folder)/\(name).csv", bytes: $0.csvBytes()) }
        }
        files.append((folder + "/split.json", Array((JSONValue.object(facts).prettyText() + "\n").utf8)))
        try FileBytes.write(files)
        // What an earlier split of three parts, or folds, have left would be taken for this one's.
        try? FileManager.default.removeItem(atPath: FoldsFolder.facts(folder))
        if split.validation == nil { try? FileManager.default.removeItem(atPath: folder + "/validation.csv") }
    }

    /// What the parts share; nothing for a folder of CSV files that was made by hand.
    private static func facts(_ path: String) throws -> JSONObject {
        guard FileManager.default.fileExists(atPath: path) else { return JSONObject() }
        if let facts = try JSONFile.read(path).object { return facts }
        throw PlatformError.unreadable(path: path, reason: "it is no JSON object")
    }

    /// - Returns: the split, and a word where its files are not those that were saved together.
    static func read(_ folder: String) throws -> (split: DataSplit, notice: String?) {
        let facts = try facts(folder + "/split.json")
        var format = CSVFormat()
        if let ends = facts["scale"]?.array?.compactMap(\.number), ends.count == 2, ends[0] < ends[1] {
            format.scale = ends[0]...ends[1]
        }
        var titles: [EntityID: String] = [:]
        for pair in facts["titles"]?.array ?? [] {
            guard let pair = pair.array, pair.count == 2, let title = pair[1].string else { continue }
            titles[EntityID(pair[0].plainText)] = title
        }
        func part(_ name: String) throws -> RatingTable {
            try RatingTable(file: "\(folder)/\(name).csv", format: format).with(titles: titles)
        }
        let hasValidation = FileManager.default.fileExists(atPath: folder + "/validation.csv")
        let split = DataSplit(
            train: try part("train"), validation: hasValidation ? try part("validation") : nil, test: try part("test"))
        let notice = notice(split, facts, folder)
        guard let drawn = facts["negatives"]?.object, let count = drawn["per_row"]?.integer, count > 0,
            let seed = drawn["seed"]?.integer
        else { return (split, notice) }
        return (split.drawingNegatives(count, seed: UInt64(clamping: seed)), notice)
    }

    private static func notice(_ split: DataSplit, _ facts: JSONObject, _ folder: String) -> String? {
        guard let parts = facts["parts"]?.object else { return nil }
        let found = [("train", split.train), ("validation", split.validation), ("test", split.test)]
        let strange = found.filter { name, table in table?.fingerprint != parts[name]?.string }.map { "\($0.0).csv" }
        return strange.isEmpty
            ? nil
            : "\(strange.joined(separator: ", ")) in \(folder) changed since this split was saved, or another one's saving was cut short"
    }
}

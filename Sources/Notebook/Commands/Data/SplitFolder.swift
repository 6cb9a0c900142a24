import Foundation
import Platform
import RatingSources
import Ratings
import Values

/// A split as a folder of three files and what they share.
enum SplitFolder {
    static func write(_ split: DataSplit, to folder: String) throws {
        try FileBytes.makeFolder(folder)
        try split.train.writeCSV(to: folder + "/train.csv")
        try split.validation?.writeCSV(to: folder + "/validation.csv")
        try split.test.writeCSV(to: folder + "/test.csv")
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
        try FileBytes.write(Array((JSONValue.object(facts).prettyText() + "\n").utf8), to: folder + "/split.json")
    }

    /// What the parts share; nothing for a folder of CSV files that was made by hand.
    private static func facts(_ path: String) throws -> JSONObject {
        guard FileManager.default.fileExists(atPath: path) else { return JSONObject() }
        do {
            if let facts = try JSONValue(parsingUTF8: FileBytes.read(path)).object { return facts }
            throw PlatformError.unreadable(path: path, reason: "it is no JSON object")
        } catch let error as JSONSyntaxError {
            throw PlatformError.unreadable(
                path: "\(path):\(error.line):\(error.column)", reason: "\(error.expected) expected")
        }
    }

    static func read(_ folder: String) throws -> DataSplit {
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
        guard let drawn = facts["negatives"]?.object, let count = drawn["per_row"]?.integer, count > 0,
            let seed = drawn["seed"]?.integer
        else { return split }
        return split.drawingNegatives(count, seed: UInt64(clamping: seed))
    }
}

import Display
import Foundation
import Platform
import RatingSources
import Ratings
import Recommenders
import Tuning
import Values

/// `save` and `open`.
enum Files {
    @Sendable static func save(_ session: isolated Session, _ call: Invocation) async throws -> (any SessionObject)? {
        let object = try await session.object(call, "OBJECT")
        let path = call.text("FILE") ?? ""
        func wrong(_ endings: String...) -> PlacedError {
            call.failure(NotebookError.unknownFormat(path: path, expected: endings), at: "FILE")
        }
        switch object {
        case let dataset as DatasetObject:
            guard path.hasSuffix(".csv") else { throw wrong(".csv") }
            try await session.compute("save") { _, _ in try dataset.table.writeCSV(to: path) }
        case let split as SplitObject:
            try await session.compute("save") { _, _ in try SplitFolder.write(split.split, to: path) }
        case is ModelObject, is TrialObject:
            guard path.hasSuffix(".model") || path.hasSuffix(".npz") else { throw wrong(".model", ".npz") }
            guard let model = try await object.asModel()?.model else { return nil }
            try await session.compute("save") { _, _ in
                guard path.hasSuffix(".npz") else { return try ModelFile.write(model, to: path) }
                try FileBytes.write(try Archive.zip(try NumPyArrays.files(of: model)), to: path)
            }
        case let space as SpaceObject:
            guard path.hasSuffix(".json") else { throw wrong(".json") }
            try FileBytes.write(space.space.json.prettyText() + "\n", to: path)
        case let table as TableObject:
            guard path.hasSuffix(".csv") || path.hasSuffix(".json") else { throw wrong(".csv", ".json") }
            let text = path.hasSuffix(".csv") ? table.table.csv() : await table.json().text()
            try FileBytes.write(text + "\n", to: path)
        case let picture as PlotObject where path.lowercased().hasSuffix(".svg"):
            try FileBytes.write(SVGRenderer().render(picture.plot), to: path)
        case is PlotObject where !path.hasSuffix(".json"): throw wrong(".svg", ".json")
        default:
            guard path.hasSuffix(".json") else { throw wrong(".json") }
            try FileBytes.write(await object.json().prettyText() + "\n", to: path)
        }
        return nil
    }

    @Sendable static func open(_ session: isolated Session, _ call: Invocation) async throws -> (any SessionObject)? {
        let path = call.text("FILE") ?? ""
        if FileBytes.isFolder(path) {
            return SplitObject(try await session.compute("open") { _, _ in try SplitFolder.read(path) }, origin: path)
        }
        if path.hasSuffix(".model") {
            return ModelObject(
                TrainedModel(recommender: try await session.compute("open") { _, _ in try ModelFile.read(path) }))
        }
        if path.hasSuffix(".csv") || path.hasSuffix(".csv.gz") {
            return DatasetObject(
                try await session.compute("open") { _, _ in try RatingTable(file: path) }, origin: path)
        }
        let bytes = try PlacedError.place(call.place(of: "FILE")) { try FileBytes.read(path) }
        guard path.hasSuffix(".json") else {
            throw call.failure(
                NotebookError.unknownFormat(path: path, expected: [".model", ".json", ".csv"]), at: "FILE")
        }
        do {
            return SpaceObject(try SearchSpace(json: try JSONValue(parsingUTF8: bytes)))
        } catch let error as JSONSyntaxError {
            throw call.failure(
                PlatformError.unreadable(
                    path: "\(path):\(error.line):\(error.column)", reason: "\(error.expected) expected"), at: "FILE")
        } catch {
            throw call.failure(PlatformError.unreadable(path: path, reason: "\(error)"), at: "FILE")
        }
    }
}

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

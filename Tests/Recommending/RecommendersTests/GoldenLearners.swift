import Compute
import Foundation
import Ratings
import Recommenders
import TestSupport
import Testing
import Values

/// The peers' numbers for learners over a small table of their own.
struct GoldenLearners {
    let json: JSONObject
    let train: RatingTable
    let test: RatingTable

    init() throws {
        json = try Reference.object(at: SharedFolder.golden("learners.json"))
        train = RatingTable(rows: (json["train"]?.array ?? []).map(\.numbers))
        test = RatingTable(rows: (json["test"]?.array ?? []).map(\.numbers))
    }

    func cases(_ learner: String) -> [JSONValue] { json[learner]?.array ?? [] }

    static func train(
        _ learner: String, _ parameters: JSONObject, on table: RatingTable, threads: Int = 1
    ) throws -> any Recommender {
        var run = TrainingRun(
            algorithm: try Algorithms.named(learner), parameters: parameters, trainset: try Trainset(table))
        run.threads = threads
        return try run.run(stop: StopFlag()).recommender
    }

    /// That predictions, and the parts of the model that a case has, are the peer's.
    func check(_ learner: String, _ one: JSONValue, _ more: JSONObject = [:], parts: [String] = []) throws {
        let parameters = one["params"].object ?? JSONObject()
        let model = try Self.train(learner, parameters.merging(more), on: train)
        let name = JSONValue.object(parameters).text()
        #expect(largestDifference(Trained.estimates(model, test), one["predictions"].numbers) < 1e-9, "\(name)")
        let archive = try model.encode()
        for part in parts where one[part] != .null {
            let rows = one[part].array ?? []
            let flat = rows.first?.array == nil ? one[part].numbers : rows.flatMap(\.numbers)
            #expect(largestDifference(archive.numbers(part), flat) < 1e-9, "\(name): \(part)")
        }
    }
}

extension ModelArchive {
    /// A section of double-precision numbers.
    func numbers(_ name: String) -> [Double] {
        let bytes = sections[name]?.bytes ?? []
        return stride(from: 0, to: bytes.count, by: 8).map { start in
            Double(bitPattern: bytes[start..<(start + 8)].reversed().reduce(0) { $0 << 8 | UInt64($1) })
        }
    }
}

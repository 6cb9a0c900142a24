package import Display
import Metrics
package import Notebook
package import Ratings
package import Recommenders
package import Values

/// A trained recommender.
package struct ModelObject: SessionObject {
    package let trained: TrainedModel
    /// What its trial reported, epoch by epoch, where the model comes from a file.
    package let reported: [Double]
    /// By what it was chosen, where it was chosen.
    package let choice: ModelChoice?
    package var model: any Recommender { trained.recommender }

    package init(_ trained: TrainedModel, reported: [Double] = [], choice: ModelChoice? = nil) {
        self.trained = trained
        self.choice = choice
        self.reported = reported
    }

    package var kind: ObjectKind { .model }
    package var isLarge: Bool { true }

    package func json() async -> JSONValue {
        [
            "algorithm": .string(model.algorithm), "parameters": .object(model.parameters),
            "seconds": .number(trained.seconds), "curve": .array(trained.curve.map(\.json)),
        ]
    }

    package func summary() async -> String {
        let size =
            "\(model.algorithm) of \(Figures.count(model.users.count, "user")) and \(Figures.count(model.items.count, "item"))"
        guard let last = trained.curve.last else { return size }
        let algorithm = try? Algorithms.named(model.algorithm)
        // What is computed in one go has neither epochs nor a loss to tell.
        let loss = algorithm?.shownLoss(last).map {
            "\(algorithm?.trainingLoss?.name ?? "training loss") \(Figures.significant($0))"
        }
        let epochs = loss.map { _ in "\(Figures.count(trained.curve.count, "epoch")) in " }
        return size + ", " + (epochs ?? "in ") + Figures.duration(trained.seconds) + (loss.map { ", \($0)" } ?? "")
            + (last.validation.map { ", validation \(trained.metric?.name ?? "") \(Figures.significant($0))" } ?? "")
    }

    package func output() async -> Output {
        let parameters = model.parameters.filter { !$0.value.isNull }.map { name, value in
            // All digits, so that the model can be trained again from what is read here.
            "\(name) \(value.number.flatMap(Figures.short) ?? value.plainText)"
        }
        return .text(await summary() + "\n" + parameters.joined(separator: ", "))
    }

    package func fieldNames() async -> [String] {
        ["algorithm", "parameters", "seconds", "loss", "curve"] + model.parameters.keys
    }

    package func namesBelow() async -> [String: [String]] {
        ["parameters": Array(model.parameters.keys), "curve": ["count", "epoch", "loss", "validation"]]
    }

    package func field(_ name: String) async throws -> (any SessionObject)? {
        switch name {
        case "algorithm": PlainValue(.string(model.algorithm))
        case "parameters": MetricsObject(model.parameters)
        case "seconds": PlainValue(.number(trained.seconds))
        case "loss": trained.curve.last?.loss.map { PlainValue(.number($0)) }
        case "curve":
            TableObject(
                columns: ["epoch", "loss", "validation"],
                rows: trained.curve.map {
                    [
                        .integer($0.epoch), $0.loss.map { .number($0) } ?? .null,
                        $0.validation.map { .number($0) } ?? .null,
                    ]
                })
        default: model.parameters[name].map(PlainValue.init)
        }
    }
}

extension SessionObject {
    /// The model that this is, or stands for, as a best trial does.
    func asModel() async throws -> ModelObject? {
        if let trial = self as? TrialObject { return try await trial.field("model") as? ModelObject }
        return self as? ModelObject
    }
}

extension EpochRecord {
    fileprivate var json: JSONValue {
        [
            "epoch": .integer(epoch), "loss": loss.map { .number($0) } ?? .null,
            "validation": validation.map { .number($0) } ?? .null,
        ]
    }
}

/// Scores made elsewhere.
package struct PredictionsObject: SessionObject {
    package let table: RatingTable
    package var kind: ObjectKind { .predictions }
    package var isLarge: Bool { true }
    package func json() async -> JSONValue { ["predictions": .integer(table.count)] }
    package func summary() async -> String { Figures.count(table.count, "prediction") }
}

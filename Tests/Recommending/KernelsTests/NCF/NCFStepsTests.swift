import Foundation
import Kernels
import TestSupport
import Testing
import Values

/// Steps of TensorFlow's network from the same weights over the same batches.
@Suite struct NCFStepsTests {
    @Test func lossesWeightsAndPredictionsFollowTensorFlow() throws {
        try check(casesOf: Reference.fixture("ncf_steps.json"), count: 3)
    }

    @Test(.enabled(if: SharedFolder.isThere, Comment(rawValue: SharedFolder.note)))
    func twentyStepsFollowTensorFlow() throws { try check(casesOf: SharedFolder.golden("ncf_steps.json"), count: 4) }

    private func check(casesOf file: URL, count: Int) throws {
        let cases = try #require(JSONValue(parsingUTF8: [UInt8](Data(contentsOf: file))).array)
        #expect(cases.count == count)
        for steps in cases {
            try check(Double.self, NCFSteps(steps), tolerance: 1e-5)
            try check(Float.self, NCFSteps(steps), tolerance: 1e-5)
        }
    }

    private func check<Scalar: NCFScalar>(_: Scalar.Type, _ steps: NCFSteps, tolerance: Double) throws {
        let training = steps.training(Scalar.self, members: 1)
        for (index, batch) in steps.batches.enumerated() {
            let loss = training.train(batch, member: 0, meet: {}, isStopped: { false }) / Double(batch.count)
            #expect(abs(loss - steps.losses[index]) <= tolerance * steps.losses[index], "step \(index + 1)")
            guard let expected = steps.weights[index + 1] else { continue }
            let found = steps.weights(of: training)
            for (name, values) in expected {
                let pairs = zip(try #require(found[name]), values)
                // Weights have the size of the first draws, about 0.3: TensorFlow's own are rounded to 1e-8 of that.
                let worst = pairs.map { abs($0 - $1) / max(abs($1), 0.1) }.max() ?? 1
                #expect(worst <= tolerance, "\(steps.modelType) \(name) after step \(index + 1)")
            }
        }
        let scorer = steps.scorer(of: training)
        for user in 0..<steps.users {
            var logits = [Scalar](repeating: 0, count: steps.items)
            scorer.logits(user: user, into: &logits)
            for item in 0..<steps.items {
                let expected = steps.predictions[user * steps.items + item]
                for logit in [logits[item], scorer.logit(user: user, item: item)] {
                    #expect(abs(NCFScorer<Scalar>.probability(logit) - expected) <= tolerance * expected)
                }
            }
        }
    }
}

/// One case of the file of steps.
private struct NCFSteps {
    let modelType: String
    let users: Int
    let items: Int
    let shape: NCFShape
    let rate: Double
    let initial: [String: [Double]]
    let batches: [[NCFExample]]
    let losses: [Double]
    let weights: [Int: [String: [Double]]]
    let predictions: [Double]

    init(_ json: JSONValue) throws {
        let object = try #require(json.object)
        func numbers(_ value: JSONValue?) throws -> [Double] { try #require(value).numbers }
        func tensors(_ value: JSONValue?) throws -> [String: [Double]] {
            var found: [String: [Double]] = [:]
            for (name, tensor) in try #require(value?.object) { found[name] = try numbers(tensor.object?["values"]) }
            return found
        }
        modelType = try #require(object["model_type"]?.string).lowercased()
        users = try #require(object["n_users"]?.integer)
        items = try #require(object["n_items"]?.integer)
        rate = try #require(object["learning_rate"]?.number)
        let sizes = try numbers(object["layer_sizes"]).map { Int($0) }
        shape = NCFShape(
            factors: modelType == "mlp" ? 0 : try #require(object["n_factors"]?.integer),
            layerSizes: modelType == "gmf" ? [] : sizes)
        initial = try tensors(object["initial"])
        losses = try numbers(object["loss_before_each_step"])
        predictions = try numbers(object["predictions_user_major"])
        batches = try #require(object["batches"]?.array).map { batch in
            let (users, items) = (try numbers(batch.object?["user"]), try numbers(batch.object?["item"]))
            return zip(zip(users, items), try numbers(batch.object?["label"])).map { pair, label in
                NCFExample(user: Int32(pair.0), item: Int32(pair.1), isPositive: label > 0)
            }
        }
        var weights: [Int: [String: [Double]]] = [:]
        for (step, value) in try #require(object["weights_after_step"]?.object) {
            weights[try #require(Int(step))] = try tensors(value)
        }
        self.weights = weights
    }

    /// TensorFlow's names of the parts that this type trains.
    private var hiddenNames: [String] {
        shape.hidden.indices.map { $0 == 0 ? "mlp/fully_connected" : "mlp/fully_connected_\($0)" }
    }

    func training<Scalar: NCFScalar>(_: Scalar.Type, members: Int) -> NCFTraining<Scalar> {
        let training = NCFTraining<Scalar>(
            shape: shape, users: users, items: items, optimizer: NCFOptimizer(.adam, rate: rate),
            batchSize: batches[0].count, members: members)
        for (table, letter, rows) in [(NCFTable.users, "P", users), (.items, "Q", items)] {
            let gmf = initial["embedding/embedding_gmf_\(letter):0"] ?? []
            let mlp = initial["embedding/embedding_mlp_\(letter):0"] ?? []
            training.set(
                table,
                (0..<rows).flatMap { row in
                    (0..<shape.factors).map { Scalar(gmf[row * shape.factors + $0]) }
                        + (0..<shape.half).map { Scalar(mlp[row * shape.half + $0]) }
                })
        }
        for (layer, name) in zip(shape.hidden, hiddenNames) {
            training.setDense((initial["\(name)/weights:0"] ?? []).map { Scalar($0) }, at: layer.weights)
            training.setDense((initial["\(name)/biases:0"] ?? []).map { Scalar($0) }, at: layer.biases)
        }
        training.setDense((initial["ncf/fully_connected/weights:0"] ?? []).map { Scalar($0) }, at: shape.output)
        return training
    }

    func weights<Scalar: NCFScalar>(of training: NCFTraining<Scalar>) -> [String: [Double]] {
        let dense = training.denseValues.map { Double($0) }
        // What this type does not train stays as it was.
        var found = initial
        for (table, letter, rows) in [(NCFTable.users, "P", users), (.items, "Q", items)] {
            let values = training.embeddings(table).map { Double($0) }
            func columns(_ range: Range<Int>) -> [Double] {
                (0..<rows).flatMap { row in range.map { values[row * shape.embedding + $0] } }
            }
            if shape.factors > 0 { found["embedding/embedding_gmf_\(letter):0"] = columns(0..<shape.factors) }
            if shape.half > 0 {
                found["embedding/embedding_mlp_\(letter):0"] = columns(shape.factors..<shape.embedding)
            }
        }
        for (layer, name) in zip(shape.hidden, hiddenNames) {
            found["\(name)/weights:0"] = Array(dense[layer.weights..<(layer.weights + layer.inputs * layer.outputs)])
            found["\(name)/biases:0"] = Array(dense[layer.biases..<(layer.biases + layer.outputs)])
        }
        found["ncf/fully_connected/weights:0"] = Array(
            dense[shape.output..<(shape.output + shape.factors + shape.towerOutput)])
        return found
    }

    func scorer<Scalar: NCFScalar>(of training: NCFTraining<Scalar>) -> NCFScorer<Scalar> {
        NCFScorer(
            shape: shape, users: training.embeddings(.users), items: training.embeddings(.items),
            dense: training.denseValues)
    }
}

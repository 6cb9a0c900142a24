import Kernels
import Values

/// `recommenders`' hyper-parameters of NCF, with its names and defaults (`models/ncf/ncf_singlenode.py`, `dataset.py`),
/// and what goes beyond; `seed` is 0 instead of unset, so that results repeat.
struct NCFConfiguration: Sendable {
    enum ModelType: String, CaseIterable, Sendable {
        case gmf = "GMF"
        case mlp = "MLP"
        case neuMF = "NeuMF"
    }

    private static let modelType = Parameter(
        "model_type", default: ModelType.neuMF,
        help: "a product of factors, a tower of layers, or both; the tower takes longer and needs more data")
    private static let factors = Parameter(
        "n_factors", 1...100_000, default: 8,
        help: "factors of the GMF part; more tell finer tastes apart, and learn by heart the sooner")
    private static let layerSizes = Parameter(
        "layer_sizes", each: 1...1_000_000, default: [16, 8, 4],
        help:
            "the tower's layers, first its input: two embeddings of half its size; wider ones learn more and take longer"
    )
    private static let epochs = Parameter(
        "n_epochs", 1...10_000_000, default: 50,
        help: "passes over the positives; more fit them closer, in the end too close")
    private static let batchSize = Parameter(
        "batch_size", 1...1_000_000, default: 64,
        help: "examples a step; more make it faster and need a higher learning rate")
    private static let rate = Parameter(
        "learning_rate", 0...1e6, default: 5e-3,
        help: "how far a step goes; more learns faster and less exactly, 0 learns nothing")
    private static let negatives = Parameter(
        "n_neg", 0...10_000, default: 4,
        help: "negatives drawn for each positive; more tell better what is not wanted, and take longer")
    private static let withReplacement = Parameter(
        "sample_with_replacement", default: false,
        help: "a negative may be drawn twice in an epoch; hardly matters where items are many")
    private static let rule = Parameter(
        "optimizer", default: NCFOptimizer.Rule.adam,
        help: "how weights follow their gradients; adam adapts each step, sgd takes them as they are")
    private static let decay = Parameter(
        "weight_decay", 0...1000, default: 0.0,
        help: "pull of weights to 0, decoupled from the gradient, as in AdamW; more smooths, less fits closer")
    private static let alpha = Parameter(
        "alpha", 0...1, default: 0.5, help: "GMF's share of the output where a NeuMF begins from pre-trained models")
    private static let seed = Parameter(
        "seed", 0...Int(UInt32.max), default: 0,
        help: "seed of first weights, negatives and order; another one gives another model, about as good")
    private static let precision = Parameter(
        "precision", default: Precision.single, help: "what weights are computed in")

    static let descriptions: [ParameterDescription] = [
        modelType.description, factors.description, layerSizes.description, epochs.description, batchSize.description,
        rate.description, negatives.description, withReplacement.description, rule.description, decay.description,
        alpha.description, seed.description, precision.description,
    ]

    let parameters: JSONObject
    let modelType: ModelType
    let shape: NCFShape
    let epochs: Int
    let batchSize: Int
    let optimizer: NCFOptimizer
    let negatives: Int
    let withReplacement: Bool
    let alpha: Double
    let seed: UInt64
    let isDouble: Bool

    /// - Throws: `RecommenderError.parameter`.
    init(_ given: JSONObject) throws(RecommenderError) {
        let values = try ParameterValues(learner: given, of: Self.descriptions)
        parameters = values.json
        modelType = values[Self.modelType]
        let sizes = values[Self.layerSizes]
        if modelType != .gmf { try Self.check(layerSizes: sizes) }
        shape = NCFShape(
            factors: modelType == .mlp ? 0 : values[Self.factors], layerSizes: modelType == .gmf ? [] : sizes)
        epochs = values[Self.epochs]
        batchSize = values[Self.batchSize]
        optimizer = NCFOptimizer(values[Self.rule], rate: values[Self.rate], decay: values[Self.decay])
        negatives = values[Self.negatives]
        withReplacement = values[Self.withReplacement]
        alpha = values[Self.alpha]
        seed = UInt64(values[Self.seed])
        isDouble = values[Self.precision] == .double
    }

    private static func check(layerSizes: [Int]) throws(RecommenderError) {
        func refuse(_ expected: String) -> RecommenderError {
            .parameter(
                .badValue(
                    name: "layer_sizes", value: JSONValue.array(layerSizes.map { .integer($0) }).text(),
                    expected: expected, nearest: nil))
        }
        guard let first = layerSizes.first else { throw refuse("a list of at least one size") }
        guard first.isMultiple(of: 2) else {
            throw refuse(
                "a list that begins with an even size, as the tower's input is a user's and an item's embedding of half of it"
            )
        }
        // A product that overflows is refused as what it is: too large.
        for (inputs, outputs) in zip(layerSizes, layerSizes.dropFirst())
        where inputs.multipliedReportingOverflow(by: outputs).partialValue > 1 << 34 {
            throw .tooLarge(bytes: inputs &* outputs &* 4, what: "the layer of \(inputs) by \(outputs)")
        }
    }

    /// The threads that a batch is shared among: as many as have enough to do between two meetings. The bits are the same
    /// for any number of them.
    func members(threads: Int) -> Int {
        let products = shape.hidden.reduce(shape.embedding) { $0 + $1.inputs * $1.outputs }
        let enough = 500_000
        return max(1, min(threads, batchSize.multipliedReportingOverflow(by: products).partialValue / enough))
    }

    /// What training will take, with the optimizer's moments and the models that are made of it.
    func bytes(users: Int, items: Int) -> Int {
        let scalar = isDouble ? 8 : 4
        let embeddings = (users + items) * ((shape.embedding + 7) / 8 * 8)
        let chunks = min(8, (batchSize + 63) / 64)
        return scalar * (embeddings * 5 + shape.denseCount * (4 + chunks) + batchSize * 4 * shape.embedding)
    }
}

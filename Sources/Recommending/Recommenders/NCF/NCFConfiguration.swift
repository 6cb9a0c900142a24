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

    static let descriptions: [ParameterDescription] = [
        ParameterDescription(
            "model_type", .choice(ModelType.allCases.map(\.rawValue)), default: "NeuMF",
            help: "a product of factors, a tower of layers, or both"),
        ParameterDescription("n_factors", .integer(1...100_000), default: 8, help: "factors of the GMF part"),
        ParameterDescription(
            "layer_sizes", .integers(1...1_000_000), default: [16, 8, 4],
            help: "the tower's layers, first its input: two embeddings of half its size"),
        ParameterDescription("n_epochs", .integer(1...10_000_000), default: 50, help: "passes over the positives"),
        ParameterDescription("batch_size", .integer(1...1_000_000), default: 64, help: "examples a step"),
        ParameterDescription(
            "learning_rate", .number(0...1e6), default: 5e-3, help: "how far a step goes; 0 learns nothing"),
        ParameterDescription("n_neg", .integer(0...10_000), default: 4, help: "negatives drawn for each positive"),
        ParameterDescription(
            "sample_with_replacement", .boolean, default: false, help: "a negative may be drawn twice in an epoch"),
        ParameterDescription(
            "optimizer", .choice(NCFOptimizer.Rule.allCases.map(\.rawValue)), default: "adam",
            help: "how weights follow their gradients"),
        ParameterDescription(
            "weight_decay", .number(0...1000), default: 0.0, help: "decoupled from the gradient, as in AdamW"),
        ParameterDescription(
            "alpha", .number(0...1), default: 0.5,
            help: "GMF's share of the output where a NeuMF begins from pre-trained models"),
        ParameterDescription(
            "seed", .integer(0...Int(UInt32.max)), default: 0, help: "seed of first weights, negatives and order"),
        ParameterDescription(
            "precision", .choice(["single", "double"]), default: "single", help: "what weights are computed in"),
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
        parameters = try RecommenderError.completing(given, with: Self.descriptions)
        modelType = parameters["model_type"]?.string.flatMap(ModelType.init) ?? .neuMF
        let sizes = parameters["layer_sizes"]?.array?.compactMap(\.integer) ?? []
        if modelType != .gmf { try Self.check(layerSizes: sizes) }
        shape = NCFShape(
            factors: modelType == .mlp ? 0 : parameters["n_factors"]?.integer ?? 8,
            layerSizes: modelType == .gmf ? [] : sizes)
        epochs = parameters["n_epochs"]?.integer ?? 50
        batchSize = parameters["batch_size"]?.integer ?? 64
        optimizer = NCFOptimizer(
            parameters["optimizer"]?.string.flatMap(NCFOptimizer.Rule.init) ?? .adam,
            rate: parameters["learning_rate"]?.number ?? 5e-3, decay: parameters["weight_decay"]?.number ?? 0)
        negatives = parameters["n_neg"]?.integer ?? 4
        withReplacement = parameters["sample_with_replacement"]?.boolean ?? false
        alpha = parameters["alpha"]?.number ?? 0.5
        seed = UInt64(parameters["seed"]?.integer ?? 0)
        isDouble = parameters["precision"]?.string == "double"
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

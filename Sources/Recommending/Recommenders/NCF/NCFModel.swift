import Compute
import Kernels
import Ratings
import Values

/// A trained network of NCF. Its estimates are probabilities that a user rates an item.
struct NCFModel<Scalar: NCFScalar & RankingScalar>: Recommender, NCFNetworkSource {
    let parameters: JSONObject
    let facts: TrainingFacts
    private let scorer: NCFScorer<Scalar>
    private let ranking: ItemRanking<Scalar>

    init(
        parameters: JSONObject, facts: TrainingFacts, scorer: NCFScorer<Scalar>
    ) {
        self.parameters = parameters
        self.facts = facts
        self.scorer = scorer
        ranking = ItemRanking(items: facts.items, seen: facts.seen)
    }

    var algorithm: String { "ncf" }
    var scoreKind: ScoreKind { .probability }

    /// A user or item that training did not see is taken for the mean of those that it saw.
    func estimate(user: Int?, item: Int?) -> Double {
        NCFScorer<Scalar>.probability(scorer.logit(user: user, item: item))
    }

    func rank(users: [Int], count: Int, removingSeen: Bool, stop: StopFlag) throws -> [[ScoredItem]] {
        try ranking.rank(
            users: users, count: count, removingSeen: removingSeen, stop: stop,
            scores: { user, scores in scorer.logits(user: user, into: &scores) },
            shown: NCFScorer<Scalar>.probability)
    }

    /// By the items' embeddings, GMF's factors and the tower's half together.
    func similar(to item: Int, count: Int) -> [ScoredItem] {
        let width = scorer.shape.embedding
        return CosineNeighbors.nearest(to: item, count: count, itemCount: items.count) { one, other in
            var sum = 0.0
            for column in 0..<width {
                sum += Double(scorer.items[one * width + column]) * Double(scorer.items[other * width + column])
            }
            return sum
        }
    }

    var network: NCFNetwork {
        NCFNetwork(
            shape: scorer.shape, users: scorer.users.map { Double($0) }, items: scorer.items.map { Double($0) },
            dense: scorer.dense.map { Double($0) })
    }

    // MARK: - Files

    /// Sections by the names that `recommenders`' variables have, without TensorFlow's scopes.
    func encode() -> ModelArchive {
        let shape = scorer.shape
        var archive = ModelArchive(of: self)
        func columns(_ values: [Scalar], _ range: Range<Int>) -> ModelArchive.Section {
            let rows = values.count / shape.embedding
            return .scalars(
                (0..<rows).flatMap { row in range.map { values[row * shape.embedding + $0] } },
                shape: [rows, range.count])
        }
        func dense(_ start: Int, _ sizes: [Int]) -> ModelArchive.Section {
            .scalars(Array(scorer.dense[start..<(start + sizes.reduce(1, *))]), shape: sizes)
        }
        if shape.factors > 0 {
            archive.sections["gmf_P"] = columns(scorer.users, 0..<shape.factors)
            archive.sections["gmf_Q"] = columns(scorer.items, 0..<shape.factors)
        }
        if shape.half > 0 {
            archive.sections["mlp_P"] = columns(scorer.users, shape.factors..<shape.embedding)
            archive.sections["mlp_Q"] = columns(scorer.items, shape.factors..<shape.embedding)
        }
        for (index, layer) in shape.hidden.enumerated() {
            archive.sections["mlp_weights_\(index)"] = dense(layer.weights, [layer.inputs, layer.outputs])
            archive.sections["mlp_biases_\(index)"] = dense(layer.biases, [layer.outputs])
        }
        archive.sections["ncf_weights"] = dense(shape.output, [shape.factors + shape.towerOutput, 1])
        return archive
    }

    /// - Throws: `ModelArchive.Fault`.
    init(decoding archive: ModelArchive) throws {
        let known = try archive.trainingFacts()
        let shape: NCFShape
        do {
            shape = try NCFConfiguration(archive.parameters).shape
        } catch {
            throw ModelArchive.Fault("its parameters make no network (\(error))")
        }
        func embeddings(_ suffix: String, rows: Int) throws -> [Scalar] {
            let factors =
                shape.factors > 0
                ? try archive.scalars("gmf_\(suffix)", shape: [rows, shape.factors], as: Scalar.self) : []
            let tower =
                shape.half > 0 ? try archive.scalars("mlp_\(suffix)", shape: [rows, shape.half], as: Scalar.self) : []
            var values: [Scalar] = []
            values.reserveCapacity(rows * shape.embedding)
            for row in 0..<rows {
                values += factors[(row * shape.factors)..<((row + 1) * shape.factors)]
                values += tower[(row * shape.half)..<((row + 1) * shape.half)]
            }
            return values
        }
        var dense = [Scalar](repeating: 0, count: shape.denseCount)
        func fill(_ name: String, _ sizes: [Int], at start: Int) throws {
            let values = try archive.scalars(name, shape: sizes, as: Scalar.self)
            dense.replaceSubrange(start..<(start + values.count), with: values)
        }
        for (index, layer) in shape.hidden.enumerated() {
            try fill("mlp_weights_\(index)", [layer.inputs, layer.outputs], at: layer.weights)
            try fill("mlp_biases_\(index)", [layer.outputs], at: layer.biases)
        }
        try fill("ncf_weights", [shape.factors + shape.towerOutput, 1], at: shape.output)
        self.init(
            parameters: archive.parameters, facts: known,
            scorer: NCFScorer(
                shape: shape, users: try embeddings("P", rows: known.users.count),
                items: try embeddings("Q", rows: known.items.count), dense: dense))
    }
}

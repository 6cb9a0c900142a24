import Kernels
import Ratings
import Values

/// A NeuMF that begins from a trained GMF and a trained MLP: their embeddings and layers, and `h = [α·h_GMF,
/// (1 − α)·h_MLP]` (He et al., 2017, section 3.4.1).
enum NCFPretraining {
    /// - Throws: `RecommenderError.pretrained`.
    static func set<Scalar: NCFScalar>(
        _ training: NCFTraining<Scalar>, from models: [any Recommender], alpha: Double, trainset: Trainset
    ) throws(RecommenderError) {
        let shape = training.shape
        guard shape.factors > 0, shape.towerOutput > 0 else {
            throw .pretrained("only a NeuMF (model_type) joins a GMF and an MLP")
        }
        let networks = models.compactMap { ($0 as? any NCFNetworkSource)?.network }
        guard models.count == 2, networks.count == 2 else {
            throw .pretrained("they must be a GMF and an MLP, both trained by 'train ncf'")
        }
        let (gmf, mlp) = (networks[0], networks[1])
        guard gmf.shape.towerOutput == 0, mlp.shape.factors == 0 else {
            throw .pretrained("the first must be a GMF and the second an MLP")
        }
        guard gmf.shape.factors == shape.factors else {
            throw .pretrained(
                "the GMF has n_factors \(gmf.shape.factors), but n_factors \(shape.factors) was asked for")
        }
        guard mlp.shape.layerSizes == shape.layerSizes else {
            throw .pretrained(
                "the MLP has layer_sizes \(list(mlp.shape.layerSizes)), but \(list(shape.layerSizes)) was asked for")
        }
        for (name, table) in [("users", NCFTable.users), ("items", .items)] {
            let ids = table == .users ? trainset.users : trainset.items
            var values: [Scalar] = []
            for id in ids.ids {
                let places = models.map { (table == .users ? $0.users : $0.items).position(of: id) }
                guard let gmfRow = places[0], let mlpRow = places[1] else {
                    throw .pretrained("they were trained on other data: not all \(name) are known to them")
                }
                values += gmf.embedding(table, gmfRow).map { Scalar($0) }
                values += mlp.embedding(table, mlpRow).map { Scalar($0) }
            }
            training.set(table, values)
        }
        for (layer, source) in zip(shape.hidden, mlp.shape.hidden) {
            training.setDense(
                mlp.dense[source.weights..<(source.weights + layer.inputs * layer.outputs)].map { Scalar($0) },
                at: layer.weights)
            training.setDense(
                mlp.dense[source.biases..<(source.biases + layer.outputs)].map { Scalar($0) }, at: layer.biases)
        }
        let output =
            gmf.dense[gmf.shape.output..<(gmf.shape.output + shape.factors)].map { Scalar($0 * alpha) }
            + mlp.dense[mlp.shape.output..<(mlp.shape.output + shape.towerOutput)].map { Scalar($0 * (1 - alpha)) }
        training.setDense(output, at: shape.output)
    }

    private static func list(_ sizes: [Int]) -> String { sizes.map(String.init).joined(separator: " ") }
}

/// A model's network in double precision, whatever it was trained in.
struct NCFNetwork {
    let shape: NCFShape
    let users: [Double]
    let items: [Double]
    let dense: [Double]

    func embedding(_ table: NCFTable, _ row: Int) -> ArraySlice<Double> {
        (table == .users ? users : items)[(row * shape.embedding)..<((row + 1) * shape.embedding)]
    }
}

protocol NCFNetworkSource {
    var network: NCFNetwork { get }
}

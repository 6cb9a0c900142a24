import Kernels
import RandomSource

/// The first weights, drawn as `recommenders`' network draws its own: embeddings from a normal distribution cut at two
/// deviations, dense weights uniformly after Glorot and Bengio (2010), biases 0.
///
/// Each part has a stream of its own, so that a NeuMF begins with the factors of the GMF of the same seed.
enum NCFInitialWeights {
    private static let deviation = 0.01

    private enum Part: UInt64 { case userFactors, itemFactors, userTower, itemTower, output, layers }

    static func set<Scalar: NCFScalar>(
        _ training: NCFTraining<Scalar>, users: Int, items: Int, generator: SplittableGenerator
    ) {
        let shape = training.shape
        func embeddings(_ rows: Int, _ factors: Part, _ tower: Part) -> [Scalar] {
            var factorsRandom = generator.stream(factors.rawValue)
            var towerRandom = generator.stream(tower.rawValue)
            var values: [Scalar] = []
            values.reserveCapacity(rows * shape.embedding)
            for _ in 0..<rows {
                for _ in 0..<shape.factors { values.append(Scalar(truncatedNormal(&factorsRandom))) }
                for _ in 0..<shape.half { values.append(Scalar(truncatedNormal(&towerRandom))) }
            }
            return values
        }
        training.set(.users, embeddings(users, .userFactors, .userTower))
        training.set(.items, embeddings(items, .itemFactors, .itemTower))
        for (index, layer) in shape.hidden.enumerated() {
            var random = generator.stream(Part.layers.rawValue + UInt64(index))
            training.setDense(glorot(layer.inputs, layer.outputs, &random), at: layer.weights)
        }
        var random = generator.stream(Part.output.rawValue)
        training.setDense(glorot(shape.factors + shape.towerOutput, 1, &random), at: shape.output)
    }

    private static func truncatedNormal(_ random: inout SplittableGenerator) -> Double {
        while true {
            let draw = random.nextNormal()
            if abs(draw) <= 2 { return draw * deviation }
        }
    }

    /// Uniform within `±sqrt(6 / (inputs + outputs))`.
    private static func glorot<Scalar: NCFScalar>(
        _ inputs: Int, _ outputs: Int, _ random: inout SplittableGenerator
    ) -> [Scalar] {
        let limit = (6 / Double(inputs + outputs)).squareRoot()
        return (0..<(inputs * outputs)).map { _ in Scalar((2 * random.nextUniform() - 1) * limit) }
    }
}

/// The sizes of a network of neural collaborative filtering, and where its dense values stand in one flat block.
///
/// GMF has factors and no tower, MLP a tower and no factors, NeuMF both (He et al., 2017, doi:10.1145/3038912.3052569).
package struct NCFShape: Hashable, Sendable {
    /// One hidden layer: weights `[inputs × outputs]`, row-major, and biases.
    package struct Layer: Hashable, Sendable {
        package let inputs: Int
        package let outputs: Int
        /// Where they begin in the flat block.
        package let weights: Int
        package let biases: Int
    }

    /// GMF's factors; 0 without GMF.
    package let factors: Int
    /// The tower's sizes, its input first; empty without a tower.
    package let layerSizes: [Int]
    package let hidden: [Layer]
    /// Where the output's weights begin: GMF's, then the tower's.
    package let output: Int
    /// The flat block's length; each of its parts is padded to a multiple of 8.
    package let denseCount: Int

    /// - Precondition: there are factors or a tower, every size is above 0, the tower's input is even.
    package init(factors: Int, layerSizes: [Int]) {
        precondition(factors > 0 || !layerSizes.isEmpty)
        precondition(factors >= 0 && layerSizes.allSatisfy { $0 > 0 } && (layerSizes.first ?? 0) % 2 == 0)
        self.factors = factors
        self.layerSizes = layerSizes
        var end = 0
        func part(_ count: Int) -> Int {
            defer { end += (count + 7) / 8 * 8 }
            return end
        }
        hidden = zip(layerSizes, layerSizes.dropFirst()).map { inputs, outputs in
            Layer(inputs: inputs, outputs: outputs, weights: part(inputs * outputs), biases: part(outputs))
        }
        output = part(factors + (layerSizes.last ?? 0))
        denseCount = end
    }

    /// The length of a user's, and of an item's, half of the tower's input.
    package var half: Int { (layerSizes.first ?? 0) / 2 }
    /// The length of an embedding: GMF's factors, then the half of the tower's input.
    package var embedding: Int { factors + half }
    /// The length of the tower's last layer.
    package var towerOutput: Int { layerSizes.last ?? 0 }
    /// The parts of the flat block, and whether weight decay applies to them.
    var denseParts: [(range: Range<Int>, decays: Bool)] {
        hidden.flatMap { layer in
            [
                (layer.weights..<layer.biases, true),
                (layer.biases..<(layer.biases + (layer.outputs + 7) / 8 * 8), false),
            ]
        } + [(output..<denseCount, true)]
    }
}

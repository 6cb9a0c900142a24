/// How values follow their gradients. Weight decay is decoupled from the gradient (Loshchilov and Hutter, 2019,
/// arXiv:1711.05101): `w −= rate · decay · w` at every step.
package struct NCFOptimizer: Hashable, Sendable {
    package enum Rule: String, Sendable, CaseIterable {
        /// TensorFlow's Adam (Kingma and Ba, 2015, arXiv:1412.6980): epsilon stands outside the corrected root.
        case adam
        /// Plain stochastic gradient descent.
        case sgd
        /// TensorFlow's Adagrad (Duchi, Hazan and Singer, 2011): sums of squares begin at 0.1.
        case adagrad
    }

    package let rule: Rule
    package let rate: Double
    package let decay: Double

    package init(_ rule: Rule, rate: Double, decay: Double = 0) {
        self.rule = rule
        self.rate = rate
        self.decay = decay
    }

    static let firstDecay = 0.9
    static let secondDecay = 0.999
    static let epsilon = 1e-8
    static let adagradStart = 0.1

    /// Values kept beside each weight, the weight counted.
    var parts: Int {
        switch rule {
        case .adam: 3
        case .adagrad: 2
        case .sgd: 1
        }
    }

    /// What a second part begins with.
    var initialMoment: Double { rule == .adagrad ? Self.adagradStart : 0 }

    /// What a weight keeps of itself at a step.
    var keep: Double { 1 - rate * decay }
}

import Foundation
import Kernels
import Synchronization
import Testing

/// Rules of the training that hold for every shape and optimizer.
@Suite struct NCFTrainingTests {
    private static let shapes = [
        NCFShape(factors: 5, layerSizes: []), NCFShape(factors: 0, layerSizes: [6]),
        NCFShape(factors: 0, layerSizes: [8, 7, 3]), NCFShape(factors: 3, layerSizes: [12, 9, 8, 5]),
    ]
    private static let (users, items) = (19, 23)

    private func values(_ count: Int, _ salt: Int) -> [Double] {
        (0..<count).map { Double(($0 &* 7919 &+ salt &* 104_729) % 1000) / 1000 - 0.45 }
    }

    private func training<Scalar: NCFScalar>(
        _: Scalar.Type, _ shape: NCFShape, _ optimizer: NCFOptimizer, batchSize: Int, members: Int = 1,
        embeddings: [[Double]]? = nil, dense: [Double]? = nil
    ) -> NCFTraining<Scalar> {
        let training = NCFTraining<Scalar>(
            shape: shape, users: Self.users, items: Self.items, optimizer: optimizer, batchSize: batchSize,
            members: members)
        training.set(.users, (embeddings?[0] ?? values(Self.users * shape.embedding, 1)).map { Scalar($0) })
        training.set(.items, (embeddings?[1] ?? values(Self.items * shape.embedding, 2)).map { Scalar($0) })
        if let dense {
            training.setDense(dense.map { Scalar($0) }, at: 0)
        } else {
            for layer in shape.hidden {
                training.setDense(values(layer.inputs * layer.outputs, 3).map { Scalar($0) }, at: layer.weights)
                training.setDense(values(layer.outputs, 4).map { Scalar($0) }, at: layer.biases)
            }
            training.setDense(values(shape.factors + shape.towerOutput, 5).map { Scalar($0) }, at: shape.output)
        }
        return training
    }

    private func examples(_ count: Int, rare: Bool = false) -> [NCFExample] {
        (0..<count).map { place in
            // Rare: the last user and item come once in a hundred examples.
            let isLast = rare && place % 100 == 0
            return NCFExample(
                user: Int32(isLast ? Self.users - 1 : place * 5 % (Self.users - 1)),
                item: Int32(isLast ? Self.items - 1 : place * 11 % (Self.items - 1)), isPositive: place % 3 == 0)
        }
    }

    @discardableResult
    private func train<Scalar: NCFScalar>(_ training: NCFTraining<Scalar>, _ examples: [NCFExample]) -> Double {
        training.train(examples, member: 0, meet: {}, isStopped: { false })
    }

    /// With plain gradient descent at a rate of 1 one step moves a value by its gradient.
    @Test(arguments: shapes) func gradientsAreTheSlopesOfTheLoss(_ shape: NCFShape) {
        let batch = examples(21)
        let optimizer = NCFOptimizer(.sgd, rate: 1)
        let before = training(Double.self, shape, optimizer, batchSize: 21)
        let start = [before.embeddings(.users), before.embeddings(.items), before.denseValues]
        train(before, batch)
        let end = [before.embeddings(.users), before.embeddings(.items), before.denseValues]
        func loss(_ values: [[Double]]) -> Double {
            let model = training(
                Double.self, shape, optimizer, batchSize: 21, embeddings: Array(values[0...1]), dense: values[2])
            return train(model, batch) / 21
        }
        let padding = paddingPlaces(shape)
        let step = 1e-6
        for part in 0..<3 {
            for place in start[part].indices where part < 2 || !padding.contains(place) {
                var (up, down) = (start, start)
                up[part][place] += step
                down[part][place] -= step
                let slope = (loss(up) - loss(down)) / (2 * step)
                let gradient = start[part][place] - end[part][place]
                #expect(abs(gradient - slope) < 1e-7 + 1e-5 * abs(slope), "part \(part), place \(place)")
            }
        }
    }

    private func paddingPlaces(_ shape: NCFShape) -> Set<Int> {
        var used = Set(shape.output..<(shape.output + shape.factors + shape.towerOutput))
        for layer in shape.hidden {
            used.formUnion(layer.weights..<(layer.weights + layer.inputs * layer.outputs))
            used.formUnion(layer.biases..<(layer.biases + layer.outputs))
        }
        return Set(0..<shape.denseCount).subtracting(used)
    }

    /// The dense twin names every row in every batch: each row then moves at every step, by a gradient of 0 too.
    @Test(arguments: [0.0, 0.3]) func aRowThatIsCaughtUpStandsWhereDenseAdamPutsIt(_ decay: Double) {
        let shape = NCFShape(factors: 3, layerSizes: [])
        let rate = 0.02
        let lazy = training(Double.self, shape, NCFOptimizer(.adam, rate: rate, decay: decay), batchSize: 1)
        var plain = PlainAdam(
            weights: lazy.embeddings(.users), users: Self.users, width: 3, rate: rate, decay: decay)
        // A row is named at step 1, then after gaps of 1, 2, … steps, past the reach of the sums.
        let sequence = [1, 1, 2, 3, 5, 8, 13, 40, 90, 150, 260, 900]
        let (row, other) = (4, 7)
        for gap in sequence {
            for missed in 0..<gap {
                let user = missed == gap - 1 ? row : other
                let item = missed % Self.items
                let (users, items) = (lazy.embeddings(.users), lazy.embeddings(.items))
                let (p, q) = (users[(user * 3)..<(user * 3 + 3)], items[(item * 3)..<(item * 3 + 3)])
                let h = Array(lazy.denseValues[shape.output..<(shape.output + 3)])
                let logit = zip(zip(p, q), h).reduce(0) { $0 + $1.0.0 * $1.0.1 * $1.1 }
                let probability = 1 / (1 + exp(-logit))
                let slope = -probability * (1 - probability) / (probability + 1e-7)
                plain.step(user, zip(q, h).map { slope * $0 * $1 })
                train(lazy, [NCFExample(user: Int32(user), item: Int32(item), isPositive: true)])
            }
            for (found, expected) in zip(lazy.embeddings(.users), plain.weights) {
                #expect(abs(found - expected) <= 1e-6 * max(0.01, abs(expected)), "gap \(gap)")
            }
        }
    }

    @Test(arguments: NCFOptimizer.Rule.allCases)
    func theSameBitsWhateverTheNumberOfMembers(_ rule: NCFOptimizer.Rule) {
        let shape = Self.shapes[3]
        let optimizer = NCFOptimizer(rule, rate: 0.01, decay: 0.01)
        let rows = examples(1000, rare: true)
        let alone = training(Float.self, shape, optimizer, batchSize: 300)
        train(alone, rows)
        for members in 2...3 {
            let together = training(Float.self, shape, optimizer, batchSize: 300, members: members)
            Meeting.run(members) { member, meet in
                _ = together.train(rows, member: member, meet: meet, isStopped: { false })
            }
            #expect(together.embeddings(.users) == alone.embeddings(.users))
            #expect(together.embeddings(.items) == alone.embeddings(.items))
            #expect(together.denseValues == alone.denseValues)
        }
    }

    @Test(arguments: shapes) func singlePrecisionFollowsDouble(_ shape: NCFShape) {
        let optimizer = NCFOptimizer(.adagrad, rate: 0.05)
        let rows = examples(600)
        let (single, double) = (
            training(Float.self, shape, optimizer, batchSize: 37),
            training(Double.self, shape, optimizer, batchSize: 37)
        )
        let losses = (train(single, rows) / 600, train(double, rows) / 600)
        #expect(abs(losses.0 - losses.1) < 1e-5)
        for (one, other) in zip(single.embeddings(.users), double.embeddings(.users)) {
            #expect(abs(Double(one) - other) < 1e-4)
        }
    }
}

/// Adam as Kingma and Ba write it, over every row at every step, with TensorFlow's epsilon.
private struct PlainAdam {
    var weights: [Double]
    let users: Int
    let width: Int
    let rate: Double
    let decay: Double
    private var first: [Double]
    private var second: [Double]
    private var time = 0

    init(weights: [Double], users: Int, width: Int, rate: Double, decay: Double) {
        self.weights = weights
        self.users = users
        self.width = width
        self.rate = rate
        self.decay = decay
        first = weights.map { _ in 0 }
        second = first
    }

    mutating func step(_ row: Int, _ gradient: [Double]) {
        time += 1
        let corrected = rate * (1 - pow(0.999, Double(time))).squareRoot() / (1 - pow(0.9, Double(time)))
        for place in weights.indices {
            let g = place / width == row ? gradient[place % width] : 0
            first[place] = 0.9 * first[place] + 0.1 * g
            second[place] = 0.999 * second[place] + 0.001 * g * g
            weights[place] *= 1 - rate * decay
            weights[place] -= corrected * first[place] / (second[place].squareRoot() + 1e-8)
        }
    }
}

/// Threads that meet, for tests of floors below the one that has them.
private enum Meeting {
    static func run(_ members: Int, _ body: @escaping @Sendable (Int, () -> Void) -> Void) {
        let counts = Mutex((arrived: 0, meetings: 0))
        let ended = DispatchGroup()
        for member in 0..<members {
            ended.enter()
            Thread {
                body(member) {
                    let meeting = counts.withLock { state in
                        let meeting = state.meetings
                        state.arrived += 1
                        if state.arrived == members { state = (0, meeting + 1) }
                        return meeting
                    }
                    while counts.withLock({ $0.meetings }) == meeting { Thread.sleep(forTimeInterval: 1e-5) }
                }
                ended.leave()
            }.start()
        }
        ended.wait()
    }
}

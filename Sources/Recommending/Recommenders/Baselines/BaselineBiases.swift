import Compute
import Ratings

/// What a rating is expected to be from who gives it and what is rated alone: `b_ui = μ + b_u + b_i`.
struct BaselineBiases: Sendable {
    /// A mask: their ratings take far less than a tenth of a second.
    private static let usersBetweenChecks = 0x3FF

    /// `μ`, the mean of the training ratings.
    let mean: Double
    var users: [Double]
    var items: [Double]

    /// Biases of 0.
    init(_ trainset: Trainset) {
        mean = trainset.globalMean
        users = [Double](repeating: 0, count: trainset.users.count)
        items = [Double](repeating: 0, count: trainset.items.count)
    }

    init(mean: Double, users: [Double], items: [Double]) {
        self.mean = mean
        self.users = users
        self.items = items
    }

    /// Adds up what is known.
    func estimate(user: Int?, item: Int?) -> Double {
        mean + (user.map { users[$0] } ?? 0) + (item.map { items[$0] } ?? 0)
    }

    /// The bias of somebody whom training did not see: the one that minimises the regularized squared error of their
    /// ratings while the items' biases stand still. For `als` it is as in its epochs, for `sgd` where its steps come to rest.
    func bias(of ratings: [KnownRating], _ configuration: BaselineConfiguration) -> Double {
        let surplus = ratings.reduce(0) { $0 + ($1.rating - mean - items[$1.item]) }
        let count = Double(ratings.count)
        let weight =
            switch configuration.method {
            case .als: configuration.userRegularization + count
            case .sgd: count * (1 + configuration.regularization)
            }
        return weight > 0 ? surplus / weight : 0
    }

    // MARK: - Learning

    /// Sets all items' biases, then all users', each to the minimum of the regularized squared error while the others
    /// stand still: `b = Σ deviations / (reg + n)`.
    ///
    /// - Returns: the sum of squared errors after it.
    /// - Throws: `ComputeError.stopped`.
    mutating func alternate(
        over trainset: Trainset, userRegularization: Double, itemRegularization: Double, stop: StopFlag
    ) throws -> Double {
        var sums = [Double](repeating: 0, count: items.count)
        var counts = [Double](repeating: 0, count: items.count)
        for user in users.indices {
            if user & Self.usersBetweenChecks == 0 { try stop.check() }
            for row in trainset.rows(of: user) {
                let item = Int(trainset.itemRows[row])
                sums[item] += trainset.ratings[row] - mean - users[user]
                counts[item] += 1
            }
        }
        for item in items.indices { items[item] = sums[item] / (itemRegularization + counts[item]) }
        var loss = 0.0
        for user in users.indices {
            if user & Self.usersBetweenChecks == 0 { try stop.check() }
            let rows = trainset.rows(of: user)
            var sum = 0.0
            for row in rows { sum += trainset.ratings[row] - mean - items[Int(trainset.itemRows[row])] }
            let bias = sum / (userRegularization + Double(rows.count))
            users[user] = bias
            for row in rows {
                let error = trainset.ratings[row] - mean - items[Int(trainset.itemRows[row])] - bias
                loss += error * error
            }
        }
        return loss
    }

    /// One pass of stochastic gradient descent in the order of the rows.
    ///
    /// - Returns: the sum of squared errors before each step.
    /// - Throws: `ComputeError.stopped`.
    mutating func descend(
        over trainset: Trainset, rate: Double, regularization: Double, stop: StopFlag
    ) throws -> Double {
        var loss = 0.0
        for user in users.indices {
            if user & Self.usersBetweenChecks == 0 { try stop.check() }
            for row in trainset.rows(of: user) {
                let item = Int(trainset.itemRows[row])
                let error = trainset.ratings[row] - (mean + users[user] + items[item])
                loss += error * error
                users[user] += rate * (error - regularization * users[user])
                items[item] += rate * (error - regularization * items[item])
            }
        }
        return loss
    }

    /// Those of `baseline` at its defaults, shared by all who train on the same data.
    ///
    /// - Throws: `ComputeError.stopped`.
    static func usual(of trainset: Trainset, stop: StopFlag) throws -> BaselineBiases {
        try trainset.shared.value("baseline biases") {
            let configuration = BaselineConfiguration.usual
            var biases = BaselineBiases(trainset)
            for _ in 0..<configuration.epochs {
                _ = try biases.alternate(
                    over: trainset, userRegularization: configuration.userRegularization,
                    itemRegularization: configuration.itemRegularization, stop: stop)
            }
            return biases
        }
    }
}

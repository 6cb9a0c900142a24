/// What an SVD learns: factors and biases, being trained, by one thread at a time, or by several that share no user and no
/// item.
@safe
package final class SVDFactors<Scalar: SVDScalar>: @unchecked Sendable {
    /// `[users × factors]`
    package let users: FactorMatrix<Scalar>
    /// `[items × factors]`
    package let items: FactorMatrix<Scalar>
    package let userBiases: BiasVector<Scalar>
    package let itemBiases: BiasVector<Scalar>

    /// Biases start at 0.
    package convenience init(users: FactorMatrix<Scalar>, items: FactorMatrix<Scalar>) {
        self.init(users, items, BiasVector(count: users.rows), BiasVector(count: items.rows))
    }

    private init(
        _ users: FactorMatrix<Scalar>, _ items: FactorMatrix<Scalar>, _ userBiases: BiasVector<Scalar>,
        _ itemBiases: BiasVector<Scalar>
    ) {
        precondition(users.columns == items.columns)
        self.users = users
        self.items = items
        self.userBiases = userBiases
        self.itemBiases = itemBiases
    }

    /// The same values, to be learned on apart from these.
    package func copy() -> SVDFactors {
        SVDFactors(users.copy(), items.copy(), userBiases.copy(), itemBiases.copy())
    }

    /// What it takes of memory.
    package var bytes: Int { users.bytes + items.bytes + userBiases.bytes + itemBiases.bytes }
}

/// The learning rate and the regularisation of one kind of value.
package struct SVDStep<Scalar: SVDScalar>: Sendable {
    package let rate: Scalar
    package let regularization: Scalar

    package init(rate: Double, regularization: Double) {
        self.rate = Scalar(rate)
        self.regularization = Scalar(regularization)
    }
}

/// One epoch of Surprise's SVD (`matrix_factorization.pyx`): stochastic gradient descent in the order of the rows.
///
/// With `err = r − (mean + b_u + b_i + q_i · p_u)`, each value moves by `rate · (err · other − regularization · value)`,
/// all from their values before the row.
package struct SVDPass<Scalar: SVDScalar> {
    package var userBias: SVDStep<Scalar>
    package var itemBias: SVDStep<Scalar>
    package var userFactor: SVDStep<Scalar>
    package var itemFactor: SVDStep<Scalar>
    package var isBiased: Bool
    package var mean: Scalar
    /// A position in the factors' users, a row each; likewise `items`.
    private let users: [Int32]
    private let items: [Int32]
    private let ratings: [Scalar]
    private let factors: SVDFactors<Scalar>

    package init(
        users: [Int32], items: [Int32], ratings: [Scalar], mean: Scalar, isBiased: Bool, factors: SVDFactors<Scalar>,
        userBias: SVDStep<Scalar>, itemBias: SVDStep<Scalar>, userFactor: SVDStep<Scalar>,
        itemFactor: SVDStep<Scalar>
    ) {
        precondition(users.count == ratings.count && items.count == ratings.count)
        precondition(users.allSatisfy { $0 >= 0 && $0 < factors.users.rows })
        precondition(items.allSatisfy { $0 >= 0 && $0 < factors.items.rows })
        self.users = users
        self.items = items
        self.ratings = ratings
        self.mean = mean
        self.isBiased = isBiased
        self.factors = factors
        self.userBias = userBias
        self.itemBias = itemBias
        self.userFactor = userFactor
        self.itemFactor = itemFactor
    }

    package var rowCount: Int { ratings.count }

    /// Learns from these rows. - Returns: the sum of squared errors before each step.
    package func run(rows: Range<Int>) -> Double {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= rowCount)
        return Scalar.run(self, rows: rows)
    }

    /// Walks the rows; `learn` gets both factor rows, the rating and the estimate without the product.
    @inline(__always)
    private func walk(
        _ rows: Range<Int>,
        _ learn: (UnsafeMutablePointer<Scalar>, UnsafeMutablePointer<Scalar>, Scalar, Scalar) -> Scalar
    ) -> Double {
        let stride = factors.users.stride
        let allUsers = unsafe factors.users.elements
        let allItems = unsafe factors.items.elements
        var loss = 0.0
        let (userBiases, itemBiases) = unsafe (factors.userBiases.elements, factors.itemBiases.elements)
        unsafe users.withUnsafeBufferPointer { users in
            unsafe items.withUnsafeBufferPointer { items in
                unsafe ratings.withUnsafeBufferPointer { ratings in
                    for row in rows {
                        let (user, item) = unsafe (Int(users[row]), Int(items[row]))
                        let known = unsafe mean + userBiases[user] + itemBiases[item]
                        let error = unsafe learn(
                            allUsers + user * stride, allItems + item * stride, ratings[row], known)
                        loss += Double(error) * Double(error)
                        guard isBiased else { continue }
                        unsafe userBiases[user] += userBias.rate * (error - userBias.regularization * userBiases[user])
                        unsafe itemBiases[item] += itemBias.rate * (error - itemBias.regularization * itemBiases[item])
                    }
                }
            }
        }
        return loss
    }
}

extension SVDPass where Scalar == Double {
    /// Sums products from the first factor to the last and never fuses operations, as Surprise's compiled loop.
    func runInOrder(_ rows: Range<Int>) -> Double {
        let columns = factors.users.columns
        let (userStep, itemStep) = (userFactor, itemFactor)
        return unsafe walk(rows) { p, q, rating, known in
            var product = 0.0
            for factor in 0..<columns { unsafe product += q[factor] * p[factor] }
            let error = rating - (known + product)
            for factor in 0..<columns {
                let (pf, qf) = unsafe (p[factor], q[factor])
                unsafe p[factor] = pf + userStep.rate * (error * qf - userStep.regularization * pf)
                unsafe q[factor] = qf + itemStep.rate * (error * pf - itemStep.regularization * qf)
            }
            return error
        }
    }
}

extension SVDPass where Scalar == Float {
    /// Eight factors at a time; the sum's order differs from Surprise's, and so do the last bits.
    func runVectorized(_ rows: Range<Int>) -> Double {
        let vectors = factors.users.stride / 8
        let userRate = SIMD8<Float>(repeating: userFactor.rate)
        let itemRate = SIMD8<Float>(repeating: itemFactor.rate)
        // p + rate · (err · q − reg · p) = p · (1 − rate · reg) + (rate · err) · q
        let userKeep = SIMD8<Float>(repeating: 1 - userFactor.rate * userFactor.regularization)
        let itemKeep = SIMD8<Float>(repeating: 1 - itemFactor.rate * itemFactor.regularization)
        return unsafe walk(rows) { p, q, rating, known in
            let product = unsafe FactorProducts.product(p, q, vectors: vectors)
            let error = rating - (known + product)
            let userPull = userRate * error
            let itemPull = itemRate * error
            unsafe p.withMemoryRebound(to: SIMD8<Float>.self, capacity: vectors) { p in
                unsafe q.withMemoryRebound(to: SIMD8<Float>.self, capacity: vectors) { q in
                    for vector in 0..<vectors {
                        let (pv, qv) = unsafe (p[vector], q[vector])
                        unsafe p[vector] = Fused.add(userPull, qv, to: pv * userKeep)
                        unsafe q[vector] = Fused.add(itemPull, pv, to: qv * itemKeep)
                    }
                }
            }
            return error
        }
    }
}

/// What SVD's training asks of a scalar.
package protocol SVDScalar: FactorScalar, RankingScalar {
    /// One pass of stochastic gradient descent over rows of ratings; see `SVDPass`.
    static func run(_ pass: SVDPass<Self>, rows: Range<Int>) -> Double
}

extension Float: SVDScalar {
    package static func run(_ pass: SVDPass<Float>, rows: Range<Int>) -> Double { pass.runVectorized(rows) }
}

extension Double: SVDScalar {
    package static func run(_ pass: SVDPass<Double>, rows: Range<Int>) -> Double { pass.runInOrder(rows) }
}
